package cn.huitouke.logistics;

import cn.huitouke.tracking.ParcelState;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * When a parcel should arrive: by the source's promise, else by how long the shop's own parcels took
 * on that lane. Never a guess: without a promise and without five parcels it says nothing.
 */
@Component
class ExpectedArrival {

  private static final int ENOUGH = 5;

  private static final int MOST_LANES = 10_000;

  private final JdbcClient jdbc;
  private final Map<String, Known> lanes = new ConcurrentHashMap<>();
  private final SpokenTime spoken;

  ExpectedArrival(JdbcClient jdbc, LogisticsSettings settings) {
    this.jdbc = jdbc;
    this.spoken = new SpokenTime(settings.zone());
  }

  /** The days within which it should come; the same day twice where one is certain enough. */
  record Window(LocalDate from, LocalDate to) {}

  /** Half of a lane's parcels took at most {@code median}, four in five at most {@code p80} seconds. */
  private record Lane(int parcels, double median, double p80) {}

  /**
   * A lane's times are measured once a day, over what had arrived by midnight: not for every
   * question, and the same answer all day, whatever arrives beside it.
   */
  private record Known(Optional<Lane> lane, LocalDate day) {}

  Optional<Window> of(Parcel parcel, Instant now) {
    LocalDate today = spoken.today(now);
    if (parcel.done() || parcel.waiting() || parcel.state().troubled()) {
      return Optional.empty();
    }
    if (parcel.state() == ParcelState.OUT_FOR_DELIVERY) {
      return parcel
          .latestAt()
          .map(spoken::dayOf)
          .filter(today::equals)
          .map(day -> new Window(day, day));
    }
    return parcel
        .promisedAt()
        .map(spoken::dayOf)
        .map(day -> new Window(day, day))
        .or(() -> lane(parcel, now).map(lane -> window(parcel, lane)))
        .filter(window -> !window.to().isBefore(today))
        .map(window -> window.from().isBefore(today) ? new Window(today, window.to()) : window);
  }

  private Window window(Parcel parcel, Lane lane) {
    Instant left = parcel.leftAt();
    return new Window(
        spoken.dayOf(left.plusSeconds(Math.round(lane.median()))),
        spoken.dayOf(left.plusSeconds(Math.round(lane.p80()))));
  }

  /** The end of the day by which it should be there; without a word from the source, by the lane. */
  Optional<Instant> latest(Parcel parcel, Instant now) {
    return parcel
        .promisedAt()
        .map(spoken::dayOf)
        .or(() -> lane(parcel, now).map(lane -> window(parcel, lane).to()))
        .map(day -> spoken.instant(day.plusDays(1), LocalTime.MIDNIGHT));
  }

  /** One more has arrived: there may be enough of them now, if news of it came late. */
  void arrived(String carrier) {
    lanes
        .entrySet()
        .removeIf(
            lane -> lane.getValue().lane().isEmpty() && lane.getKey().startsWith(carrier + "|"));
  }

  private Optional<Lane> lane(Parcel parcel, Instant now) {
    String key = parcel.waybill().carrier() + "|" + parcel.origin() + "|" + parcel.destination();
    Known known = lanes.get(key);
    LocalDate today = spoken.today(now);
    if (known != null && known.day().equals(today)) {
      return known.lane();
    }
    Optional<Lane> measured = measured(parcel, spoken.instant(today, LocalTime.MIDNIGHT));
    if (lanes.size() >= MOST_LANES) {
      lanes.clear();
    }
    lanes.put(key, new Known(measured, today));
    return measured;
  }

  private Optional<Lane> measured(Parcel parcel, Instant midnight) {
    String province = parcel.destination().split(" ")[0];
    // the finest first: most are enough, so that the others need not be measured
    return Stream.of(
            List.of(parcel.origin(), parcel.destination()),
            List.of(parcel.origin(), province),
            List.of("", ""))
        .map(way -> lane(parcel, way.getFirst(), way.getLast(), midnight))
        .filter(lane -> lane.parcels() >= ENOUGH)
        .findFirst();
  }

  /** An empty origin or destination is any. */
  private Lane lane(Parcel parcel, String origin, String destination, Instant until) {
    return jdbc.sql(
            """
            SELECT count(*) AS parcels,
                   coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY took), 0) AS median,
                   coalesce(percentile_cont(0.8) WITHIN GROUP (ORDER BY took), 0) AS p80
            FROM (SELECT extract(epoch FROM signed_at - coalesce(collected_at, shipped_at)) AS took
                  FROM logistics.parcel
                  WHERE carrier = :carrier AND signed_at < :until
                    AND coalesce(collected_at, shipped_at) IS NOT NULL
                    AND (:origin = '' OR origin = :origin)
                    AND starts_with(destination, :destination)
                  ORDER BY signed_at DESC LIMIT 500) AS parcels
            """)
        .param("carrier", parcel.waybill().carrier())
        .param("origin", origin)
        .param("destination", destination)
        .param("until", Timestamp.from(until))
        .query(
            (row, _) ->
                new Lane(row.getInt("parcels"), row.getDouble("median"), row.getDouble("p80")))
        .single();
  }
}
