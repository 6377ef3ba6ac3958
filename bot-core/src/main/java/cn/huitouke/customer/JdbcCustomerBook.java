package cn.huitouke.customer;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Peer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks customers up, merges and erases them. */
@Service
class JdbcCustomerBook implements CustomerBook {

  /** OFFSET 0: looked up for each customer of the page, never joined with everybody. */
  private static final String PASSES =
      """
      merged_into IS NULL
        AND (CAST(:quiet AS boolean) IS NULL OR :quiet = coalesce((
          SELECT NOT care FROM customer.wish w WHERE w.customer = c.id
          ORDER BY seq DESC LIMIT 1), false))
        AND (:channel = '' AND NOT :reachable AND CAST(:since AS timestamptz) IS NULL OR EXISTS (
          SELECT 1 FROM customer.identity i WHERE i.customer = c.id
            AND (:channel = '' OR i.channel LIKE :channel || '/%')
            AND (NOT :reachable OR i.following)
            AND (CAST(:since AS timestamptz) IS NULL OR i.heard_at >= :since)
          OFFSET 0))
      """;

  private final JdbcClient jdbc;
  private final Customers customers;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final InstantSource clock;

  JdbcCustomerBook(
      JdbcClient jdbc,
      Customers customers,
      PlatformTransactionManager transactions,
      ApplicationEventPublisher events,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.customers = customers;
    this.transaction = new TransactionTemplate(transactions);
    this.events = events;
    this.clock = clock;
  }

  private record Row(long id, Instant since) {}

  private record Known(Customers.Identity identity, Instant heardAt) {}

  @Override
  public List<Card> page(Filter filter, long before, int limit) {
    return cards(
        filtered(
                "SELECT * FROM customer.customer c WHERE id < :before AND "
                    + PASSES
                    + " ORDER BY id DESC LIMIT :limit",
                filter)
            .param("before", before)
            .param("limit", limit)
            .query((row, _) -> row(row))
            .list());
  }

  @Override
  public List<Card> among(Collection<CustomerId> customers, Filter filter) {
    if (customers.isEmpty()) {
      return List.of();
    }
    return cards(
        filtered(
                "SELECT * FROM customer.customer c WHERE id = ANY(:ids) AND "
                    + PASSES
                    + " ORDER BY id DESC",
                filter)
            .param("ids", customers.stream().map(CustomerId::value).toArray(Long[]::new))
            .query((row, _) -> row(row))
            .list());
  }

  /** Advertising is never welcome unless they said so; the community is unless they said no. */
  private static final String IN_CROWD =
      """
      merged_into IS NULL
        AND (NOT :marketing OR coalesce((SELECT marketing FROM customer.wish w WHERE w.customer = c.id
          ORDER BY seq DESC LIMIT 1), false))
        AND (NOT :community OR coalesce((SELECT community FROM customer.wish w WHERE w.customer = c.id
          ORDER BY seq DESC LIMIT 1), true))
        AND (:channel = '' AND NOT :reachable OR EXISTS (
          SELECT 1 FROM customer.identity i WHERE i.customer = c.id
            AND (:channel = '' OR i.channel LIKE :channel || '/%')
            AND (NOT :reachable OR i.following) OFFSET 0))
      """;

  @Override
  public List<CustomerId> numbers(Crowd crowd, long after, int limit) {
    return crowded(
            "SELECT id FROM customer.customer c WHERE id > :after AND "
                + IN_CROWD
                + " ORDER BY id LIMIT :limit",
            crowd)
        .param("after", after)
        .param("limit", limit)
        .query(Long.class)
        .list()
        .stream()
        .map(CustomerId::new)
        .toList();
  }

  @Override
  public List<CustomerId> numbersAmong(Collection<CustomerId> customers, Crowd crowd) {
    return crowded(
            "SELECT id FROM customer.customer c WHERE id IN (SELECT coalesce(merged_into, id)"
                + " FROM customer.customer WHERE id = ANY(:ids)) AND "
                + IN_CROWD
                + " ORDER BY id",
            crowd)
        .param("ids", customers.stream().map(CustomerId::value).toArray(Long[]::new))
        .query(Long.class)
        .list()
        .stream()
        .map(CustomerId::new)
        .toList();
  }

  private JdbcClient.StatementSpec crowded(String sql, Crowd crowd) {
    return jdbc.sql(sql)
        .param("channel", crowd.channel())
        .param("reachable", crowd.reachable())
        .param("marketing", crowd.marketing())
        .param("community", crowd.community());
  }

