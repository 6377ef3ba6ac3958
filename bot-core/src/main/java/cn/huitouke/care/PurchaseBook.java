package cn.huitouke.care;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.order.Order;
import java.math.BigDecimal;
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
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The orders as care keeps them. */
@Component
class PurchaseBook {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<List<Purchase.Line>> LINES = new TypeReference<>() {};

  /** What is known of an arrival stays known; everything else is as the order says now. */
  private static final String KEEP =
      """
      INSERT INTO care.purchase AS p (number, customer, source, amount, province, paid_at,
        shipped_at, finished_at, delivered_at, parcels, off, lines)
      SELECT number, customer, source, amount, province, paid_at, shipped_at, finished_at,
        (SELECT CASE WHEN count(*) >= r.parcels THEN max(at) END FROM care.arrival a
         WHERE a.order_number = r.number),
        parcels, off, lines
      FROM jsonb_to_recordset(:rows::jsonb) AS r (number text, customer bigint, source text,
        amount numeric, province text, paid_at timestamptz, shipped_at timestamptz,
        finished_at timestamptz, parcels int, off text, lines jsonb)
      ON CONFLICT (number) DO UPDATE SET customer = coalesce(excluded.customer, p.customer),
        amount = excluded.amount, paid_at = coalesce(excluded.paid_at, p.paid_at),
        shipped_at = coalesce(excluded.shipped_at, p.shipped_at),
        finished_at = coalesce(excluded.finished_at, p.finished_at),
        delivered_at = excluded.delivered_at, parcels = excluded.parcels,
        off = excluded.off, lines = excluded.lines, to_plan = true
      """;

  private static final String SELECT =
      """
      SELECT p.*,
        (SELECT count(*) FROM care.purchase o
         WHERE o.customer = p.customer AND o.off <> 'closed'
           AND (o.paid_at, o.number) <= (p.paid_at, p.number)) AS nth,
        NOT EXISTS (SELECT 1 FROM care.purchase o
         WHERE o.customer = p.customer AND o.off = '' AND o.paid_at > p.paid_at) AS latest,
        coalesce(c.gap, 0) AS gap
      FROM care.purchase p LEFT JOIN care.customer c ON c.id = p.customer
      """;

  private static final String COUNT =
      """
      INSERT INTO care.customer (id, orders, last_paid, gap)
      SELECT c.id, count(p.number), max(p.paid_at),
        coalesce((SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY g.seconds)
          FROM (SELECT extract(epoch FROM day - lag(day) OVER (ORDER BY day)) AS seconds
                FROM (SELECT DISTINCT date_trunc('day', paid_at) AS day FROM care.purchase d
                      WHERE d.customer = c.id AND d.off <> 'closed') AS days) AS g
          WHERE g.seconds IS NOT NULL), 0)::bigint
      FROM (SELECT DISTINCT customer AS id FROM care.purchase
            WHERE number = ANY(?) AND customer IS NOT NULL) AS c
      JOIN care.purchase p ON p.customer = c.id AND p.off <> 'closed' AND p.paid_at IS NOT NULL
      GROUP BY c.id
      ON CONFLICT (id) DO UPDATE SET orders = excluded.orders, last_paid = excluded.last_paid,
        gap = excluded.gap
      """;

  private final JdbcClient jdbc;

