package cn.huitouke.logistics;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What went wrong with parcels, and whether a person has it. */
@Repository
class TroubleBook {

  private final JdbcClient jdbc;

  TroubleBook(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** One trouble that is not over; {@code since}: the newest line when it was noticed. */
  record Open(Alert alert, Instant since) {}

  /** False when it was noticed before. */
  boolean notice(long parcel, Alert alert, Instant since, Instant now) {
    return jdbc.sql(
                "INSERT INTO logistics.trouble (parcel, kind, opened_at, since, task) VALUES"
                    + " (:parcel, :kind, :now, :since, :task) ON CONFLICT DO NOTHING")
            .param("parcel", parcel)
            .param("kind", alert.name())
            .param("now", Timestamp.from(now))
            .param("since", Timestamp.from(since))
            .param("task", alert.task() ? "WANTED" : "NONE")
            .update()
        == 1;
  }

  /** What is not over of each of them. */
  Map<Long, List<Open>> open(Collection<Long> parcels) {
    Map<Long, List<Open>> open = new HashMap<>();
    jdbc.sql(
            "SELECT parcel, kind, since FROM logistics.trouble WHERE parcel = ANY(:ids)"
                + " AND closed_at IS NULL")
        .param("ids", parcels.toArray(Long[]::new))
        .query(
            row -> {
              open.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                  .add(
                      new Open(
                          Alert.valueOf(row.getString(2)), row.getTimestamp("since").toInstant()));
            });
    return open;
  }

  void close(long parcel, Alert alert, Instant now) {
    jdbc.sql(
            "UPDATE logistics.trouble SET closed_at = :now, task = CASE task WHEN 'NONE' THEN"
                + " 'NONE' ELSE 'CLOSED' END WHERE parcel = :parcel AND kind = :kind")
        .param("now", Timestamp.from(now))
        .param("parcel", parcel)
        .param("kind", alert.name())
        .update();
  }

  /** What of them is to be given to a person. */
  Map<Long, List<Alert>> wanted(Collection<Long> parcels) {
    Map<Long, List<Alert>> wanted = new LinkedHashMap<>();
    jdbc.sql(
            "SELECT parcel, kind FROM logistics.trouble WHERE parcel = ANY(:ids)"
                + " AND task = 'WANTED' ORDER BY parcel, kind")
        .param("ids", parcels.toArray(Long[]::new))
        .query(
            row -> {
              wanted
                  .computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                  .add(Alert.valueOf(row.getString(2)));
            });
    return wanted;
  }

  /** Left over when a process died. */
  List<Long> wantedParcels() {
    return jdbc.sql(
            "SELECT DISTINCT parcel FROM logistics.trouble WHERE task = 'WANTED' LIMIT 1000")
        .query(Long.class)
        .list();
  }

  void handed(long parcel, Alert alert) {
    jdbc.sql(
            "UPDATE logistics.trouble SET task = 'OPEN' WHERE parcel = :parcel AND kind = :kind"
                + " AND task = 'WANTED'")
        .param("parcel", parcel)
        .param("kind", alert.name())
        .update();
  }

  /** Parcels to be looked at; until the end of the transaction nobody else does. */
  List<Parcel> toLookAt(Instant now, int most) {
    return jdbc.sql(
            """
            SELECT * FROM logistics.parcel
            WHERE look_at <= :now
              AND (NOT done OR state = 'SIGNED_AT_STATION' AND NOT fetched) AND state <> 'CANCELLED'
            ORDER BY look_at, id LIMIT :most FOR UPDATE SKIP LOCKED
            """)
        .param("now", Timestamp.from(now))
        .param("most", most)
        .query(ParcelBook::row)
        .list();
  }

  void lookAgain(List<Long> parcels, List<Instant> at) {
    jdbc.sql(
            """
            UPDATE logistics.parcel AS p SET look_at = to_timestamp(look.at)
            FROM unnest(:ids, :times) AS look (id, at) WHERE p.id = look.id
            """)
        .param("ids", parcels.toArray(Long[]::new))
        .param(
            "times", at.stream().map(time -> time.toEpochMilli() / 1000.0).toArray(Double[]::new))
        .update();
  }
}
