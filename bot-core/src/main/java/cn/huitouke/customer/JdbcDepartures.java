package cn.huitouke.customer;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Counts over all customers at once. */
@Service
class JdbcDepartures implements Departures {

  private static final String WEEKS =
      """
      WITH wished AS (
        SELECT at, care, marketing,
          lag(care, 1, true) OVER theirs AS cared, lag(marketing, 1, false) OVER theirs AS marketed
        FROM customer.wish WINDOW theirs AS (PARTITION BY customer ORDER BY seq)),
      gone AS (
        SELECT at, 1 AS fewer, 0 AS gone FROM wished
        WHERE at >= :since AND (cared AND NOT care OR marketed AND NOT marketing)
        UNION ALL
        SELECT changed_at, 0, 1 FROM customer.identity
        WHERE NOT following AND changed_at >= :since)
      SELECT date_trunc('week', at AT TIME ZONE :zone)::date AS monday, sum(fewer) AS fewer,
        sum(gone.gone) AS gone
      FROM gone GROUP BY 1 ORDER BY 1
      """;

  private final JdbcClient jdbc;

  JdbcDepartures(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Week> weeks(ZoneId zone, Instant since) {
    return jdbc.sql(WEEKS)
        .param("zone", zone.getId())
        .param("since", Timestamp.from(since))
        .query(
            (row, _) ->
                new Week(
                    row.getObject("monday", LocalDate.class),
                    row.getLong("fewer"),
                    row.getLong("gone")))
        .list();
  }
}
