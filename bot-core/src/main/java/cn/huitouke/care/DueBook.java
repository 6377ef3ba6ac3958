package cn.huitouke.care;

import cn.huitouke.customer.CustomerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Every message that is, was or will not be due. */
@Component
class DueBook {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What was decided stays decided; what was not moves with what is known. */
  private static final String PLAN =
      """
      INSERT INTO care.due AS d (plan, subject, customer, order_number, thing, guessed, due_at,
        worth_until)
      SELECT * FROM jsonb_to_recordset(:rows::jsonb) AS r (plan text, subject text,
        customer bigint, order_number text, thing text, guessed boolean, due_at timestamptz,
        worth_until timestamptz)
      ON CONFLICT (plan, subject) DO UPDATE SET customer = excluded.customer,
        thing = excluded.thing, guessed = excluded.guessed, due_at = excluded.due_at,
        worth_until = excluded.worth_until
      WHERE d.state = 'PLANNED'
      """;

  private static final String RIPE =
      """
      SELECT d.*, coalesce(p.off, '') AS off,
        p.number IS NOT NULL AND EXISTS (SELECT 1 FROM care.purchase n
          WHERE n.customer = d.customer AND n.off = '' AND n.paid_at > p.paid_at) AS newer,
        EXISTS (SELECT 1 FROM care.note n
          WHERE n.customer = d.customer AND n.order_number = d.order_number) AS replied,
        EXISTS (SELECT 1 FROM care.trouble t
          WHERE t.customer = d.customer AND t.closed_at IS NULL) AS troubled
      FROM care.due d LEFT JOIN care.purchase p ON p.number = d.order_number
      WHERE d.state = 'PLANNED' AND d.due_at <= :soon AND d.customer = ANY(:customers)
        AND (d.plan <> ALL(:paused) OR d.worth_until <= :now)
      ORDER BY d.customer, d.due_at, d.plan, d.subject
      """;

  /** A message that is due now, with what speaks against it. */
  record Ripe(Due due, String off, boolean newer, boolean replied, boolean troubled) {

    /** As if it were due at another time. */
    Ripe movedTo(Instant at) {
      return new Ripe(due.movedTo(at), off, newer, replied, troubled);
    }
  }

  /** What became of one. */
  record Decision(Due due, DueState state, String rule, String about) {}

  /** The latest message that a customer was sent. */
  record Posted(Due due, Instant at) {}

  private final JdbcClient jdbc;

