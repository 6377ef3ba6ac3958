package cn.huitouke.logistics;

import cn.huitouke.schedule.Sweep;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How long parcels stand still on a lane without anything being wrong: learnt each night from the
 * shop's own of the last three months. A guess stands in until there are enough, and weighs less the
 * more there are.
 */
@Component
class Lanes implements Sweep {

  private static final Duration LEARNT_FROM = Duration.ofDays(90);

  /** They are learnt by night, on whichever node; by then every node has heard what was learnt. */
  private static final LocalTime LEARNS = LocalTime.of(3, 20);

  private static final LocalTime LEARNT = LocalTime.of(4, 0);
  private static final Duration MEANWHILE = Duration.ofMinutes(10);
  private static final int MOST = 10_000;

  /** So many parcels the guess weighs. */
  private static final double GUESS_WEIGHS = 20;

  /** Beyond what nineteen of twenty parcels kept within. */
  private static final double MARGIN = 1.25;

  private static final Duration SHORTEST = Duration.ofHours(24);
  private static final Duration LONGEST = Duration.ofDays(7);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final LogisticsSettings settings;
  private final Holidays holidays;
  private final SpokenTime spoken;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  Lanes(JdbcClient jdbc, PlatformTransactionManager transactions, LogisticsSettings settings) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.settings = settings;
    this.holidays = new Holidays(settings.holidays());
    this.spoken = new SpokenTime(settings.zone());
  }

  private record Learnt(int parcels, double seconds) {}

  private record Known(Optional<Learnt> learnt, Instant until) {}

  @Override
  public String name() {
    return "learn-lanes";
  }

  @Override
  public String cron() {
    return "0 20 3 * * ?";
  }

  /** Each lane as a whole: learning it twice is the same. */
  @Override
  public void run(Instant now) {
    transaction.executeWithoutResult(
        _ -> {
          jdbc.sql("DELETE FROM logistics.lane").update();
          jdbc.sql(
                  """
                  INSERT INTO logistics.lane (carrier, origin, province, parcels, standstill)
                  SELECT carrier, coalesce(origin, ''), coalesce(province, ''), count(*),
                         percentile_cont(0.95) WITHIN GROUP (ORDER BY longest_gap)
                  FROM (SELECT carrier, nullif(origin, '') AS origin,
                               nullif(split_part(destination, ' ', 1), '') AS province, longest_gap
                        FROM logistics.parcel
                        WHERE signed_at > :since AND longest_gap > 0) AS arrived
                  GROUP BY GROUPING SETS ((carrier, origin, province), (carrier, province), (carrier))
                  HAVING count(*) >= 5
                     AND (grouping(origin) = 1 OR origin IS NOT NULL)
                     AND (grouping(province) = 1 OR province IS NOT NULL)
                  """)
              .param("since", Timestamp.from(now.minus(LEARNT_FROM)))
              .update();
        });
    known.clear();
  }

  /** After so long without a line this parcel stands still. */
  Duration standstill(Parcel parcel, Instant now) {
    Duration guess = settings.stalledAfter().plus(remote(parcel));
    Duration blended =
        learnt(parcel, now)
            .map(
                learnt ->
                    (learnt.parcels() * learnt.seconds() * MARGIN
                            + GUESS_WEIGHS * guess.toSeconds())
                        / (learnt.parcels() + GUESS_WEIGHS))
            .map(seconds -> clamp(Duration.ofSeconds(Math.round(seconds))))
            .orElse(guess);
    return stretched(blended, now);
  }

  private static Duration clamp(Duration learnt) {
    if (learnt.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return learnt.compareTo(LONGEST) > 0 ? LONGEST : learnt;
  }

  /** What the far provinces take on top. */
  Duration remote(Parcel parcel) {
    boolean remote = settings.remoteProvinces().stream().anyMatch(parcel.destination()::startsWith);
    return remote ? settings.remoteExtra() : Duration.ZERO;
  }

  /** On holidays everything takes longer. */
  Duration stretched(Duration usual, Instant now) {
    return holidays.on(spoken.today(now))
        ? Duration.ofSeconds(Math.round(usual.toSeconds() * settings.holidayFactor()))
        : usual;
  }

  private Optional<Learnt> learnt(Parcel parcel, Instant now) {
    String province = parcel.destination().split(" ")[0];
    String key = parcel.waybill().carrier() + "|" + parcel.origin() + "|" + province;
    Known lane = known.get(key);
    if (lane != null && now.isBefore(lane.until())) {
      return lane.learnt();
    }
    if (known.size() >= MOST) {
      known.clear();
    }
    Optional<Learnt> found = find(parcel.waybill().carrier(), parcel.origin(), province);
    known.put(key, new Known(found, holdsUntil(now)));
    return found;
  }

  private Instant holdsUntil(Instant now) {
    LocalDate today = spoken.today(now);
    Instant learns = spoken.instant(today, LEARNS);
    if (now.isBefore(learns)) {
      return learns;
    }
    boolean learnt = !now.isBefore(spoken.instant(today, LEARNT));
    return learnt ? spoken.instant(today.plusDays(1), LEARNS) : now.plus(MEANWHILE);
  }

  /** The finest lane that is known. */
  private Optional<Learnt> find(String carrier, String origin, String province) {
    return jdbc
        .sql(
            """
            SELECT parcels, standstill FROM logistics.lane
            WHERE carrier = :carrier AND (origin, province) IN
              ((:origin, :province), ('', :province), ('', ''))
            ORDER BY (origin <> '') DESC, (province <> '') DESC LIMIT 1
            """)
        .param("carrier", carrier)
        .param("origin", origin)
        .param("province", province)
        .query((row, _) -> new Learnt(row.getInt(1), row.getDouble(2)))
        .list()
        .stream()
        .findFirst();
  }
}
