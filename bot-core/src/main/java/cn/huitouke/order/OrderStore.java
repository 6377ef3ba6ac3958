package cn.huitouke.order;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.order.Found.Amounts;
import cn.huitouke.order.Found.Item;
import cn.huitouke.order.Found.Shipment;
import cn.huitouke.order.Found.Times;
import cn.huitouke.store.Vault;
import cn.huitouke.tracking.Waybill;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Orders as imports keep them, many at a time. */
@Component
class OrderStore {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String WHOLE =
      """
      SELECT o.*,
        coalesce((SELECT json_agg(json_build_array(key, sub_number, title, sku, price::text, quantity,
                    merchant_code, refund::text) ORDER BY position)
                  FROM orders.line WHERE order_number = o.number), '[]') AS lines,
        coalesce((SELECT json_agg(json_build_array(carrier, number, carrier_name) ORDER BY position)
                  FROM orders.parcel WHERE order_number = o.number), '[]') AS parcels
      FROM orders.orders o
      """;

  private static final String OF_CUSTOMER =
      WHOLE + "WHERE customer = ? ORDER BY created_at DESC NULLS LAST, number LIMIT 200";

  private static final String SAVE_ORDERS =
      """
      INSERT INTO orders.orders AS o (number, source, listed, status, goods_amount, postage,
        paid_amount, refund_amount, province, city, created_at, paid_at, shipped_at, finished_at,
        close_reason, presale, no_logistics, titles, quantity, person, phone_print, nick_print,
        imported_at, changed_at)
      SELECT number, source, listed, status, goods_amount, postage, paid_amount, refund_amount,
        province, city, created_at, paid_at, shipped_at, finished_at, close_reason, presale,
        no_logistics, titles, quantity, decode(person, 'base64'), decode(phone_print, 'base64'),
        decode(nick_print, 'base64'), now, now
      FROM jsonb_to_recordset(:rows::jsonb) AS r (number text, source text, listed boolean,
        status text, goods_amount numeric, postage numeric, paid_amount numeric,
        refund_amount numeric, province text, city text, created_at timestamptz,
        paid_at timestamptz, shipped_at timestamptz, finished_at timestamptz, close_reason text,
        presale boolean, no_logistics boolean, titles text, quantity int, person text,
        phone_print text, nick_print text, now timestamptz)
      ON CONFLICT (number) DO UPDATE SET source = excluded.source, listed = excluded.listed,
        status = excluded.status, goods_amount = excluded.goods_amount,
        postage = excluded.postage, paid_amount = excluded.paid_amount,
        refund_amount = excluded.refund_amount, province = excluded.province,
        city = excluded.city, created_at = excluded.created_at, paid_at = excluded.paid_at,
        shipped_at = excluded.shipped_at, finished_at = excluded.finished_at,
        close_reason = excluded.close_reason, presale = excluded.presale,
        no_logistics = excluded.no_logistics, titles = excluded.titles,
        quantity = excluded.quantity, person = excluded.person,
        phone_print = excluded.phone_print, nick_print = excluded.nick_print,
        changed_at = excluded.changed_at
      """;

  private static final String SAVE_LINES =
      """
      INSERT INTO orders.line (order_number, key, position, sub_number, title, sku, price,
        quantity, merchant_code, refund)
      SELECT * FROM jsonb_to_recordset(:rows::jsonb) AS r (order_number text, key text,
        position int, sub_number text, title text, sku text, price numeric, quantity int,
        merchant_code text, refund numeric)
      ON CONFLICT (order_number, key) DO UPDATE SET sub_number = excluded.sub_number,
        title = excluded.title, sku = excluded.sku, price = excluded.price,
        quantity = excluded.quantity, merchant_code = excluded.merchant_code,
        refund = excluded.refund
      """;

  private static final String SAVE_PRODUCTS =
      """
      INSERT INTO orders.product (key, title, sku, merchant_code, first_seen)
      SELECT DISTINCT ON (key) * FROM jsonb_to_recordset(:rows::jsonb)
        AS r (key text, title text, sku text, merchant_code text, now timestamptz)
      ON CONFLICT (key) DO NOTHING
      """;

  private static final String SAVE_PARCELS =
      """
      INSERT INTO orders.parcel (order_number, carrier, number, position, carrier_name)
      SELECT * FROM jsonb_to_recordset(:rows::jsonb)
        AS r (order_number text, carrier text, number text, position int, carrier_name text)
      """;

  private final JdbcClient jdbc;
  private final Vault vault;

  OrderStore(JdbcClient jdbc, Vault vault) {
    this.jdbc = jdbc;
    this.vault = vault;
  }

