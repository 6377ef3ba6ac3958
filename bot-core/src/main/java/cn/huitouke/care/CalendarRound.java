package cn.huitouke.care;

import cn.huitouke.schedule.Sweep;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plans what the calendar brings, for all customers: festivals, anniversaries, birthdays, and what is
 * new in the shop. A walk of a thousand customers at a time, which goes on where it was cut short.
 */
@Component
class CalendarRound implements Sweep {

  private static final Logger LOG = LoggerFactory.getLogger(CalendarRound.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int CHUNK = 1000;

  private static final String SOME =
      """
      WITH few AS (SELECT id, orders, last_paid FROM care.customer
                    WHERE id > :after ORDER BY id LIMIT :most),
      planned AS (
        INSERT INTO care.due (plan, subject, customer, thing, due_at, worth_until)
        SELECT :plan, :subject || ':c' || few.id, few.id, :thing, :due, :worth
        FROM few WHERE %s
        ON CONFLICT DO NOTHING)
      SELECT max(id) FROM few HAVING count(*) > 0
      """;

  private static final String HAVE_BOUGHT =
      "orders BETWEEN :least AND :most_orders AND last_paid > :since";

  /** Whose things go with it, and who has not bought it already. */
  private static final String HAVE_WHAT_IT_GOES_WITH =
      """
      orders BETWEEN :least AND :most_orders
      AND EXISTS (SELECT 1 FROM care.purchase p, jsonb_array_elements(p.lines) AS l
        WHERE p.customer = few.id AND p.off = '' AND p.paid_at > :since
          AND EXISTS (SELECT 1 FROM jsonb_array_elements_text(:any::jsonb) AS w
                      WHERE strpos(lower(concat_ws(' ', l ->> 'title', l ->> 'sku', l ->> 'code')),
                                   w) > 0)
          AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements_text(:none::jsonb) AS w
                      WHERE strpos(lower(concat_ws(' ', l ->> 'title', l ->> 'sku', l ->> 'code')),
                                   w) > 0))
      AND NOT EXISTS (SELECT 1 FROM care.purchase p, jsonb_array_elements(p.lines) AS l
        WHERE p.customer = few.id AND strpos(lower(l ->> 'title'), lower(:thing)) > 0)
      """;

  private final Plans plans;
  private final Progress progress;
  private final CareSettings settings;
  private final DayTime day;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  CalendarRound(
      Plans plans,
      Progress progress,
      CareSettings settings,
      JdbcClient jdbc,
      PlatformTransactionManager transactions) {
    this.plans = plans;
    this.progress = progress;
    this.settings = settings;
    this.day = new DayTime(settings);
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
  }

  @Override
  public String name() {
    return "care-calendar";
  }

  @Override
  public String cron() {
    return "0 10 6,12 * * ?";
  }

  @Override
  public void run(Instant now) {
    plans.refresh();
    LocalDate today = day.day(now);
    for (Plan plan : plans.active()) {
      switch (plan.on()) {
        case CALENDAR -> {
          if (plan.day().filter(CalendarDay.Birthday.class::isInstance).isPresent()) {
            birthdays(plan, today, now);
          } else {
            festival(plan, today, now);
          }
        }
        case NEW_PRODUCT -> plan.launches().forEach(launch -> launch(plan, launch, today, now));
        case PAID, SHIPPED, DELIVERED, FOLLOWED, QUIET, PRODUCT_LIFE, CASE_CLOSED -> {
          // planned when it happens
        }
      }
    }
  }

  /** The day because of which something is sent today: planned no earlier, so that a change still counts. */
  private static LocalDate occasion(Plan plan, LocalDate today) {
    return today.minusDays(Math.floorDiv(plan.after().toHours(), 24));
  }

  private void festival(Plan plan, LocalDate today, Instant now) {
    LocalDate occasion = occasion(plan, today);
    Optional<LocalDate> date =
        plan.day().flatMap(it -> it.in(occasion.getYear(), settings.founded()));
    if (date.filter(occasion::equals).isEmpty()
        || Festivals.isMourning(occasion)
        || Festivals.isMourning(today)) {
      return;
    }
    Instant due = day.on(occasion, plan.at()).plus(plan.after());
    walk(plan, String.valueOf(occasion.getYear()), "", due, now, HAVE_BOUGHT, Words.EVERY);
  }

  /**
   * Its days or hours were changed: what is planned is planned anew, what was said is not said again. A walk
   * over very many customers goes on when this has returned.
   */
  void again(String plan, boolean few, Instant now) {
    forget(plan);
    if (few) {
      run(now);
    } else {
      Thread.ofVirtual().name(name()).start(() -> soon(now));
    }
  }

  private void soon(Instant now) {
    try {
      run(now);
    } catch (RuntimeException e) {
      LOG.warn("What the calendar brings is planned at the next round: this one broke off", e);
    }
  }

  private void forget(String plan) {
    transaction.executeWithoutResult(
        _ -> {
          jdbc.sql("DELETE FROM care.due WHERE plan = ? AND state = 'PLANNED'")
              .param(plan)
              .update();
          jdbc.sql("DELETE FROM care.progress WHERE starts_with(walk, ?)")
              .param(plan + ":")
              .update();
        });
  }

  /** Told once, in the days after it came. */
  private void launch(Plan plan, Plan.Launch launch, LocalDate today, Instant now) {
    LocalDate last = launch.since().plusDays(plan.worth().toDays());
    if (today.isBefore(launch.since()) || today.isAfter(last)) {
      return;
    }
    Instant due = day.on(launch.since(), plan.at()).plus(plan.after());
    walk(plan, launch.id(), launch.product(), due, now, HAVE_WHAT_IT_GOES_WITH, launch.goesWith());
  }

  private void walk(
      Plan plan, String subject, String thing, Instant due, Instant now, String who, Words with) {
    Instant worth = due.plus(plan.worth());
    String walk = plan.id() + ":" + subject;
    long after = worth.isAfter(now) ? progress.upto(walk) : -1;
    while (after >= 0) {
      long from = after;
      Long reached =
          transaction.execute(
              _ -> {
                Optional<Long> last = some(plan, subject, thing, due, worth, who, with, from, now);
                progress.reached(walk, last.orElse(from), last.isEmpty());
                return last.orElse(-1L);
              });
      after = reached == null ? -1 : reached;
    }
  }

  private Optional<Long> some(
      Plan plan,
      String subject,
      String thing,
      Instant due,
      Instant worth,
      String who,
      Words with,
      long after,
      Instant now) {
    return jdbc.sql(SOME.formatted(who))
        .params(
            Map.of(
                "plan", plan.id(),
                "subject", subject,
                "thing", thing,
                "due", Timestamp.from(due),
                "worth", Timestamp.from(worth),
                "after", after,
                "most", CHUNK))
        .param("least", Math.max(1, plan.when().minOrders()))
        .param("most_orders", plan.when().maxOrders())
        .param("since", Timestamp.from(now.minus(plan.boughtWithin())))
        .param("any", JSON.writeValueAsString(with.any()))
        .param("none", JSON.writeValueAsString(with.none()))
        .query(Long.class)
        .optional();
  }

  /** Few have theirs today; a 29th of February is kept on the 28th, a 30th on the last day. */
  private void birthdays(Plan plan, LocalDate today, Instant now) {
    if (Festivals.isMourning(today)) {
      return;
    }
    LocalDate theirs = occasion(plan, today);
    Festivals.MonthDay30 moon = Festivals.lunarDayOf(theirs);
    boolean shortFebruary =
        theirs.getMonthValue() == 2 && theirs.getDayOfMonth() == 28 && !theirs.isLeapYear();
    Instant due = day.on(theirs, plan.at()).plus(plan.after());
    Instant worth = due.plus(plan.worth());
    if (!worth.isAfter(now)) {
      return;
    }
    List<Integer> moonDays = moon.last() ? List.of(moon.day(), 30) : List.of(moon.day());
    List<Integer> sunDays = shortFebruary ? List.of(28, 29) : List.of(theirs.getDayOfMonth());
    jdbc.sql(
            """
            INSERT INTO care.due (plan, subject, customer, thing, due_at, worth_until)
            SELECT :plan, :year || ':c' || customer, customer, '', :due, :worth
            FROM care.birthday
            WHERE NOT lunar AND month = :month AND day IN (:days)
               OR lunar AND :not_leap AND month = :moon_month AND day IN (:moon_days)
            ON CONFLICT DO NOTHING
            """)
        .param("plan", plan.id())
        .param("year", String.valueOf(theirs.getYear()))
        .param("due", Timestamp.from(due))
        .param("worth", Timestamp.from(worth))
        .param("month", theirs.getMonthValue())
        .param("days", sunDays)
        .param("not_leap", !moon.leap())
        .param("moon_month", moon.month())
        .param("moon_days", moonDays)
        .update();
  }
}