  DueBook(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void plan(List<Due> dues) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Due due : dues) {
      Map<String, @Nullable Object> row = new HashMap<>();
      row.put("plan", due.plan());
      row.put("subject", due.subject());
      row.put("customer", due.customer().value());
      row.put("order_number", due.order().orElse(null));
      row.put("thing", due.thing());
      row.put("guessed", due.guessed());
      row.put("due_at", due.dueAt().toString());
      row.put("worth_until", due.worthUntil().toString());
      rows.add(row);
    }
    if (!rows.isEmpty()) {
      jdbc.sql(PLAN).param("rows", JSON.writeValueAsString(rows)).update();
    }
  }

  /**
   * Some of the customers for whom something is due, who have waited longest first.
   *
   * @param paused plans whose messages wait, until they are not worth sending any more
   */
  List<Long> customersDue(Instant now, Collection<String> paused, int most) {
    return jdbc
        .sql(
            "SELECT customer FROM care.due WHERE state = 'PLANNED' AND due_at <= :now"
                + " AND (plan <> ALL(:paused) OR worth_until <= :now)"
                + " ORDER BY due_at LIMIT :most")
        .param("now", Timestamp.from(now))
        .param("paused", paused.toArray(String[]::new))
        .param("most", most)
        .query(Long.class)
        .list()
        .stream()
        .distinct()
        .toList();
  }

  /** What is due for these customers by then. */
  Map<CustomerId, List<Ripe>> ripe(
      List<Long> customers, Collection<String> paused, Instant now, Instant soon) {
    Map<CustomerId, List<Ripe>> ripe = new HashMap<>();
    jdbc.sql(RIPE)
        .param("now", Timestamp.from(now))
        .param("soon", Timestamp.from(soon))
        .param("paused", paused.toArray(String[]::new))
        .param("customers", customers.toArray(Long[]::new))
        .query(
            (ResultSet row) -> {
              Due due = due(row);
              ripe.computeIfAbsent(due.customer(), _ -> new ArrayList<>())
                  .add(
                      new Ripe(
                          due,
                          row.getString("off"),
                          row.getBoolean("newer"),
                          row.getBoolean("replied"),
                          row.getBoolean("troubled")));
            });
    return ripe;
  }

  /** What a customer is to be told next, if anything within two months. */
  Optional<Due> next(CustomerId customer, Instant now) {
    return jdbc.sql(
            "SELECT * FROM care.due WHERE customer = ? AND state = 'PLANNED' AND due_at > ?"
                + " AND due_at < ? ORDER BY due_at, plan, subject LIMIT 1")
        .params(
            customer.value(), Timestamp.from(now), Timestamp.from(now.plus(Duration.ofDays(60))))
        .query((row, _) -> due(row))
        .optional();
  }

  Map<CustomerId, Posted> lastPosted(List<Long> customers) {
    Map<CustomerId, Posted> last = new HashMap<>();
    jdbc.sql(
            """
            SELECT DISTINCT ON (customer) * FROM care.due
            WHERE state = 'POSTED' AND customer = ANY(?) ORDER BY customer, decided_at DESC, due_at, plan, subject
            """)
        .param(customers.toArray(Long[]::new))
        .query(
            (ResultSet row) -> {
              Due due = due(row);
              last.put(due.customer(), new Posted(due, row.getTimestamp("decided_at").toInstant()));
            });
    return last;
  }

  /** How many messages these customers were sent since. */
  Map<CustomerId, Integer> postedSince(List<Long> customers, Instant since) {
    Map<CustomerId, Integer> counts = new HashMap<>();
    jdbc.sql(
            "SELECT customer, count(*) AS n FROM care.due WHERE state = 'POSTED'"
                + " AND customer = ANY(?) AND decided_at > ? GROUP BY customer")
        .params(customers.toArray(Long[]::new), Timestamp.from(since))
        .query(
            (ResultSet row) -> {
              counts.put(new CustomerId(row.getLong("customer")), row.getInt("n"));
            });
    return counts;
  }

  /** Writes decisions down; of what was decided before nothing is changed. */
  void decide(List<Decision> decisions, Map<String, String> questions, Instant now) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Decision one : decisions) {
      Map<String, @Nullable Object> row = new HashMap<>();
      row.put("plan", one.due().plan());
      row.put("subject", one.due().subject());
      row.put("state", one.state().name());
      row.put("rule", one.rule());
      row.put("about", one.about());
      row.put("question", questions.get(one.due().plan()));
      rows.add(row);
    }
    if (!rows.isEmpty()) {
      jdbc.sql(
              """
              UPDATE care.due d SET state = r.state, rule = r.rule, about = r.about,
                decided_at = :now,
                question = CASE WHEN r.state = 'POSTED' THEN r.question END
              FROM jsonb_to_recordset(:rows::jsonb) AS r (plan text, subject text, state text,
                rule text, about text, question text)
              WHERE d.plan = r.plan AND d.subject = r.subject AND d.state = 'PLANNED'
              """)
          .param("rows", JSON.writeValueAsString(rows))
          .param("now", Timestamp.from(now))
          .update();
    }
  }

  void postpone(Due due, Instant until) {
    jdbc.sql("UPDATE care.due SET due_at = ? WHERE plan = ? AND subject = ? AND state = 'PLANNED'")
        .params(Timestamp.from(until), due.plan(), due.subject())
        .update();
  }

  /** A letter that had been posted was taken back. */
  void takenBack(Due due, String rule, String about, Instant now) {
    jdbc.sql(
            "UPDATE care.due SET state = 'CANCELLED', rule = ?, about = ?, decided_at = ?"
                + " WHERE plan = ? AND subject = ? AND state = 'POSTED'")
        .params(rule, about, Timestamp.from(now), due.plan(), due.subject())
        .update();
  }

  /** Posted and still worth sending: such a letter may not have left yet. */
  List<Due> underWay(Collection<String> plans, CustomerId customer, Instant now) {
    return jdbc.sql(
            "SELECT * FROM care.due WHERE state = 'POSTED' AND customer = ? AND plan = ANY(?)"
                + " AND worth_until > ?")
        .params(customer.value(), plans.toArray(String[]::new), Timestamp.from(now))
        .query((row, _) -> due(row))
        .list();
  }

  /** The same for an order, whosever it is. */
  List<Due> underWay(String order, Instant now) {
    return jdbc.sql(
            "SELECT * FROM care.due WHERE state = 'POSTED' AND order_number = ?"
                + " AND worth_until > ?")
        .params(order, Timestamp.from(now))
        .query((row, _) -> due(row))
        .list();
  }

  /** Cancels what is planned of these plans about one order. */
  int cancel(String order, Collection<String> plans, String rule, Instant now) {
    return jdbc.sql(
            "UPDATE care.due SET state = 'CANCELLED', rule = ?, decided_at = ?"
                + " WHERE order_number = ? AND plan = ANY(?) AND state = 'PLANNED'")
        .params(rule, Timestamp.from(now), order, plans.toArray(String[]::new))
        .update();
  }

  /** Cancels what is planned about a customer's orders before their newest. */
  int outdated(Long[] customers, Collection<String> plans, String rule, Instant now) {
    return jdbc.sql(
            """
            UPDATE care.due d SET state = 'CANCELLED', rule = ?, decided_at = ?
            FROM care.purchase p
            WHERE d.customer = ANY(?) AND d.plan = ANY(?) AND d.state = 'PLANNED'
              AND p.number = d.order_number
              AND EXISTS (SELECT 1 FROM care.purchase n WHERE n.customer = d.customer
                          AND n.off = '' AND n.paid_at > p.paid_at)
            """)
        .params(rule, Timestamp.from(now), customers, plans.toArray(String[]::new))
        .update();
  }

  /** Posted, perhaps not left, and about an order that is not the customer's newest any more. */
  List<Due> underWayOutdated(Long[] customers, Collection<String> plans, Instant now) {
    return jdbc.sql(
            """
            SELECT d.* FROM care.due d JOIN care.purchase p ON p.number = d.order_number
            WHERE d.customer = ANY(?) AND d.plan = ANY(?) AND d.state = 'POSTED'
              AND d.worth_until > ?
              AND EXISTS (SELECT 1 FROM care.purchase n WHERE n.customer = d.customer
                          AND n.off = '' AND n.paid_at > p.paid_at)
            """)
        .params(customers, plans.toArray(String[]::new), Timestamp.from(now))
        .query((row, _) -> due(row))
        .list();
  }

  /**
   * Of these orders and plans nothing is planned but what is named: a plan was changed, and what it
   * had planned before is not due any more. What is stale by now is left for the round to say so.
   */
  void unplan(Collection<String> orders, Collection<String> plans, List<Due> but, Instant now) {
    jdbc.sql(
            """
            DELETE FROM care.due d
            WHERE d.order_number = ANY(:orders) AND d.plan = ANY(:plans) AND d.state = 'PLANNED'
              AND d.worth_until > :now
              AND NOT EXISTS (SELECT 1 FROM unnest(:butPlans, :butSubjects) AS b (plan, subject)
                              WHERE b.plan = d.plan AND b.subject = d.subject)
            """)
        .param("orders", orders.toArray(String[]::new))
        .param("plans", plans.toArray(String[]::new))
        .param("now", Timestamp.from(now))
        .param("butPlans", but.stream().map(Due::plan).toArray(String[]::new))
        .param("butSubjects", but.stream().map(Due::subject).toArray(String[]::new))
        .update();
  }

  /** The order went to somebody else: nothing was ever planned for it. */
  void forget(String order) {
    jdbc.sql("DELETE FROM care.due WHERE order_number = ? AND state = 'PLANNED'")
        .param(order)
        .update();
  }

  /** The latest question that a customer was asked since. */
  Optional<Due> asked(CustomerId customer, Instant since) {
    return jdbc.sql(
            "SELECT * FROM care.due WHERE customer = ? AND state = 'POSTED'"
                + " AND question IS NOT NULL AND decided_at > ?"
                + " ORDER BY decided_at DESC, due_at, plan, subject LIMIT 1")
        .params(customer.value(), Timestamp.from(since))
        .query((row, _) -> due(row))
        .optional();
  }

  void heldOut(Due due, int share, Instant now) {
    jdbc.sql(
            "INSERT INTO care.held_out (plan, customer, since, share) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING")
        .params(due.plan(), due.customer().value(), Timestamp.from(now), share)
        .update();
  }

  static Due due(ResultSet row) throws SQLException {
    return new Due(
        row.getString("plan"),
        row.getString("subject"),
        new CustomerId(row.getLong("customer")),
        Optional.ofNullable(row.getString("order_number")),
        row.getString("thing"),
        row.getBoolean("guessed"),
        row.getTimestamp("due_at").toInstant(),
        row.getTimestamp("worth_until").toInstant());
  }
}
