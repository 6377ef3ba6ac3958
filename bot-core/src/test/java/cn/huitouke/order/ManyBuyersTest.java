package cn.huitouke.order;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.store.FileVault;
import cn.huitouke.store.TestDatabase;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A page of buyers reads a page of orders, however many there are: counted, not timed. */
class ManyBuyersTest {

  private static final int BUYERS = 20_000;

  @TempDir Path keys;
  private JdbcClient jdbc;
  private JdbcTrades trades;
  private TransactionTemplate transaction;

  @BeforeEach
  void fill() {
    DataSource database = TestDatabase.fresh();
    jdbc = JdbcClient.create(database);
    transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
    FileVault vault = new FileVault(keys.resolve("vault-keys.json"));
    trades = new JdbcTrades(jdbc, new OrderStore(jdbc, vault), vault);
    jdbc.sql(
            """
            INSERT INTO orders.orders (number, source, listed, status, paid_amount, refund_amount, province,
              city, created_at, presale, no_logistics, titles, quantity, person, imported_at, changed_at, customer)
            SELECT 'o' || n, 'taobao', true, CASE n % 10 WHEN 0 THEN 'CLOSED' ELSE 'FINISHED' END, n % 500,
              CASE n % 7 WHEN 0 THEN 1 END, CASE n % 3 WHEN 0 THEN '云南省' ELSE '浙江省' END, '',
              timestamptz '2026-11-01' - n * interval '1 minute', false, false,
              CASE n % 4 WHEN 0 THEN '白瓷盖碗' ELSE '100%_棉麻茶席' END, 1, ''::bytea, now(), now(), n % :buyers
            FROM generate_series(1, :orders) AS n
            """)
        .param("buyers", BUYERS)
        .param("orders", BUYERS * 2)
        .update();
    jdbc.sql(
            "INSERT INTO orders.line (order_number, key, position, title, sku, quantity,"
                + " merchant_code, refund) SELECT number, 'k', 0, titles, '', 1, '', 0 FROM"
                + " orders.orders")
        .update();
    jdbc.sql("ANALYZE orders.orders, orders.line").update();
  }

  private record Read(long whole, long rows) {}

  private Read reads(Runnable page) {
    return transaction.execute(
        _ -> {
          page.run();
          return jdbc.sql(
                  "SELECT coalesce(sum(seq_scan), 0), coalesce(sum(idx_tup_fetch), 0)"
                      + " FROM pg_stat_xact_user_tables WHERE schemaname = 'orders'")
              .query((row, _) -> new Read(row.getLong(1), row.getLong(2)))
              .single();
        });
  }

  @Test
  void aPageReadsNoMoreThanItShows() {
    Trades.Filter some =
        new Trades.Filter(1, new BigDecimal("10"), Optional.empty(), Optional.empty(), "盖碗", "云南");
    Read read = reads(() -> assertThat(trades.page(some, Long.MAX_VALUE, 50)).hasSize(50));
    assertThat(read.whole()).isZero();
    assertThat(read.rows()).isLessThan(5_000);
    Read deep = reads(() -> trades.page(some, BUYERS / 2, 50));
    assertThat(deep.whole()).isZero();
    assertThat(deep.rows()).isLessThan(5_000);
    assertThat(reads(() -> trades.newest(Optional.empty(), 40)).whole()).isZero();
  }

  @Test
  void theFiltersMeanWhatTheySay() {
    Trades.Filter loyal =
        new Trades.Filter(2, BigDecimal.ZERO, Optional.empty(), Optional.empty(), "", "");
    List<Trades.Trade> page = trades.page(loyal, 1_000, 100);
    assertThat(page).isNotEmpty().allMatch(trade -> trade.orders() == 2);
    assertThat(page)
        .extracting(trade -> trade.customer().value())
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(trades.page(with("100%_棉"), Long.MAX_VALUE, 5)).hasSize(5);
    assertThat(trades.page(with("100x_"), Long.MAX_VALUE, 5)).isEmpty();
    assertThat(trades.page(with("%' OR 1=1 --"), Long.MAX_VALUE, 5)).isEmpty();
    Trades.Filter late =
        new Trades.Filter(
            0,
            BigDecimal.ZERO,
            Optional.of(Instant.parse("2026-10-31T22:00:00Z")),
            Optional.empty(),
            "",
            "");
    assertThat(trades.page(late, Long.MAX_VALUE, 500))
        .allMatch(trade -> !trade.last().isBefore(Instant.parse("2026-10-31T22:00:00Z")));
  }

  private static Trades.Filter with(String product) {
    return new Trades.Filter(0, BigDecimal.ZERO, Optional.empty(), Optional.empty(), product, "");
  }
}
