package cn.huitouke.logistics;

import cn.huitouke.tracking.ParcelState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** From when on which alert holds for a parcel, if nothing happens until then. */
@Component
class Watchtower {

  private static final Duration UNDELIVERED = Duration.ofHours(24);
  private static final Duration UNFETCHED = Duration.ofHours(48);
  private static final Duration FORGOTTEN = Duration.ofDays(5);

  private final Stalled stalled;
  private final ExpectedArrival arrival;
  private final Lanes lanes;
  private final LogisticsSettings settings;

  Watchtower(Stalled stalled, ExpectedArrival arrival, Lanes lanes, LogisticsSettings settings) {
    this.stalled = stalled;
    this.arrival = arrival;
    this.lanes = lanes;
    this.settings = settings;
  }

  /** Those that come with time; the others come with what the carrier writes. */
  Map<Alert, Instant> due(Parcel parcel, Instant now) {
    Map<Alert, Instant> due = new EnumMap<>(Alert.class);
    stalled.uncollected(parcel, now).ifPresent(at -> due.put(Alert.NOT_COLLECTED, at));
    if (parcel.state() != ParcelState.OUT_FOR_DELIVERY) {
      stalled.since(parcel, now).ifPresent(at -> due.put(Alert.STALLED, at));
    }
    late(parcel, now).ifPresent(at -> due.put(Alert.LATE, at));
    Optional<Instant> latest = parcel.latestAt();
    if (parcel.state() == ParcelState.OUT_FOR_DELIVERY) {
      latest.ifPresent(at -> due.put(Alert.UNDELIVERED, at.plus(UNDELIVERED)));
    }
    if (parcel.waiting()) {
      latest.ifPresent(at -> due.put(Alert.UNFETCHED, at.plus(UNFETCHED)));
      latest.ifPresent(at -> due.put(Alert.FORGOTTEN, at.plus(FORGOTTEN)));
    }
    return due;
  }

  private Optional<Instant> late(Parcel parcel, Instant now) {
    return expected(parcel, now).map(at -> at.plus(settings.lateAfter()));
  }

  /** By when it should be there: promised, or learnt, or guessed. Late ones are measured against it. */
  Optional<Instant> expected(Parcel parcel, Instant now) {
    boolean underWay =
        parcel.traced()
            && !parcel.done()
            && !parcel.waiting()
            && switch (parcel.state()) {
              case COLLECTED, IN_TRANSIT, ARRIVED_CITY, OUT_FOR_DELIVERY, EXCEPTION -> true;
              case CREATED,
                  AWAITING_PICKUP,
                  SIGNED,
                  SIGNED_BY_OTHER,
                  SIGNED_AT_STATION,
                  RETURNING,
                  RETURNED,
                  REJECTED,
                  FORWARDED,
                  CUSTOMS,
                  CANCELLED,
                  UNKNOWN ->
                  false;
            };
    if (!underWay) {
      return Optional.empty();
    }
    Duration usual = lanes.stretched(settings.usualJourney().plus(lanes.remote(parcel)), now);
    Optional<Instant> latest = arrival.latest(parcel, now);
    if (latest.isEmpty() || parcel.promisedAt().isPresent()) {
      return latest.or(() -> Optional.of(parcel.leftAt().plus(usual)));
    }
    Duration learnt = Duration.between(parcel.leftAt(), latest.get());
    return Optional.of(parcel.leftAt().plus(lanes.stretched(learnt, now)));
  }
}
