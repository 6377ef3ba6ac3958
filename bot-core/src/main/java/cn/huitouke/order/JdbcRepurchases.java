package cn.huitouke.order;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Counts buyers over all orders at once. */
@Service
class JdbcRepurchases implements Repurchases {

  private static final String COHORTS =
      """
      WITH bought AS (
        SELECT DISTINCT coalesce('c' || customer, encode(nick_print, 'hex')) AS buyer,
          date_trunc('month', coalesce(paid_at, created_at) AT TIME ZONE :zone)::date AS month
        FROM orders.orders
        WHERE status NOT IN ('CLOSED', 'WAIT_BUYER_PAY')
          AND coalesce(paid_at, created_at) IS NOT NULL
          AND (customer IS NOT NULL OR nick_print IS NOT NULL)
          AND NOT (coalesce(refund_amount, 0) > 0 AND refund_amount >= coalesce(paid_amount, 0))),
      first AS (SELECT buyer, min(month) AS month FROM bought GROUP BY buyer)
      SELECT first.month AS first,
        (12 * (extract(year FROM bought.month) - extract(year FROM first.month))
          + extract(month FROM bought.month) - extract(month FROM first.month))::int AS later,
        count(*) AS buyers
      FROM bought JOIN first USING (buyer)
      WHERE first.month >= :from
      GROUP BY 1, 2 ORDER BY 1, 2
      """;

  private final JdbcClient jdbc;

  JdbcRepurchases(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Cohort> cohorts(ZoneId zone, YearMonth from) {
    return jdbc.sql(COHORTS)
        .param("zone", zone.getId())
        .param("from", from.atDay(1))
        .query(
            (row, _) ->
                new Cohort(
                    YearMonth.from(row.getObject("first", LocalDate.class)),
                    row.getInt("later"),
                    row.getLong("buyers")))
        .list();
  }
}