  PurchaseBook(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Takes over what orders say now. */
  void keep(List<Order> orders, Map<String, CustomerId> owners, Map<String, String> off) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Order order : orders) {
      Map<String, @Nullable Object> row = new HashMap<>();
      CustomerId owner = owners.get(order.number());
      row.put("number", order.number());
      row.put("customer", owner == null ? null : owner.value());
      row.put("source", order.source());
      row.put("amount", order.paidAmount().toPlainString());
      row.put("province", order.province());
      row.put("paid_at", text(order.paidAt()));
      row.put("shipped_at", text(order.shippedAt()));
      row.put("finished_at", text(order.finishedAt()));
      row.put("parcels", Math.max(1, order.waybills().size()));
      row.put("off", off.getOrDefault(order.number(), off(order)));
      row.put("lines", lines(order));
      rows.add(row);
    }
    if (!rows.isEmpty()) {
      jdbc.sql(KEEP).param("rows", JSON.writeValueAsString(rows)).update();
    }
  }

  private static String off(Order order) {
    boolean refunded =
        order.refundAmount().signum() > 0
            && order.refundAmount().compareTo(order.paidAmount()) >= 0;
    return refunded ? "refund" : order.status() == Order.Status.CLOSED ? "closed" : "";
  }

  private static List<Purchase.Line> lines(Order order) {
    return order.lines().stream()
        .map(l -> new Purchase.Line(l.title(), l.sku(), l.merchantCode(), l.quantity()))
        .toList();
  }

  private static @Nullable String text(Optional<Instant> at) {
    return at.map(Instant::toString).orElse(null);
  }

  /** A parcel arrived; the order has when its last one has. Telling it twice changes nothing. */
  void arrived(Collection<String> orders, String waybill, Instant at) {
    String[] numbers = orders.toArray(String[]::new);
    jdbc.sql(
            "INSERT INTO care.arrival (order_number, waybill, at)"
                + " SELECT number, ?, ? FROM unnest(?::text[]) AS n (number)"
                + " ON CONFLICT DO NOTHING")
        .params(waybill, Timestamp.from(at), numbers)
        .update();
    jdbc.sql(
            """
            UPDATE care.purchase p SET delivered_at = a.at, to_plan = true
            FROM (SELECT order_number, count(*) AS parcels, max(at) AS at FROM care.arrival
                  WHERE order_number = ANY(?) GROUP BY order_number) AS a
            WHERE p.number = a.order_number AND a.parcels >= p.parcels
            """)
        .param(numbers)
        .update();
  }

  void bound(String order, @Nullable CustomerId customer) {
    jdbc.sql("UPDATE care.purchase SET customer = ?, to_plan = true WHERE number = ?")
        .params(customer == null ? null : customer.value(), order)
        .update();
  }

  /** Some that wait to be planned, locked until the end of the transaction. */
  List<String> toPlan(int most) {
    return jdbc.sql(
            "SELECT number FROM care.purchase WHERE to_plan ORDER BY number LIMIT ?"
                + " FOR UPDATE SKIP LOCKED")
        .param(most)
        .query(String.class)
        .list();
  }

  List<Purchase> find(Collection<String> numbers) {
    return jdbc.sql(SELECT + " WHERE p.number = ANY(?) ORDER BY p.number")
        .param(numbers.toArray(String[]::new))
        .query((row, _) -> purchase(row))
        .list();
  }

  void planned(Collection<String> numbers) {
    jdbc.sql("UPDATE care.purchase SET to_plan = false WHERE number = ANY(?)")
        .param(numbers.toArray(String[]::new))
        .update();
  }

  /** Counts what the owners of these orders have ordered by now. */
  void count(Collection<String> numbers) {
    jdbc.sql(COUNT).param(numbers.toArray(String[]::new)).update();
  }

  /** Everything is planned anew, so many at a time; the number after which to go on, or empty. */
  Optional<String> planAgain(String after, int most) {
    return jdbc.sql(
            """
            WITH few AS (SELECT number FROM care.purchase WHERE number > ?
                          ORDER BY number LIMIT ?),
            marked AS (UPDATE care.purchase p SET to_plan = true FROM few
                       WHERE p.number = few.number)
            SELECT max(number) FROM few HAVING count(*) > 0
            """)
        .params(after, most)
        .query(String.class)
        .optional();
  }

  /** How many customers of orders there are. */
  long customers() {
    return jdbc.sql("SELECT count(*) FROM care.customer").query(Long.class).single();
  }

  /** What nine in ten of the shop's parcels took at the most, by province; only where 20 tell. */
  Map<String, Duration> usuallyTook(Instant since, Instant until) {
    Map<String, Duration> took = new HashMap<>();
    jdbc.sql(
            """
            SELECT province, percentile_cont(0.9) WITHIN GROUP
              (ORDER BY extract(epoch FROM delivered_at - shipped_at)) AS seconds
            FROM care.purchase
            WHERE delivered_at > ? AND delivered_at < ? AND shipped_at IS NOT NULL AND delivered_at >= shipped_at
            GROUP BY province HAVING count(*) >= 20
            """)
        .param(Timestamp.from(since))
        .param(Timestamp.from(until))
        .query(
            (ResultSet row) -> {
              took.put(
                  row.getString("province"), Duration.ofSeconds((long) row.getDouble("seconds")));
            });
    return took;
  }

  private static Purchase purchase(ResultSet row) throws SQLException {
    Optional<CustomerId> customer =
        Optional.ofNullable(row.getObject("customer", Long.class)).map(CustomerId::new);
    return new Purchase(
        row.getString("number"),
        customer,
        row.getString("source"),
        Optional.ofNullable(row.getBigDecimal("amount")).orElse(BigDecimal.ZERO),
        row.getString("province"),
        instant(row, "paid_at"),
        instant(row, "shipped_at"),
        instant(row, "finished_at"),
        instant(row, "delivered_at"),
        row.getString("off"),
        JSON.readValue(row.getString("lines"), LINES),
        row.getInt("nth"),
        row.getBoolean("latest"),
        Duration.ofSeconds(row.getLong("gap")));
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
