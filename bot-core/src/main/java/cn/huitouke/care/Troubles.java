package cn.huitouke.care;

import cn.huitouke.channel.OutboundId;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Brakes;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.desk.Briefing;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Fact;
import cn.huitouke.desk.TaskDone;
import cn.huitouke.wording.Wording;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/**
 * Customers who are not content. From the first word until a person has made it good nothing unasked
 * is sent to them, and somebody has a task with a time on it.
 */
@Component("careTroubles") // logistics has troubles of its own
class Troubles {

  static final String KIND = "care-case";

  private final Desk desk;
  private final Brakes brakes;
  private final Outbox outbox;
  private final DueBook dues;
  private final Plans plans;
  private final Wording wording;
  private final CareSettings settings;
  private final DayTime day;
  private final JdbcClient jdbc;
  private final InstantSource clock;

  Troubles(
      Desk desk,
      Brakes brakes,
      Outbox outbox,
      DueBook dues,
      Plans plans,
      Wording wording,
      CareSettings settings,
      JdbcClient jdbc,
      InstantSource clock) {
    this.desk = desk;
    this.brakes = brakes;
    this.outbox = outbox;
    this.dues = dues;
    this.plans = plans;
    this.wording = wording;
    this.settings = settings;
    this.day = new DayTime(settings);
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** What is the matter. {@code words}: what the customer said, for the operator. */
  record Matter(Brakes.Kind kind, Optional<String> order, String thing, String words) {}

  /**
   * Opens a case, or adds to the one that is open.
   *
   * @return whether it is a new one
   */
  boolean open(CustomerId customer, Matter matter, Instant now) {
    String task = KIND + ":" + customer;
    brakes.pull(customer, task, matter.kind(), now);
    boolean fresh =
        jdbc.sql(
                    """
                    INSERT INTO care.trouble (task, customer, order_number, opened_at, promised_at)
                    VALUES (?, ?, ?, ?, ?) ON CONFLICT (task) WHERE closed_at IS NULL DO NOTHING
                    """)
                .params(
                    task,
                    customer.value(),
                    matter.order().orElse(null),
                    Timestamp.from(now),
                    Timestamp.from(now.plus(settings.caseAnswersWithin())))
                .update()
            > 0;
    Map<String, Object> values =
        Map.of(
            "thing", matter.thing(),
            "words", matter.words(),
            "order", matter.order().orElse(""),
            "hours", settings.caseAnswersWithin().toHours());
    desk.open(
        task,
        KIND,
        Optional.of(customer),
        new Briefing(
            wording.say("care/desk-case", values),
            wording.say("care/desk-case-detail", values),
            Map.of(
                Fact.WHY, matter.words().isEmpty() ? "picture" : "",
                Fact.THING, matter.thing(),
                Fact.SAID, matter.words(),
                Fact.ORDERS, matter.order().orElse(""),
                Fact.ANSWER_WITHIN, settings.caseAnswersWithin().toString())));
    takeBack(customer, now);
    return fresh;
  }

  /** What is on its way and a complaint cancels does not leave any more. */
  private void takeBack(CustomerId customer, Instant now) {
    List<String> ended =
        plans.active().stream()
            .filter(plan -> plan.cancelledBy().contains(Cause.COMPLAINT))
            .map(Plan::id)
            .toList();
    for (Due due : dues.underWay(ended, customer, now)) {
      String rule = Cause.COMPLAINT.rule();
      if (outbox.withdraw(List.of(new OutboundId(due.letter())), rule, "") > 0) {
        dues.takenBack(due, rule, "", now);
      }
    }
  }

  boolean isOpen(CustomerId customer) {
    return jdbc.sql(
            "SELECT EXISTS (SELECT 1 FROM care.trouble WHERE customer = ? AND closed_at IS NULL)")
        .param(customer.value())
        .query(Boolean.class)
        .single();
  }

  /** An operator has dealt with it: the customer is cared for again. */
  @ApplicationModuleListener
  void on(TaskDone done) {
    if (!done.kind().equals(KIND)) {
      return;
    }
    Instant now = clock.instant();
    record Closed(long id, CustomerId customer, Optional<String> order) {}
    jdbc.sql(
            """
            UPDATE care.trouble SET closed_at = ?, outcome = ?, operator = ?
            WHERE task = ? AND closed_at IS NULL RETURNING id, customer, order_number
            """)
        .params(Timestamp.from(now), done.outcome(), done.operator(), done.key())
        .query(
            (row, _) ->
                new Closed(
                    row.getLong("id"),
                    new CustomerId(row.getLong("customer")),
                    Optional.ofNullable(row.getString("order_number"))))
        .optional()
        .ifPresent(closed -> asksLater(closed.id(), closed.customer(), closed.order(), now));
    customerOf(done.key()).ifPresent(customer -> brakes.release(customer, done.key(), now));
  }

  private void asksLater(long id, CustomerId customer, Optional<String> order, Instant now) {
    dues.plan(
        plans.active().stream()
            .filter(plan -> plan.on() == Occasion.CASE_CLOSED)
            .map(
                plan -> {
                  Instant at = day.from(now.plus(plan.after()), plan.at());
                  return new Due(
                      plan.id(), "t" + id, customer, order, "", false, at, at.plus(plan.worth()));
                })
            .toList());
  }

  private static Optional<CustomerId> customerOf(String key) {
    String number = key.substring(KIND.length() + 1).replaceFirst("^c", "");
    return number.matches("\\d{1,18}")
        ? Optional.of(new CustomerId(Long.parseLong(number)))
        : Optional.empty();
  }

  /** Cases whose time has come without an answer; each is given out once. */
  List<CustomerId> overdue(Instant now, int most) {
    return jdbc
        .sql(
            """
            UPDATE care.trouble SET promised_at = NULL WHERE id IN
              (SELECT id FROM care.trouble WHERE closed_at IS NULL AND promised_at < ?
               ORDER BY promised_at LIMIT ?)
            RETURNING customer
            """)
        .params(Timestamp.from(now), most)
        .query(Long.class)
        .list()
        .stream()
        .map(CustomerId::new)
        .toList();
  }
}
