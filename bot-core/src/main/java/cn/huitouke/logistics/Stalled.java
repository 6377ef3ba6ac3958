package cn.huitouke.logistics;

import cn.huitouke.tracking.ParcelState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Whether a parcel has stood still for longer than it should. */
@Component
class Stalled {

  private static final Set<ParcelState> ON_THE_WAY =
      Set.of(
          ParcelState.COLLECTED,
          ParcelState.IN_TRANSIT,
          ParcelState.ARRIVED_CITY,
          ParcelState.OUT_FOR_DELIVERY,
          ParcelState.EXCEPTION);

  private final Lanes lanes;
  private final LogisticsSettings settings;

  Stalled(Lanes lanes, LogisticsSettings settings) {
    this.lanes = lanes;
    this.settings = settings;
  }

  boolean is(Parcel parcel, Instant now) {
    return since(parcel, now).or(() -> uncollected(parcel, now)).filter(now::isAfter).isPresent();
  }

  /** From when on it stands still, if it does not move. */
  Optional<Instant> since(Parcel parcel, Instant now) {
    if (parcel.done() || parcel.waiting() || !ON_THE_WAY.contains(parcel.state())) {
      return Optional.empty();
    }
    return parcel.latestAt().map(at -> at.plus(lanes.standstill(parcel, now)));
  }

  /** From when on it should have been collected. */
  Optional<Instant> uncollected(Parcel parcel, Instant now) {
    // Without a source nobody could know: only what was asked about can be missing.
    boolean untouched = parcel.latestAt().isEmpty() || parcel.state() == ParcelState.CREATED;
    if (parcel.done() || !untouched || parcel.reportedAt().isEmpty()) {
      return Optional.empty();
    }
    Duration usual = lanes.stretched(settings.uncollectedAfter(), now);
    return Optional.of(parcel.shippedAt().orElse(parcel.knownAt()).plus(usual));
  }
}
