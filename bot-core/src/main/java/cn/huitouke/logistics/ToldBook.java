package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What has been told of each parcel: once is for ever. */
@Repository
class ToldBook {

  private final JdbcClient jdbc;

  ToldBook(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Notes a kind of news.
   *
   * @param due whether it is to be told, or passed over
   * @return whether it was new
   */
  boolean note(long parcel, NoticeKind kind, boolean due, Instant now) {
    return jdbc.sql(
                "INSERT INTO logistics.told (parcel, kind, at, due) VALUES (:parcel, :kind, :now,"
                    + " :due) ON CONFLICT DO NOTHING")
            .param("parcel", parcel)
            .param("kind", kind.name())
            .param("now", Timestamp.from(now))
            .param("due", due)
            .update()
        == 1;
  }

  /**
   * A kind of news of a parcel.
   *
   * @param due whether it is to be told, or passed over
   */
  record Note(long parcel, NoticeKind kind, boolean due) {}

  /** Notes many; of one kind of a parcel the first. Those that were new. */
  Set<Note> note(List<Note> notes, Instant now) {
    if (notes.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        jdbc.sql(
                """
                INSERT INTO logistics.told (parcel, kind, at, due)
                SELECT parcel, kind, :now, due FROM unnest(:parcels, :kinds, :due)
                  WITH ORDINALITY AS note (parcel, kind, due, nth) ORDER BY nth
                ON CONFLICT DO NOTHING RETURNING parcel, kind, due
                """)
            .param("now", Timestamp.from(now))
            .param("parcels", notes.stream().map(Note::parcel).toArray(Long[]::new))
            .param("kinds", notes.stream().map(note -> note.kind().name()).toArray(String[]::new))
            .param("due", notes.stream().map(Note::due).toArray(Boolean[]::new))
            .query(
                (row, _) ->
                    new Note(
                        row.getLong(1), NoticeKind.valueOf(row.getString(2)), row.getBoolean(3)))
            .list());
  }

  boolean noted(long parcel, NoticeKind kind) {
    return jdbc.sql(
            "SELECT EXISTS (SELECT 1 FROM logistics.told WHERE parcel = :parcel AND kind = :kind)")
        .param("parcel", parcel)
        .param("kind", kind.name())
        .query(Boolean.class)
        .single();
  }

  /** What has been told of each of them, or was passed over. */
  Map<Long, Set<NoticeKind>> noted(Collection<Long> parcels) {
    Map<Long, Set<NoticeKind>> noted = new HashMap<>();
    jdbc.sql("SELECT parcel, kind FROM logistics.told WHERE parcel = ANY(:ids)")
        .param("ids", parcels.toArray(Long[]::new))
        .query(
            row -> {
              noted
                  .computeIfAbsent(row.getLong(1), _ -> EnumSet.noneOf(NoticeKind.class))
                  .add(NoticeKind.valueOf(row.getString(2)));
            });
    return noted;
  }

  /** What is to be told of each of them. */
  Map<Long, Set<NoticeKind>> due(Collection<Long> parcels) {
    Map<Long, Set<NoticeKind>> due = new HashMap<>();
    jdbc.sql("SELECT parcel, kind FROM logistics.told WHERE parcel = ANY(:ids) AND due")
        .param("ids", parcels.toArray(Long[]::new))
        .query(
            row -> {
              due.computeIfAbsent(row.getLong(1), _ -> EnumSet.noneOf(NoticeKind.class))
                  .add(NoticeKind.valueOf(row.getString(2)));
            });
    return due;
  }

  /** The parcels that have something due: left over when a process died. */
  List<Long> dueParcels() {
    return jdbc.sql("SELECT DISTINCT parcel FROM logistics.told WHERE due LIMIT 1000")
        .query(Long.class)
        .list();
  }

  /** They were promised to hear of it as soon as there is something to hear. */
  void promise(long parcel, CustomerId customer, Instant now) {
    jdbc.sql(
            "INSERT INTO logistics.asked (parcel, customer, at) VALUES (?, ?, ?)"
                + " ON CONFLICT (parcel, customer) DO UPDATE SET at = excluded.at")
        .params(parcel, customer.value(), Timestamp.from(now))
        .update();
  }

  /** To whom word of these parcels was promised, and when. */
  Map<Long, Map<CustomerId, Instant>> promised(Collection<Long> parcels) {
    Map<Long, Map<CustomerId, Instant>> promised = new HashMap<>();
    jdbc.sql("SELECT parcel, customer, at FROM logistics.asked WHERE parcel = ANY(:ids)")
        .param("ids", parcels.toArray(Long[]::new))
        .query(
            row -> {
              promised
                  .computeIfAbsent(row.getLong(1), _ -> new HashMap<>())
                  .put(new CustomerId(row.getLong(2)), row.getTimestamp(3).toInstant());
            });
    return promised;
  }

  /** The parcels of which something is known by now, and word was promised. */
  List<Long> promisedParcels() {
    return jdbc.sql(
            "SELECT DISTINCT a.parcel FROM logistics.asked a WHERE (SELECT p.latest_at"
                + " FROM logistics.parcel p WHERE p.id = a.parcel) IS NOT NULL LIMIT 1000")
        .query(Long.class)
        .list();
  }

  void kept(Collection<Long> parcels) {
    jdbc.sql("DELETE FROM logistics.asked WHERE parcel = ANY(:ids)")
        .param("ids", parcels.toArray(Long[]::new))
        .update();
  }

  void told(Map<Long, Set<NoticeKind>> these) {
    List<Note> notes = new ArrayList<>();
    these.forEach(
        (parcel, kinds) -> kinds.forEach(kind -> notes.add(new Note(parcel, kind, true))));
    jdbc.sql(
            """
            UPDATE logistics.told SET due = false FROM unnest(:parcels, :kinds) AS these (id, word)
            WHERE parcel = id AND kind = word
            """)
        .param("parcels", notes.stream().map(Note::parcel).toArray(Long[]::new))
        .param("kinds", notes.stream().map(note -> note.kind().name()).toArray(String[]::new))
        .update();
  }
}
