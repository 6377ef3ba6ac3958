package cn.huitouke.care;

import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What the shop's people changed about its plans. */
@Service
class Adjustments implements CareDesk {

  /** So many orders are planned anew while somebody waits; more are left to the next round. */
  private static final int AT_ONCE = 2_000;

  private static final int MOST_HELD_OUT = 50;
  private static final long DAY = Duration.ofDays(1).toSeconds();
  private static final int SENDINGS = 3;

  private final Plans plans;
  private final PlanRound planning;
  private final CalendarRound calendar;
  private final CareWords words;
  private final CareSettings settings;
  private final DayTime day;
  private final JdbcClient jdbc;
  private final InstantSource clock;

  Adjustments(
      Plans plans,
      PlanRound planning,
      CalendarRound calendar,
      CareWords words,
      CareSettings settings,
      JdbcClient jdbc,
      InstantSource clock) {
    this.plans = plans;
    this.planning = planning;
    this.calendar = calendar;
    this.words = words;
    this.settings = settings;
    this.day = new DayTime(settings);
    this.jdbc = jdbc;
    this.clock = clock;
    plans.heed(this::all);
  }

  private Map<String, Adjustment> all() {
    Map<String, Adjustment> all = new HashMap<>();
    jdbc.sql("SELECT * FROM care.adjustment")
        .query(
            (row, _) ->
                all.put(
                    row.getString("plan"),
                    new Adjustment(
                        Standing.valueOf(row.getString("standing")),
                        Duration.ofSeconds(row.getLong("delay")),
                        Optional.ofNullable(row.getObject("at", LocalTime.class)),
                        row.getInt("hold_out"))))
        .list();
    return all;
  }

  @Override
  public boolean adjust(String plan, Adjustment by, String operator) {
    if (plans.shipped(plan).filter(it -> isPossible(it, by)).isEmpty()) {
      return false;
    }
    plans.changed();
    boolean sameTime =
        plans.all().stream()
            .filter(it -> it.id().equals(plan))
            .allMatch(it -> it.after().equals(by.after()) && it.at().equals(by.at()));
    jdbc.sql(
            """
            INSERT INTO care.adjustment (plan, standing, delay, at, hold_out, operator, changed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (plan) DO UPDATE SET standing = excluded.standing, delay = excluded.delay,
              at = excluded.at, hold_out = excluded.hold_out, operator = excluded.operator,
              changed_at = excluded.changed_at
            """)
        .params(
            plan,
            by.standing().name(),
            by.after().toSeconds(),
            time(by.at()),
            by.holdOut(),
            operator,
            Timestamp.from(clock.instant()))
        .update();
    planAgain(plan, sameTime);
    return true;
  }

  private boolean isPossible(Plan plan, Adjustment by) {
    return isPossible(plan, by.after())
        && by.holdOut() >= 0
        && by.holdOut() <= MOST_HELD_OUT
        && by.at()
            .filter(at -> at.isBefore(settings.opens()) || at.isAfter(settings.closes()))
            .isEmpty();
  }

  private static boolean isPossible(Plan plan, Duration after) {
    if (plan.on() != Occasion.CALENDAR) {
      return !after.isNegative() && after.compareTo(LONGEST) <= 0;
    }
    boolean untouched = after.equals(plan.after());
    return untouched || after.toSeconds() % DAY == 0 && after.abs().compareTo(FARTHEST) <= 0;
  }

  private static @Nullable Time time(Optional<LocalTime> at) {
    return at.map(Time::valueOf).orElse(null);
  }

  @Override
  public boolean reset(String plan) {
    boolean was = jdbc.sql("DELETE FROM care.adjustment WHERE plan = ?").param(plan).update() > 0;
    if (was) {
      planAgain(plan, false);
    }
    return was;
  }

  private void planAgain(String plan, boolean sameTime) {
    plans.changed();
    boolean few =
        jdbc.sql("SELECT count(*) FROM (SELECT 1 FROM care.purchase LIMIT ?) AS few")
                .param(AT_ONCE)
                .query(Integer.class)
                .single()
            < AT_ONCE;
    if (few) {
      planning.run(clock.instant());
    }
    if (!sameTime && plans.shipped(plan).filter(it -> it.on() == Occasion.CALENDAR).isPresent()) {
      calendar.again(plan, few, clock.instant());
    }
  }

  @Override
  public Optional<Changed> changed(String plan) {
    return jdbc.sql("SELECT operator, changed_at FROM care.adjustment WHERE plan = ?")
        .param(plan)
        .query((row, _) -> new Changed(row.getString(1), row.getTimestamp(2).toInstant()))
        .optional();
  }

  @Override
  public List<Sending> sendings(String plan, Duration after, Optional<LocalTime> at) {
    Optional<Plan> found = plans.shipped(plan).filter(it -> isPossible(it, after));
    LocalDate today = day.day(clock.instant());
    return found.flatMap(Plan::day).stream()
        .flatMap(
            it ->
                IntStream.rangeClosed(today.getYear() - 1, today.getYear() + SENDINGS)
                    .mapToObj(year -> it.in(year, settings.founded()))
                    .flatMap(Optional::stream))
        .map(occasion -> new Sending(occasion, day.on(occasion, at).plus(after)))
        .filter(sending -> sending.at().isAfter(clock.instant()))
        .limit(SENDINGS)
        .toList();
  }

  @Override
  public Optional<Preview> preview(String plan, String sample) {
    return plans.shipped(plan).map(one -> words.preview(one, thing(one, sample)));
  }

  /** What customers bought who have this plan before them; else what the plan names, or the sample. */
  private String thing(Plan plan, String sample) {
    return jdbc.sql(
            "SELECT thing FROM care.due WHERE plan = ? AND thing <> ''"
                + " ORDER BY decided_at DESC NULLS LAST LIMIT 1")
        .param(plan.id())
        .query(String.class)
        .optional()
        .orElseGet(() -> plan.when().products().any().stream().findFirst().orElse(sample));
  }
}
