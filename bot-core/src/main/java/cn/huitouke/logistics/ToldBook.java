package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
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

  /** What is to be told of a parcel. */
  List<NoticeKind> due(long parcel) {
    return jdbc.sql("SELECT kind FROM logistics.told WHERE parcel = :parcel AND due")
        .param("parcel", parcel)
        .query((row, _) -> NoticeKind.valueOf(row.getString(1)))
        .list();
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

  /** To whom word of a parcel was promised, and when. */
  Map<CustomerId, Instant> promised(long parcel) {
    Map<CustomerId, Instant> promised = new HashMap<>();
    jdbc.sql("SELECT customer, at FROM logistics.asked WHERE parcel = ?")
        .param(parcel)
        .query(
            row -> {
              promised.put(new CustomerId(row.getLong(1)), row.getTimestamp(2).toInstant());
            });
    return promised;
  }

  /** The parcels of which something is known by now, and word was promised. */
  List<Long> promisedParcels() {
    return jdbc.sql(
            "SELECT DISTINCT a.parcel FROM logistics.asked a JOIN logistics.parcel p"
                + " ON p.id = a.parcel WHERE p.latest_at IS NOT NULL LIMIT 1000")
        .query(Long.class)
        .list();
  }

  void kept(long parcel) {
    jdbc.sql("DELETE FROM logistics.asked WHERE parcel = ?").param(parcel).update();
  }

  void told(long parcel, NoticeKind kind) {
    jdbc.sql("UPDATE logistics.told SET due = false WHERE parcel = :parcel AND kind = :kind")
        .param("parcel", parcel)
        .param("kind", kind.name())
        .update();
  }
}
