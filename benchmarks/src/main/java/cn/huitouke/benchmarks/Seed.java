package cn.huitouke.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * What a shop has when its customers ask: for each of the driver's customers an order that is theirs
 * and a parcel on its way, traced an hour ago at a place of its own. Written with SQL into the
 * product's own PostgreSQL; bound, imported and pushed it would be the same rows. Nobody's name and
 * phone are in it, so the seeded folder is for questions only.
 */
final class Seed {

  /** In the words of the trace, and so in the right answer: which customer's parcel it is. */
  static final String PLACE = "云朵转运中心%06d号";

  private static final String CUSTOMERS =
      """
      insert into customer.customer (id, created_at)
      select 5000000000 + i, now() from generate_series(0, %1$d) i on conflict do nothing;
      insert into customer.identity (channel, address, customer, heard_at)
      select '%2$s', 'oBench' || lpad(i::text, 22, '0'), 5000000000 + i, now()
      from generate_series(0, %1$d) i on conflict do nothing
      """;

  private static final String ORDERS =
      """
      insert into orders.orders (number, source, listed, status, goods_amount, postage, paid_amount,
        refund_amount, province, city, created_at, paid_at, shipped_at, presale, no_logistics, titles,
        quantity, person, imported_at, changed_at, customer, bound_at, bound_by)
      select (4000000000000000000 + i)::text, 'benchmark', true, 'WAIT_BUYER_CONFIRM', 88, 0, 88, 0,
        '浙江省', '杭州市', now() - interval '2 days', now() - interval '2 days',
        now() - interval '1 day', false, false, '云雾绿茶 明前特级 250g', 1, '\\x00', now(), now(),
        5000000000 + i, now(), 'benchmark'
      from generate_series(0, %1$d) i on conflict do nothing;
      insert into orders.line (order_number, key, position, title, sku, price, quantity, merchant_code,
        refund)
      select (4000000000000000000 + i)::text, '1', 1, '云雾绿茶 明前特级 250g', '250g', 88, 1, 'T1', 0
      from generate_series(0, %1$d) i on conflict do nothing;
      insert into orders.parcel (order_number, carrier, number, position, carrier_name)
      select (4000000000000000000 + i)::text, 'yuantong', 'YT' || (8800000000000 + i), 1, '圆通速递'
      from generate_series(0, %1$d) i on conflict do nothing
      """;

  private static final String PARCELS =
      """
      insert into logistics.parcel (carrier, number, destination, origin, known_at, shipped_at,
        collected_at, state, claimed, latest_at, latest_text, latest_place, reported_at, watch,
        watch_at)
      select 'yuantong', 'YT' || (8800000000000 + i), '浙江省 杭州市', '福建省 福州市',
        now() - interval '1 day', now() - interval '1 day', now() - interval '20 hours', 'IN_TRANSIT',
        'IN_TRANSIT', now() - interval '1 hour',
        '快件到达【云朵转运中心' || lpad(i::text, 6, '0') || '号】', '浙江省,杭州市', now(), 'WATCHING', now()
      from generate_series(0, %1$d) i on conflict do nothing;
      insert into logistics.parcel_order (parcel, order_number)
      select id, (4000000000000000000 + substr(number, 3)::bigint - 8800000000000)::text
      from logistics.parcel where number like 'YT88%%' on conflict do nothing;
      insert into logistics.trace (parcel, key, at, position, text, state, place)
      select id, n::text, now() - interval '1 hour' * (7 - n), n,
        case n when 6 then latest_text else '快件离开【福州转运中心】已发往【杭州转运中心】' end, 'IN_TRANSIT',
        '浙江省,杭州市'
      from logistics.parcel, generate_series(1, 6) n where number like 'YT88%%'
      on conflict do nothing;
      analyze
      """;

  private Seed() {}

  /**
   * @param data the product's data folder; it has to be running
   */
  static void into(Path data, int people, String channel) throws IOException, SQLException {
    String port = Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(3).strip();
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : new String[] {CUSTOMERS, ORDERS, PARCELS}) {
        statement.execute(String.format(Locale.ROOT, sql, people - 1, channel));
      }
    }
  }
}
