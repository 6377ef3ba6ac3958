package cn.huitouke.logistics;

import cn.huitouke.tracking.ParcelState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The lines of parcels' traces, of many parcels at once. */
@Repository
class TraceBook {

  private final JdbcClient jdbc;

  TraceBook(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** One line of a parcel. */
  record Row(long parcel, TraceLine line) {}

  /** Newest first, at most 500 a parcel. */
  Map<Long, List<TraceLine>> lines(Collection<Long> parcels) {
    Map<Long, List<TraceLine>> lines = new HashMap<>();
    jdbc.sql(
            """
            SELECT line.* FROM unnest(:ids) AS asked (id) CROSS JOIN LATERAL
              (SELECT parcel, key, at, position, text, state, place FROM logistics.trace
               WHERE parcel = asked.id ORDER BY at DESC, position DESC LIMIT 500) AS line
            """)
        .param("ids", parcels.toArray(Long[]::new))
        .query(
            row -> {
              lines
                  .computeIfAbsent(row.getLong("parcel"), _ -> new ArrayList<>())
                  .add(
                      new TraceLine(
                          row.getString("key"),
                          row.getTimestamp("at").toInstant(),
                          row.getInt("position"),
                          row.getString("text"),
                          ParcelState.valueOf(row.getString("state")),
                          row.getString("place")));
            });
    return lines;
  }

  /** A line that is there already keeps its time and its words. */
  void write(List<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    List<TraceLine> lines = rows.stream().map(Row::line).toList();
    jdbc.sql(
            """
            INSERT INTO logistics.trace (parcel, key, at, position, text, state, place)
            SELECT parcel, key, to_timestamp(at), position, text, state, place
            FROM unnest(:parcels, :keys, :times, :positions, :texts, :states, :places)
              AS line (parcel, key, at, position, text, state, place)
            ON CONFLICT (parcel, key) DO UPDATE SET
              position = excluded.position, state = excluded.state, place = excluded.place
            """)
        .param("parcels", rows.stream().map(Row::parcel).toArray(Long[]::new))
        .param("keys", lines.stream().map(TraceLine::key).toArray(String[]::new))
        .param(
            "times",
            lines.stream().map(line -> line.at().toEpochMilli() / 1000.0).toArray(Double[]::new))
        .param("positions", lines.stream().map(TraceLine::position).toArray(Integer[]::new))
        .param("texts", lines.stream().map(TraceLine::text).toArray(String[]::new))
        .param("states", lines.stream().map(line -> line.state().name()).toArray(String[]::new))
        .param("places", lines.stream().map(TraceLine::place).toArray(String[]::new))
        .update();
  }
}
