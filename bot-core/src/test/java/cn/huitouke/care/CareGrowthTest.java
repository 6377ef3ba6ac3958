package cn.huitouke.care;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What care asks its tables all day goes by an index, however much has gathered in them. */
@Tag("deep")
class CareGrowthTest {

  private static final int ORDERS = 300_000;
  private static final System.Logger LOG = System.getLogger("care");

  @Test
  void theRoundAndThePlanningReadByIndex() {
    try (CareStage shop = new CareStage()) {
      fill(shop.jdbc);
      String now = "'2026-03-02 01:00+00'";
      List<String> asked =
          List.of(
              "SELECT customer FROM care.due WHERE state = 'PLANNED' AND due_at <= "
                  + now
                  + " ORDER BY due_at LIMIT 300",
              "SELECT * FROM care.due d LEFT JOIN care.purchase p ON p.number = d.order_number"
                  + " WHERE d.state = 'PLANNED' AND d.due_at <= "
                  + now
                  + " AND d.customer = ANY('{1,2,3,4,5,6,7,8,9,10}')",
              "SELECT * FROM care.due WHERE customer = 17 AND state = 'POSTED'"
                  + " AND question IS NOT NULL AND decided_at > "
                  + now
                  + " ORDER BY decided_at DESC LIMIT 1",
              "SELECT number FROM care.purchase WHERE to_plan ORDER BY number LIMIT 500",
              "SELECT * FROM care.due WHERE state = 'POSTED' AND order_number = '1000017'",
              "SELECT EXISTS (SELECT 1 FROM care.trouble"
                  + " WHERE customer = 17 AND closed_at IS NULL)");
      for (String sql : asked) {
        String plan = String.join("\n", shop.jdbc.sql("EXPLAIN " + sql).query(String.class).list());
        assertThat(plan)
            .as(sql)
            .doesNotContain("Seq Scan on due")
            .doesNotContain("Seq Scan on purchase");
      }
      measure(shop);
    }
  }

  private static void fill(JdbcClient jdbc) {
    jdbc.sql(
            """
            INSERT INTO care.purchase (number, customer, source, amount, province, paid_at,
              shipped_at, parcels, lines, to_plan)
            SELECT (1000000 + n)::text, n % 100000 + 1, 'taobao', 40, '浙江省',
              timestamptz '2026-02-20' - n % 300 * interval '1 day',
              timestamptz '2026-02-21' - n % 300 * interval '1 day', 1,
              '[{"title":"野坝子蜂蜜 500g","sku":"","code":"","quantity":1}]', false
            FROM generate_series(1, ?) AS n
            """)
        .param(ORDERS)
        .update();
    jdbc.sql(
            """
            INSERT INTO care.due (plan, subject, customer, order_number, thing, due_at,
              worth_until, state, decided_at)
            SELECT 'quality-1w', number, customer, number, '蜂蜜', paid_at + interval '60 days',
              paid_at + interval '65 days',
              CASE WHEN paid_at < '2026-01-01' THEN 'POSTED' ELSE 'PLANNED' END, paid_at
            FROM care.purchase
            """)
        .update();
    jdbc.sql("ANALYZE care.due").update();
    jdbc.sql("ANALYZE care.purchase").update();
  }

  /** For the record; a gate on time would measure the machine. */
  private static void measure(CareStage shop) {
    shop.jdbc.sql("UPDATE care.purchase SET to_plan = true WHERE number < '1020001'").update();
    shop.jdbc
        .sql("INSERT INTO care.plans (print) VALUES (?)")
        .param(shop.bean(Plans.class).print())
        .update();
    long begun = System.nanoTime();
    shop.sweep("care-plans");
    double planning = (System.nanoTime() - begun) / 1e9;
    shop.jdbc
        .sql(
            "UPDATE care.due SET due_at = ?, worth_until = ? WHERE plan = 'quality-1w'"
                + " AND subject < '1020001' AND state = 'PLANNED'")
        .params(
            java.sql.Timestamp.from(shop.now()),
            java.sql.Timestamp.from(shop.now().plus(Duration.ofDays(5))))
        .update();
    begun = System.nanoTime();
    shop.sweep("care-round");
    double round = (System.nanoTime() - begun) / 1e9;
    LOG.log(
        System.Logger.Level.INFO,
        "20000 orders planned in {0} s; {1} letters of {2} decided in {3} s",
        planning,
        shop.post.waiting.size(),
        shop.book().figures(Instant.EPOCH),
        round);
    assertThat(shop.post.waiting).isNotEmpty();
  }
}
