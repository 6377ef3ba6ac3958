package cn.huitouke.customer;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Peer;
import java.sql.ResultSet;
import java.sql.SQLException;
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
  private final Merging merging;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;

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
    this.merging = new Merging(jdbc, customers, transaction, events, clock);
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
    return merging.merge(from, into, operator);
  }

  @Override
  public boolean undo(long merge) {
    return merging.undo(merge);
  }

  @Override
  public List<Merge> merges(CustomerId into) {
    return merging.merges(into);
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
