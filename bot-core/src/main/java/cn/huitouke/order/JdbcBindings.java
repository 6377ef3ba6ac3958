package cn.huitouke.order;

import cn.huitouke.channel.EventId;
import cn.huitouke.customer.CustomerId;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Binds orders to customers, and never on a guess. */
@Service
class JdbcBindings implements Bindings {

  private static final int MOST_ALONG = 10;

  private final JdbcClient jdbc;
  private final OrderStore store;
  private final ClaimCodes codes;
  private final Attempts attempts;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final InstantSource clock;

  JdbcBindings(
      JdbcClient jdbc,
      OrderStore store,
      ClaimCodes codes,
      Attempts attempts,
      PlatformTransactionManager transactions,
      ApplicationEventPublisher events,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.store = store;
    this.codes = codes;
    this.attempts = attempts;
    this.transaction = new TransactionTemplate(transactions);
    this.events = events;
    this.clock = clock;
  }

  /** Whose it is, if somebody's. */
  Optional<CustomerId> owner(String order) {
    return jdbc.sql("SELECT customer FROM orders.orders WHERE number = ? AND customer IS NOT NULL")
        .param(order)
        .query(Long.class)
        .optional()
        .map(CustomerId::new);
  }

  boolean answered(EventId event, String order) {
    return attempts.answered(event.value(), order).isPresent();
  }

  /** Binds the order if the proof fits. The same event gets the same answer again. */
  Outcome prove(String order, CustomerId customer, Proof proof, EventId event) {
    return transaction.execute(
        _ -> {
          attempts.alone(customer, order);
          Optional<Outcome> before = attempts.answered(event.value(), order);
          if (before.isPresent()) {
            return before.get();
          }
          Instant now = clock.instant();
          Outcome outcome =
              attempts.locked(customer, order, now)
                  ? new Outcome.Locked()
                  : compare(order, customer, proof);
          attempts.record(event.value(), order, customer, outcome, now);
          boolean over =
              outcome instanceof Outcome.Wrong && attempts.lockIfTooMany(customer, order, now);
          return over ? new Outcome.Locked() : outcome;
        });
  }

  private Outcome compare(String order, CustomerId customer, Proof proof) {
    Kept kept = store.load(List.of(order)).get(order);
    return kept != null && proof.fits(kept) ? take(order, customer, "proof") : new Outcome.Wrong();
  }

  /** Binds the order of a claim code and uses the code up. Empty when the code is not on record. */
  Optional<Claimed> claim(String code, CustomerId customer) {
    return transaction.execute(
        _ ->
            codes
                .find(code)
                .map(
                    claim -> {
                      attempts.alone(customer, claim.order());
                      Optional<CustomerId> owner = owner(claim.order());
                      boolean theirs = owner.filter(customer::equals).isPresent();
                      boolean free = owner.isEmpty() && codes.use(code, customer.value());
                      Outcome outcome =
                          theirs || free
                              ? take(claim.order(), customer, "card")
                              : new Outcome.Taken();
                      return new Claimed(claim.order(), outcome, theirs);
                    }));
  }

  /**
   * What became of a claim code.
   *
   * @param known it was the customer's already
   */
  record Claimed(String order, Outcome outcome, boolean known) {}

  private Outcome take(String order, CustomerId customer, String how) {
    Optional<CustomerId> owner = owner(order);
    if (owner.isPresent()) {
      return owner.get().equals(customer) ? new Outcome.Bound(0) : new Outcome.Taken();
    }
    give(order, customer, how);
    List<String> along = sameReceiver(order);
    along.forEach(other -> give(other, customer, "along"));
    return new Outcome.Bound(along.size());
  }

  /**
   * New orders of a Taobao account whose orders all are one customer's are theirs, too: the account's
   * name, where the export shows it whole, is unique on that platform. Another receiver is a present.
   * Nobody's where two customers share an account. Call within the import's transaction.
   *
   * @return how many were recognised
   */
  int recognise(Collection<String> news) {
    record Known(String order, CustomerId customer) {}
    List<Known> known =
        jdbc.sql(
                """
                SELECT o.number, min(b.customer) FROM orders.orders o
                JOIN orders.orders b ON b.nick_print = o.nick_print AND b.source = o.source
                WHERE o.number = ANY(?) AND o.customer IS NULL AND o.bound_by IS NULL
                  AND o.source = 'taobao' AND b.customer IS NOT NULL
                  AND (o.phone_print = b.phone_print OR o.phone_print IS NULL
                    OR b.phone_print IS NULL)
                GROUP BY o.number HAVING count(DISTINCT b.customer) = 1
                """)
            .param(news.toArray(String[]::new))
            .query((row, _) -> new Known(row.getString(1), new CustomerId(row.getLong(2))))
            .list();
    known.forEach(one -> give(one.order(), one.customer(), "returning"));
    return known.size();
  }

  private void give(String order, CustomerId customer, String how) {
    jdbc.sql("UPDATE orders.orders SET customer = ?, bound_at = ?, bound_by = ? WHERE number = ?")
        .params(customer.value(), Timestamp.from(clock.instant()), how, order)
        .update();
    events.publishEvent(new OrderBound(order, customer));
  }

  /** Nobody's orders of the same platform with the same whole phone number and the same nick. */
  private List<String> sameReceiver(String order) {
    return jdbc.sql(
            """
            SELECT o.number FROM orders.orders o JOIN orders.orders b ON b.number = ?
            WHERE o.number <> b.number AND o.customer IS NULL AND o.source = b.source
              AND o.phone_print = b.phone_print AND o.nick_print = b.nick_print
            ORDER BY o.created_at DESC NULLS LAST LIMIT ?
            FOR UPDATE OF o
            """)
        .params(order, MOST_ALONG)
        .query(String.class)
        .list();
  }

  @Override
  public boolean bind(String order, CustomerId customer, String operator) {
    return Boolean.TRUE.equals(
        transaction.execute(
            _ -> {
              attempts.alone(customer, order);
              Optional<CustomerId> owner = owner(order);
              if (owner.isPresent() && !owner.get().equals(customer)) {
                events.publishEvent(new OrderUnbound(order, owner.get()));
              }
              boolean known = !store.load(List.of(order)).isEmpty();
              if (known && !owner.filter(customer::equals).isPresent()) {
                give(order, customer, "operator:" + operator);
              }
              return known;
            }));
  }

  @Override
  public boolean unbind(String order, String operator) {
    return Boolean.TRUE.equals(
        transaction.execute(
            _ -> {
              Optional<CustomerId> owner = owner(order);
              owner.ifPresent(
                  customer -> {
                    jdbc.sql(
                            "UPDATE orders.orders SET customer = NULL, bound_at = ?, bound_by = ?"
                                + " WHERE number = ?")
                        .params(Timestamp.from(clock.instant()), "unbound:" + operator, order)
                        .update();
                    events.publishEvent(new OrderUnbound(order, customer));
                  });
              return owner.isPresent();
            }));
  }
}
