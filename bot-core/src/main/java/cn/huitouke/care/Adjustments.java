package cn.huitouke.care;

import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What the shop's people changed about its plans. */
@Service
class Adjustments implements CareDesk {

  /** So many orders are planned anew while somebody waits; more are left to the next round. */
  private static final int AT_ONCE = 2_000;

  private static final int MOST_HELD_OUT = 50;
  private static final String THING = "手工柴烧茶壶";

  private final Plans plans;
  private final PlanRound planning;
  private final CareWords words;
  private final CareSettings settings;
  private final JdbcClient jdbc;
  private final InstantSource clock;

  Adjustments(
      Plans plans,
      PlanRound planning,
      CareWords words,
      CareSettings settings,
      JdbcClient jdbc,
      InstantSource clock) {
    this.plans = plans;
    this.planning = planning;
    this.words = words;
    this.settings = settings;
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
    if (plans.shipped(plan).isEmpty() || !isPossible(by)) {
      return false;
    }
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
    planAgain();
    return true;
  }

  private boolean isPossible(Adjustment by) {
    return !by.after().isNegative()
        && by.after().compareTo(LONGEST) <= 0
        && by.holdOut() >= 0
        && by.holdOut() <= MOST_HELD_OUT
        && by.at()
            .filter(at -> at.isBefore(settings.opens()) || at.isAfter(settings.closes()))
            .isEmpty();
  }

  private static @Nullable Time time(Optional<LocalTime> at) {
    return at.map(Time::valueOf).orElse(null);
  }

  @Override
  public boolean reset(String plan) {
    boolean was = jdbc.sql("DELETE FROM care.adjustment WHERE plan = ?").param(plan).update() > 0;
    if (was) {
      planAgain();
    }
    return was;
  }

  private void planAgain() {
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
  }

  @Override
  public Optional<Changed> changed(String plan) {
    return jdbc.sql("SELECT operator, changed_at FROM care.adjustment WHERE plan = ?")
        .param(plan)
        .query((row, _) -> new Changed(row.getString(1), row.getTimestamp(2).toInstant()))
        .optional();
  }

  @Override
  public Optional<Preview> preview(String plan) {
    return plans.shipped(plan).map(one -> words.preview(one, thing(one)));
  }

  /** What customers bought who have this plan before them; else something made up that fits. */
  private String thing(Plan plan) {
    return jdbc.sql(
            "SELECT thing FROM care.due WHERE plan = ? AND thing <> ''"
                + " ORDER BY decided_at DESC NULLS LAST LIMIT 1")
        .param(plan.id())
        .query(String.class)
        .optional()
        .orElseGet(() -> plan.when().products().any().stream().findFirst().orElse(THING));
  }
}