  /** One import chunk at a time, on whichever node: order rows need no locks of their own. */
  void lock() {
    jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('huitouke orders import'))")
        .query((_, _) -> true)
        .single();
  }

  Map<String, Kept> load(Collection<String> numbers) {
    String[] wanted = numbers.toArray(String[]::new);
    Map<String, List<Item>> items = new HashMap<>();
    jdbc.sql("SELECT * FROM orders.line WHERE order_number = ANY(?) ORDER BY position")
        .param(wanted)
        .query((ResultSet row) -> add(items, row.getString("order_number"), item(row)));
    Map<String, List<Shipment>> shipments = new HashMap<>();
    jdbc.sql("SELECT * FROM orders.parcel WHERE order_number = ANY(?) ORDER BY position")
        .param(wanted)
        .query((ResultSet row) -> add(shipments, row.getString("order_number"), shipment(row)));
    Map<String, Kept> kept = new LinkedHashMap<>();
    jdbc.sql("SELECT * FROM orders.orders WHERE number = ANY(?)")
        .param(wanted)
        .query(
            (ResultSet row) -> {
              String number = row.getString("number");
              kept.put(
                  number,
                  kept(
                      row,
                      items.getOrDefault(number, List.of()),
                      shipments.getOrDefault(number, List.of()),
                      Person.of(vault.open(row.getBytes("person"), Person.ABOUT))));
            });
    return kept;
  }

  /** One order in one look. */
  Optional<Kept> find(String number) {
    return jdbc.sql(WHOLE + "WHERE o.number = ?")
        .param(number)
        .query(
            (row, _) ->
                kept(
                    row,
                    items(row),
                    shipments(row),
                    Person.of(vault.open(row.getBytes("person"), Person.ABOUT))))
        .optional();
  }

  /** Many in one look. Whose they are stays sealed. */
  List<Kept> find(Collection<String> numbers) {
    return jdbc.sql(WHOLE + "WHERE o.number = ANY(?)")
        .param(numbers.toArray(String[]::new))
        .query((row, _) -> kept(row, items(row), shipments(row), Person.NOBODY))
        .list();
  }

  /**
   * A customer's orders in one look, the newest 200. Whose they are by name and phone stays sealed:
   * nobody who lists orders needs it.
   */
  List<Kept> ofCustomer(CustomerId customer) {
    return jdbc.sql(OF_CUSTOMER)
        .param(customer.value())
        .query((row, _) -> kept(row, items(row), shipments(row), Person.NOBODY))
        .list();
  }

  private static List<Item> items(ResultSet row) throws SQLException {
    List<Item> items = new ArrayList<>();
    for (JsonNode line : JSON.readTree(row.getString("lines"))) {
      items.add(
          new Item(
              line.get(0).asString(),
              line.get(1).isNull() ? null : line.get(1).asString(),
              line.get(2).asString(),
              line.get(3).asString(),
              line.get(4).isNull() ? null : new BigDecimal(line.get(4).asString()),
              line.get(5).asInt(),
              line.get(6).asString(),
              new BigDecimal(line.get(7).asString())));
    }
    return items;
  }

  private static List<Shipment> shipments(ResultSet row) throws SQLException {
    List<Shipment> shipments = new ArrayList<>();
    for (JsonNode parcel : JSON.readTree(row.getString("parcels"))) {
      shipments.add(
          new Shipment(
              new Waybill(parcel.get(0).asString(), parcel.get(1).asString()),
              parcel.get(2).asString()));
    }
    return shipments;
  }

  private static <T> void add(Map<String, List<T>> lists, String number, T one) {
    lists.computeIfAbsent(number, _ -> new ArrayList<>()).add(one);
  }

  private static Item item(ResultSet row) throws SQLException {
    return new Item(
        row.getString("key"),
        row.getString("sub_number"),
        row.getString("title"),
        row.getString("sku"),
        row.getBigDecimal("price"),
        row.getInt("quantity"),
        row.getString("merchant_code"),
        row.getBigDecimal("refund"));
  }

  private static Shipment shipment(ResultSet row) throws SQLException {
    return new Shipment(
        new Waybill(row.getString("carrier"), row.getString("number")),
        row.getString("carrier_name"));
  }

  private static Kept kept(ResultSet row, List<Item> items, List<Shipment> shipments, Person person)
      throws SQLException {
    return new Kept(
        row.getString("number"),
        row.getString("source"),
        row.getBoolean("listed"),
        Order.Status.valueOf(row.getString("status")),
        new Amounts(
            row.getBigDecimal("goods_amount"),
            row.getBigDecimal("postage"),
            row.getBigDecimal("paid_amount"),
            row.getBigDecimal("refund_amount")),
        row.getString("province"),
        row.getString("city"),
        new Times(
            instant(row, "created_at"),
            instant(row, "paid_at"),
            instant(row, "shipped_at"),
            instant(row, "finished_at")),
        row.getString("close_reason"),
        row.getBoolean("presale"),
        row.getBoolean("no_logistics"),
        row.getString("titles"),
        row.getInt("quantity"),
        person,
        items,
        shipments);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** Writes what changed; {@code before} tells whose parcels need to be written again. */
  void save(Collection<Kept> changed, Map<String, Kept> before, Instant now) {
    if (changed.isEmpty()) {
      return;
    }
    OrderRows rows = new OrderRows(vault, now);
    write(SAVE_ORDERS, changed.stream().map(rows::order).toList());
    List<Map<String, @Nullable Object>> lines = new ArrayList<>();
    List<Map<String, @Nullable Object>> products = new ArrayList<>();
    List<Map<String, @Nullable Object>> parcels = new ArrayList<>();
    List<String> reshipped = new ArrayList<>();
    for (Kept order : changed) {
      Kept known = before.get(order.number());
      if (known == null || !known.items().equals(order.items())) {
        rows.lines(order, lines);
        rows.products(order, products);
      }
      if (known == null || !known.shipments().equals(order.shipments())) {
        reshipped.add(order.number());
        rows.parcels(order, parcels);
      }
    }
    write(SAVE_LINES, lines);
    write(SAVE_PRODUCTS, products);
    jdbc.sql("DELETE FROM orders.parcel WHERE order_number = ANY(?)")
        .param(reshipped.toArray(String[]::new))
        .update();
    write(SAVE_PARCELS, parcels);
  }

  private void write(String sql, List<Map<String, @Nullable Object>> rows) {
    if (!rows.isEmpty()) {
      jdbc.sql(sql).param("rows", JSON.writeValueAsString(rows)).update();
    }
  }
}
