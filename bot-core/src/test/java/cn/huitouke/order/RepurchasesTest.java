package cn.huitouke.order;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.order.Repurchases.Cohort;
import cn.huitouke.store.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class RepurchasesTest {

  private final JdbcClient jdbc = JdbcClient.create(TestDatabase.fresh());
  private int orders;

  private void buys(@Nullable Long customer, @Nullable String nick, String paid, String refund) {
    jdbc.sql(
            """
            INSERT INTO orders.orders (number, source, listed, status, paid_amount, refund_amount,
              province, city, paid_at, presale, no_logistics, titles, quantity, person, nick_print,
              imported_at, changed_at, customer)
            VALUES (?, 'taobao', true, 'FINISHED', 10, cast(? as numeric), '', '',
              cast(? as timestamptz), false, false, '', 1, '', ?, now(), now(), ?)
            """)
        .params(
            "o" + ++orders,
            refund,
            paid,
            nick == null ? null : nick.getBytes(StandardCharsets.UTF_8),
            customer)
        .update();
  }

  @Test
  void buyersAreCountedByTheMonthTheyCameAndTheMonthsTheyCameBack() {
    buys(1L, "mei", "2026-01-31T23:30:00+08:00", "0");
    buys(1L, "mei", "2026-01-31T23:50:00+08:00", "0");
    buys(1L, null, "2026-02-01T00:30:00+08:00", "0");
    buys(null, "lan", "2026-01-10T10:00:00+08:00", "0");
    buys(null, "lan", "2026-04-10T10:00:00+08:00", "0");
    buys(2L, null, "2026-02-10T10:00:00+08:00", "4");
    buys(2L, null, "2026-03-10T10:00:00+08:00", "10");
    buys(3L, null, "2025-12-10T10:00:00+08:00", "0");
    buys(3L, null, "2026-01-10T10:00:00+08:00", "0");
    YearMonth january = YearMonth.of(2026, 1);
    assertThat(new JdbcRepurchases(jdbc).cohorts(ZoneId.of("Asia/Shanghai"), january))
        .containsExactly(
            new Cohort(january, 0, 2),
            new Cohort(january, 1, 1),
            new Cohort(january, 3, 1),
            new Cohort(january.plusMonths(1), 0, 1));
  }
}
