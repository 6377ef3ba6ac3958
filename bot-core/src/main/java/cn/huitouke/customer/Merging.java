package cn.huitouke.customer;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Two customers who turn out to be one person become one, and two again when that was a mistake. */
final class Merging {

  private final JdbcClient jdbc;
  private final Customers customers;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final InstantSource clock;

  Merging(
      JdbcClient jdbc,
      Customers customers,
      TransactionTemplate transaction,
      ApplicationEventPublisher events,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.customers = customers;
    this.transaction = transaction;
    this.events = events;
    this.clock = clock;
  }

  Optional<CustomerBook.Merge> merge(CustomerId from, CustomerId into, String operator) {
    return Optional.ofNullable(
        transaction.execute(_ -> from.equals(into) ? null : mergeNow(from, into, operator)));
  }

  private CustomerBook.@Nullable Merge mergeNow(CustomerId from, CustomerId into, String operator) {
    int here =
        jdbc.sql(
                "SELECT id FROM customer.customer WHERE id IN (?, ?) AND merged_into IS NULL"
                    + " ORDER BY id FOR UPDATE")
            .params(from.value(), into.value())
            .query(Long.class)
            .list()
            .size();
    if (here != 2) {
      return null;
    }
    Instant now = clock.instant();
    jdbc.sql(
            "UPDATE customer.customer SET merged_into = :into WHERE id = :from OR merged_into ="
                + " :from")
        .param("into", into.value())
        .param("from", from.value())
        .update();
    long id =
        jdbc.sql(
                """
                WITH gone AS (UPDATE customer.identity SET customer = :into WHERE customer = :from
                              RETURNING channel, address)
                INSERT INTO customer.merge (from_customer, into_customer, channels, addresses, at, operator)
                SELECT :from, :into, coalesce(array_agg(channel), '{}'), coalesce(array_agg(address), '{}'),
                       :now, :operator FROM gone
                RETURNING id
                """)
            .param("into", into.value())
            .param("from", from.value())
            .param("now", Timestamp.from(now))
            .param("operator", operator)
            .query(Long.class)
            .single();
    keepToBoth(id, from, into, now);
    events.publishEvent(new CustomersMerged(id, from, into, false));
    return new CustomerBook.Merge(id, from, into, now, operator);
  }

  /** Whatever either of them did not want, the one person does not want. */
  private void keepToBoth(long merge, CustomerId from, CustomerId into, Instant now) {
    Wishes one = customers.wishes(into);
    Wishes other = customers.wishes(from);
    Wishes both =
        new Wishes(
            one.arrivalOnly() || other.arrivalOnly(),
            one.care() && other.care(),
            one.community() && other.community(),
            one.marketing() && other.marketing(),
            one.quiet().or(other::quiet));
    if (!both.equals(one)) {
      customers.wish(into, both, "merge:" + merge, now);
    }
  }

  /** What was wished because of a merge goes with it, unless they have said something since. */
  private void keepToOne(CustomersMerged undone) {
    List<Customers.Wished> history = customers.wishHistory(undone.into());
    if (!history.isEmpty() && history.getFirst().source().equals("merge:" + undone.merge())) {
      Wishes before = history.size() > 1 ? history.get(1).wishes() : Wishes.NONE;
      customers.wish(undone.into(), before, "unmerge:" + undone.merge(), clock.instant());
    }
  }

  boolean undo(long merge) {
    return Boolean.TRUE.equals(transaction.execute(_ -> undoNow(merge)));
  }

  private boolean undoNow(long merge) {
    Optional<CustomersMerged> made =
        jdbc.sql(
                """
                UPDATE customer.merge SET undone_at = ? WHERE id = ? AND undone_at IS NULL
                RETURNING from_customer, into_customer
                """)
            .params(Timestamp.from(clock.instant()), merge)
            .query(
                (row, _) ->
                    new CustomersMerged(
                        merge,
                        new CustomerId(row.getLong(1)),
                        new CustomerId(row.getLong(2)),
                        true))
            .optional();
    if (made.isEmpty()) {
      return false;
    }
    jdbc.sql("UPDATE customer.customer SET merged_into = NULL WHERE id = ?")
        .param(made.get().from().value())
        .update();
    jdbc.sql(
            """
            UPDATE customer.identity i SET customer = m.from_customer
            FROM customer.merge m, unnest(m.channels, m.addresses) AS gone (channel, address)
            WHERE m.id = ? AND i.channel = gone.channel AND i.address = gone.address
            """)
        .param(merge)
        .update();
    keepToOne(made.get());
    events.publishEvent(made.get());
    return true;
  }

  List<CustomerBook.Merge> merges(CustomerId into) {
    return jdbc.sql(
            "SELECT * FROM customer.merge WHERE into_customer = ? AND undone_at IS NULL ORDER BY id"
                + " DESC")
        .param(into.value())
        .query(
            (row, _) ->
                new CustomerBook.Merge(
                    row.getLong("id"),
                    new CustomerId(row.getLong("from_customer")),
                    into,
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getString("operator")))
        .list();
  }
}
