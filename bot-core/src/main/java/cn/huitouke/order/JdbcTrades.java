package cn.huitouke.order;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.store.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Sums orders up by customer. */
@Service
class JdbcTrades implements Trades {

  private static final String SUMS =
      """
      SELECT customer, count(*) AS orders,
             sum(coalesce(paid_amount, 0) - coalesce(refund_amount, 0)) AS spent,
             max(coalesce(created_at, imported_at)) AS last
      FROM orders.orders o
      WHERE status NOT IN ('CLOSED', 'WAIT_BUYER_PAY')
      """;

  private static final String PASSES =
      """
      HAVING count(*) >= :orders
        AND sum(coalesce(paid_amount, 0) - coalesce(refund_amount, 0)) >= :spent
        AND (CAST(:since AS timestamptz) IS NULL OR max(coalesce(created_at, imported_at)) >= :since)
        AND (CAST(:until AS timestamptz) IS NULL OR max(coalesce(created_at, imported_at)) < :until)
        AND (:product = '' OR bool_or(titles ILIKE :product OR EXISTS (
          SELECT 1 FROM orders.line l WHERE l.order_number = o.number AND l.title ILIKE :product OFFSET 0)))
        AND (:province = '' OR bool_or(province LIKE :province))
      """;

  private final JdbcClient jdbc;
  private final OrderStore store;
  private final Vault vault;

  JdbcTrades(JdbcClient jdbc, OrderStore store, Vault vault) {
    this.jdbc = jdbc;
    this.store = store;
    this.vault = vault;
  }

  @Override
  public List<Trade> page(Filter filter, long before, int limit) {
    return jdbc.sql(
            SUMS
                + " AND customer < :before GROUP BY customer "
                + PASSES
                + " ORDER BY customer DESC LIMIT :limit")
        .param("before", before)
        .param("orders", filter.orders())
        .param("spent", filter.spent())
        .param("since", time(filter.boughtSince()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("until", time(filter.notSince()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("product", filter.product().isEmpty() ? "" : "%" + literal(filter.product()) + "%")
        .param("province", filter.province().isEmpty() ? "" : literal(filter.province()) + "%")
        .param("limit", limit)
        .query((row, _) -> trade(row))
        .list();
  }

  private static @Nullable OffsetDateTime time(Optional<Instant> at) {
    return at.map(instant -> instant.atOffset(ZoneOffset.UTC)).orElse(null);
  }

  /** What somebody typed is no pattern. */
  private static String literal(String words) {
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  @Override
  public Map<CustomerId, Trade> of(Collection<CustomerId> customers) {
    Map<CustomerId, Trade> trades = new HashMap<>();
    jdbc.sql(SUMS + " AND customer = ANY(?) GROUP BY customer")
        .param(customers.stream().map(CustomerId::value).toArray(Long[]::new))
        .query(
            (ResultSet row) -> {
              Trade trade = trade(row);
              trades.put(trade.customer(), trade);
            });
    return trades;
  }

  @Override
  public Map<CustomerId, Trade> between(
      Collection<CustomerId> customers, Instant from, Instant until) {
    Map<CustomerId, Trade> trades = new HashMap<>();
    jdbc.sql(
            SUMS
                + " AND customer = ANY(?) AND coalesce(created_at, imported_at) >= ?"
                + " AND coalesce(created_at, imported_at) < ? GROUP BY customer")
        .params(
            customers.stream().map(CustomerId::value).toArray(Long[]::new),
            from.atOffset(ZoneOffset.UTC),
            until.atOffset(ZoneOffset.UTC))
        .query(
            (ResultSet row) -> {
              Trade trade = trade(row);
              trades.put(trade.customer(), trade);
            });
    return trades;
  }

  private static Trade trade(ResultSet row) throws SQLException {
    return new Trade(
        new CustomerId(row.getLong("customer")),
        row.getInt("orders"),
        row.getBigDecimal("spent"),
        row.getObject("last", OffsetDateTime.class).toInstant());
  }

  @Override
  public List<CustomerId> search(String words) {
    return jdbc
        .sql(
            """
            SELECT customer FROM orders.orders WHERE number = :words AND customer IS NOT NULL
            UNION SELECT o.customer FROM orders.parcel p JOIN orders.orders o ON o.number = p.order_number
              WHERE p.number = upper(:words) AND o.customer IS NOT NULL
            UNION SELECT customer FROM orders.orders WHERE phone_print = :phone AND customer IS NOT NULL
            UNION SELECT customer FROM orders.orders WHERE nick_print = :nick AND customer IS NOT NULL
            ORDER BY 1 DESC LIMIT 50
            """)
        .param("words", words)
        .param("phone", vault.fingerprint(words, "orders.phone"))
        .param("nick", vault.fingerprint(words, "orders.nick"))
        .query(Long.class)
        .list()
        .stream()
        .map(CustomerId::new)
        .toList();
  }

  @Override
  public List<String> newest(Optional<Instant> before, int limit) {
    return jdbc.sql(
            """
            SELECT number FROM orders.orders
            WHERE CAST(:before AS timestamptz) IS NULL OR created_at < :before
            ORDER BY created_at DESC NULLS LAST LIMIT :limit
            """)
        .param("before", time(before), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("limit", limit)
        .query(String.class)
        .list();
  }

  @Override
  public Map<CustomerId, String> names(Collection<CustomerId> customers) {
    Map<CustomerId, String> names = new HashMap<>();
    jdbc.sql(
            """
            SELECT DISTINCT ON (customer) customer, person FROM orders.orders
            WHERE customer = ANY(?) AND listed ORDER BY customer, created_at DESC NULLS LAST
            """)
        .param(customers.stream().map(CustomerId::value).toArray(Long[]::new))
        .query(
            (ResultSet row) -> {
              Person person = Person.of(vault.open(row.getBytes(2), Person.ABOUT));
              if (person.name() != null) {
                names.put(new CustomerId(row.getLong(1)), person.name());
              }
            });
    return names;
  }

  @Override
  public Optional<Receiver> receiver(String order) {
    return Optional.ofNullable(store.load(List.of(order)).get(order))
        .map(Kept::person)
        .map(
            person ->
                new Receiver(
                    said(person.name()),
                    said(Optional.ofNullable(person.phone()).orElse(person.virtual())),
                    said(person.address())));
  }

  private static String said(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