  @Override
  public Departures departures(Collection<CustomerId> customers, Instant from, Instant until) {
    return jdbc.sql(
            """
            SELECT (SELECT count(DISTINCT w.customer) FROM customer.wish w
                    WHERE w.customer = ANY(:ids) AND w.source LIKE 'said:%'
                      AND w.at >= :from AND w.at < :until
                      AND (NOT w.community OR NOT w.care OR NOT w.marketing AND EXISTS (
                        SELECT 1 FROM customer.wish before WHERE before.customer = w.customer
                          AND before.seq < w.seq AND before.marketing))),
                   (SELECT count(*) FROM (
                      SELECT i.customer FROM customer.identity i WHERE i.customer = ANY(:ids)
                      GROUP BY i.customer HAVING NOT bool_or(i.following)
                        AND max(i.changed_at) >= :from AND max(i.changed_at) < :until) AS gone)
            """)
        .param("ids", customers.stream().map(CustomerId::value).toArray(Long[]::new))
        .param("from", from.atOffset(ZoneOffset.UTC))
        .param("until", until.atOffset(ZoneOffset.UTC))
        .query((row, _) -> new Departures(row.getInt(1), row.getInt(2)))
        .single();
  }

  private JdbcClient.StatementSpec filtered(String sql, Filter filter) {
    return jdbc.sql(sql)
        .param("channel", filter.channel())
        .param("reachable", filter.reachable())
        .param("quiet", filter.quiet().orElse(null), Types.BOOLEAN)
        .param(
            "since",
            filter.heardSince().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null),
            Types.TIMESTAMP_WITH_TIMEZONE);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("id"), row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private List<Card> cards(List<Row> rows) {
    Map<Long, List<Known>> identities = new HashMap<>();
    jdbc.sql("SELECT * FROM customer.identity WHERE customer = ANY(?) ORDER BY heard_at DESC")
        .param(rows.stream().map(Row::id).toArray(Long[]::new))
        .query(
            (ResultSet row) -> {
              identities
                  .computeIfAbsent(row.getLong("customer"), _ -> new java.util.ArrayList<>())
                  .add(known(row));
            });
    Map<CustomerId, Wishes> wishes =
        customers.wishes(rows.stream().map(row -> new CustomerId(row.id())).toList());
    return rows.stream()
        .map(
            row -> {
              List<Known> known = identities.getOrDefault(row.id(), List.of());
              return new Card(
                  new CustomerId(row.id()),
                  row.since(),
                  known.stream()
                      .map(Known::heardAt)
                      .max(Comparator.naturalOrder())
                      .orElse(row.since()),
                  wishes.getOrDefault(new CustomerId(row.id()), Wishes.NONE),
                  known.stream().map(Known::identity).toList());
            })
        .toList();
  }

  private static Known known(ResultSet row) throws SQLException {
    Instant heardAt = row.getObject("heard_at", OffsetDateTime.class).toInstant();
    OffsetDateTime changed = row.getObject("changed_at", OffsetDateTime.class);
    return new Known(
        new Customers.Identity(
            Peer.person(ChannelId.parse(row.getString("channel")), row.getString("address")),
            row.getBoolean("following"),
            changed == null ? heardAt : changed.toInstant()),
        heardAt);
  }

  @Override
  public Optional<CustomerId> present(CustomerId customer) {
    return jdbc.sql("SELECT coalesce(merged_into, id) FROM customer.customer WHERE id = ?")
        .param(customer.value())
        .query(Long.class)
        .optional()
        .map(CustomerId::new);
  }

  @Override
  public List<CustomerId> allNumbers(CustomerId customer) {
    return jdbc
        .sql("SELECT id FROM customer.customer WHERE id = :id OR merged_into = :id ORDER BY id")
        .param("id", customer.value())
        .query(Long.class)
        .list()
        .stream()
        .map(CustomerId::new)
        .toList();
  }

  @Override
  public Optional<Merge> merge(CustomerId from, CustomerId into, String operator) {
    return Optional.ofNullable(
        transaction.execute(_ -> from.equals(into) ? null : mergeNow(from, into, operator)));
  }

  private @Nullable Merge mergeNow(CustomerId from, CustomerId into, String operator) {
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
    return new Merge(id, from, into, now, operator);
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

  @Override
  public boolean undo(long merge) {
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

  @Override
  public List<Merge> merges(CustomerId into) {
    return jdbc.sql(
            "SELECT * FROM customer.merge WHERE into_customer = ? AND undone_at IS NULL ORDER BY id"
                + " DESC")
        .param(into.value())
        .query(
            (row, _) ->
                new Merge(
                    row.getLong("id"),
                    new CustomerId(row.getLong("from_customer")),
                    into,
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getString("operator")))
        .list();
  }

  @Override
  public void erase(CustomerId customer) {
    transaction.executeWithoutResult(
        _ -> {
          // Identities first: what moved in by a merge goes with the one who has it.
          for (CustomerId number : allNumbers(customer).reversed()) {
            events.publishEvent(new CustomerErased(number, peers(number)));
            for (String table : List.of("identity", "wish")) {
              jdbc.sql("DELETE FROM customer." + table + " WHERE customer = ?")
                  .param(number.value())
                  .update();
            }
          }
          jdbc.sql("DELETE FROM customer.customer WHERE id = ?").param(customer.value()).update();
        });
  }

  private List<Peer> peers(CustomerId customer) {
    return jdbc.sql("SELECT channel, address FROM customer.identity WHERE customer = ?")
        .param(customer.value())
        .query((row, _) -> Peer.person(ChannelId.parse(row.getString(1)), row.getString(2)))
        .list();
  }
}
