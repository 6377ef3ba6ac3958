package cn.huitouke.order;

import cn.huitouke.customer.CustomerId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Remembers tries, and ends guessing: five wrong ones in an hour lock for a day. */
@Component
class Attempts {

  private static final int MOST_WRONG = 5;
  private static final Duration WITHIN = Duration.ofHours(1);
  private static final Duration LOCK = Duration.ofDays(1);

  private final JdbcClient jdbc;

  Attempts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** One try at a time for a customer and for an order, so that nobody is quicker than the count. */
  void alone(CustomerId customer, String order) {
    take(customerKey(customer));
    take(orderKey(order));
  }

  private void take(String key) {
    jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(?, 7))")
        .param("binding " + key)
        .query((_, _) -> true)
        .single();
  }

  /** What this very event was answered. */
  Optional<Outcome> answered(String event, String order) {
    return jdbc.sql(
            "SELECT outcome, along FROM orders.attempt WHERE event = ? AND order_number = ?")
        .params(event, order)
        .query(
            (row, _) ->
                switch (row.getString(1)) {
                  case "BOUND" -> (Outcome) new Outcome.Bound(row.getInt(2));
                  case "TAKEN" -> new Outcome.Taken();
                  case "LOCKED" -> new Outcome.Locked();
                  default -> new Outcome.Wrong();
                })
        .optional();
  }

  void record(String event, String order, CustomerId customer, Outcome outcome, Instant now) {
    String word =
        switch (outcome) {
          case Outcome.Bound _ -> "BOUND";
          case Outcome.Wrong _ -> "WRONG";
          case Outcome.Taken _ -> "TAKEN";
          case Outcome.Locked _ -> "LOCKED";
        };
    int along = outcome instanceof Outcome.Bound bound ? bound.along() : 0;
    jdbc.sql(
            "INSERT INTO orders.attempt (event, order_number, customer, at, outcome, along)"
                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .params(event, order, customer.value(), Timestamp.from(now), word, along)
        .update();
  }

  boolean locked(CustomerId customer, String order, Instant now) {
    return jdbc.sql("SELECT count(*) FROM orders.lockout WHERE subject IN (?, ?) AND until > ?")
            .params(customerKey(customer), orderKey(order), Timestamp.from(now))
            .query(Long.class)
            .single()
        > 0;
  }

  /** Locks what was tried too often; true when it did. */
  boolean lockIfTooMany(CustomerId customer, String order, Instant now) {
    Timestamp since = Timestamp.from(now.minus(WITHIN));
    boolean customerToo =
        wrong("customer = ?", customer.value(), since) >= MOST_WRONG
            && lock(customerKey(customer), now);
    boolean orderToo =
        wrong("order_number = ?", order, since) >= MOST_WRONG && lock(orderKey(order), now);
    return customerToo || orderToo;
  }

  private long wrong(String whose, Object value, Timestamp since) {
    return jdbc.sql(
            "SELECT count(*) FROM orders.attempt WHERE outcome = 'WRONG' AND at > ? AND " + whose)
        .params(since, value)
        .query(Long.class)
        .single();
  }

  private boolean lock(String subject, Instant now) {
    return jdbc.sql(
                "INSERT INTO orders.lockout AS l (subject, until) VALUES (?, ?)"
                    + " ON CONFLICT (subject) DO UPDATE SET until = excluded.until")
            .params(subject, Timestamp.from(now.plus(LOCK)))
            .update()
        > 0;
  }

  private static String customerKey(CustomerId customer) {
    return "customer:" + customer.value();
  }

  private static String orderKey(String order) {
    return "order:" + order;
  }
}
