package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What became of the digests, and the reports made of it. */
@Repository
class DigestOutcomes implements DigestReports {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST_REASONS = 50;

  private final JdbcClient jdbc;

  DigestOutcomes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** One digest's: ACCEPTED, LATE or MISSED. */
  record Outcome(CustomerId customer, String outcome, String why) {}

  List<CustomerId> written(LocalDate day, long after, int most) {
    return jdbc.sql(
            "SELECT customer FROM logistics.digest WHERE day = :day AND customer > :after"
                + " AND state = 'WRITTEN' ORDER BY customer LIMIT :most")
        .param("day", day)
        .param("after", after)
        .param("most", most)
        .query((row, _) -> new CustomerId(row.getLong(1)))
        .list();
  }

  void write(LocalDate day, List<Outcome> outcomes) {
    jdbc.sql(
            """
            UPDATE logistics.digest AS d SET outcome = o.outcome, why = o.why
            FROM unnest(:customers, :outcomes, :whys) AS o (customer, outcome, why)
            WHERE d.day = :day AND d.customer = o.customer
            """)
        .param("day", day)
        .param("customers", outcomes.stream().map(o -> o.customer().value()).toArray(Long[]::new))
        .param("outcomes", outcomes.stream().map(Outcome::outcome).toArray(String[]::new))
        .param("whys", outcomes.stream().map(Outcome::why).toArray(String[]::new))
        .update();
  }

  /** Adds the day up, and keeps it. */
  DigestReport report(LocalDate day, Instant now) {
    List<DigestReport.Missed> missed =
        jdbc.sql(
                "SELECT why, count(*) FROM logistics.digest WHERE day = :day AND outcome = 'MISSED'"
                    + " GROUP BY why ORDER BY count(*) DESC, why LIMIT :most")
            .param("day", day)
            .param("most", MOST_REASONS)
            .query((row, _) -> new DigestReport.Missed(row.getString(1), row.getInt(2)))
            .list();
    jdbc.sql(
            """
            INSERT INTO logistics.digest_report
              (day, planned, parcels, accepted, late, spared, left_out, missed, made_at)
            SELECT :day, count(*), coalesce(sum(cardinality(parcels)), 0),
                   count(*) FILTER (WHERE outcome = 'ACCEPTED'),
                   count(*) FILTER (WHERE outcome = 'LATE'),
                   count(*) FILTER (WHERE state = 'SPARED'),
                   count(*) FILTER (WHERE state = 'LEFT_OUT'), :missed, :now
            FROM logistics.digest WHERE day = :day
            ON CONFLICT (day) DO NOTHING
            """)
        .param("day", day)
        .param("missed", JSON.writeValueAsString(missed))
        .param("now", Timestamp.from(now))
        .update();
    return of(day).orElseThrow();
  }

  @Override
  public Optional<DigestReport> of(LocalDate day) {
    return jdbc.sql("SELECT * FROM logistics.digest_report WHERE day = :day")
        .param("day", day)
        .query((row, _) -> report(row))
        .optional();
  }

  @Override
  public List<DigestReport> latest(int days) {
    return jdbc.sql("SELECT * FROM logistics.digest_report ORDER BY day DESC LIMIT :days")
        .param("days", days)
        .query((row, _) -> report(row))
        .list();
  }

  private static DigestReport report(ResultSet row) throws SQLException {
    return new DigestReport(
        row.getObject("day", LocalDate.class),
        row.getInt("planned"),
        row.getInt("parcels"),
        row.getInt("accepted"),
        row.getInt("late"),
        row.getInt("spared"),
        row.getInt("left_out"),
        JSON.readValue(row.getString("missed"), new TypeReference<>() {}),
        row.getTimestamp("made_at").toInstant());
  }
}
