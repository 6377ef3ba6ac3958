package cn.huitouke.customer;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.store.TestDatabase;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class DeparturesTest {

  private final JdbcClient jdbc = JdbcClient.create(TestDatabase.fresh());

  private void wishes(int customer, boolean care, boolean marketing, String at) {
    jdbc.sql(
            "INSERT INTO customer.wish (customer, arrival_only, care, community, marketing, source,"
                + " at) VALUES (?, false, ?, true, ?, 'test', cast(? as timestamptz))")
        .params(customer, care, marketing, at)
        .update();
  }

  @Test
  void whoAsksForLessAndWhoLeavesIsCountedByWeek() {
    jdbc.sql(
            "INSERT INTO customer.customer (id, created_at) SELECT n, now() FROM"
                + " generate_series(1, 4) n")
        .update();
    wishes(1, false, false, "2026-03-02T00:10:00+08:00");
    wishes(1, false, false, "2026-03-03T10:00:00+08:00");
    wishes(2, true, true, "2026-03-03T10:00:00+08:00");
    wishes(2, true, false, "2026-03-09T10:00:00+08:00");
    wishes(3, true, false, "2026-03-03T10:00:00+08:00");
    jdbc.sql(
            """
            INSERT INTO customer.identity (channel, address, customer, following, changed_at, heard_at)
            VALUES ('c/a', 'p1', 1, false, '2026-03-08T23:00:00+08:00', now()),
              ('c/a', 'p2', 2, true, '2026-03-08T23:00:00+08:00', now()),
              ('c/a', 'p3', 3, false, null, now()),
              ('c/a', 'p4', 4, false, '2026-02-08T23:00:00+08:00', now())
            """)
        .update();
    assertThat(
            new JdbcDepartures(jdbc)
                .weeks(ZoneId.of("Asia/Shanghai"), Instant.parse("2026-02-20T00:00:00Z")))
        .containsExactly(
            new Departures.Week(LocalDate.of(2026, 3, 2), 1, 1),
            new Departures.Week(LocalDate.of(2026, 3, 9), 1, 0));
  }
}
