package cn.huitouke.broadcast;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reports as some node counted them last. */
@Component
class ReportTable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Long>> NUMBERS = new TypeReference<>() {};

  private final JdbcClient jdbc;

  ReportTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What was counted.
   *
   * @param wires how many it reached by which wire
   * @param took how long the counting took
   */
  record Counted(Report report, Map<String, Long> wires, Duration took) {

    /** How old the numbers are, also where the clock was turned. */
    Duration age(Instant now) {
      return Duration.between(report.until(), now).abs();
    }
  }

  Optional<Counted> find(long broadcast) {
    return jdbc.sql("select report, wires, took from broadcast.report where broadcast = ?")
        .param(broadcast)
        .query((row, _) -> counted(row))
        .optional();
  }

  private static Counted counted(ResultSet row) throws SQLException {
    return new Counted(
        JSON.readValue(row.getString("report"), Report.class),
        JSON.readValue(row.getString("wires"), NUMBERS),
        Duration.ofMillis(row.getLong("took")));
  }

  void keep(long broadcast, Counted counted) {
    jdbc.sql(
            """
            insert into broadcast.report (broadcast, counted_at, took, complete, report, wires)
            values (?, ?, ?, ?, ?, ?)
            on conflict (broadcast) do update set counted_at = excluded.counted_at,
              took = excluded.took, complete = excluded.complete, report = excluded.report,
              wires = excluded.wires
            where not report.complete or excluded.complete\
            """)
        .params(
            broadcast,
            BroadcastTable.time(counted.report().until()),
            counted.took().toMillis(),
            counted.report().complete(),
            JSON.writeValueAsString(counted.report()),
            JSON.writeValueAsString(counted.wires()))
        .update();
  }
}
