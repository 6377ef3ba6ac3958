package cn.huitouke.logistics;

import cn.huitouke.tracking.TrackingReport;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which parcels are watched by a source, and when to ask for it again. */
@Repository
class WatchBook {

  /** Kuaidi100 takes at most four subscriptions of a number a month. */
  static final int MOST_A_MONTH = 4;

  /** It wants half an hour between giving a number up and watching it again. */
  static final Duration AFTER_GIVING_UP = Duration.ofMinutes(31);

  /** While one node tries, no other does. */
  private static final Duration CLAIM = Duration.ofMinutes(10);

  private final JdbcClient jdbc;

  WatchBook(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** One parcel to be watched. {@code watches}: how often this month it was already. */
  record Wanted(Parcel parcel, int watches) {}

  /** What reports say of the watch. */
  void heard(List<Tidings.Tiding> all, Instant now) {
    List<Tidings.Tiding> going = new ArrayList<>();
    for (Tidings.Tiding tiding : all) {
      switch (tiding.report().watch()) {
        case ASKED -> {
          // An answer to a question: nobody watches because of it.
        }
        case WATCHING, ENDED -> going.add(tiding);
        case ABANDONED -> abandoned(tiding.parcel(), tiding.report(), now);
      }
    }
    stand(going);
  }

  /** Nothing is to be done at any time. Most reports change nothing about it, and write nothing. */
  private void stand(List<Tidings.Tiding> going) {
    if (!going.isEmpty()) {
      jdbc.sql(
              """
              UPDATE logistics.parcel AS p SET watch = said.watch
              FROM unnest(:ids, :watches) AS said (id, watch)
              WHERE p.id = said.id AND p.watch <> said.watch
              """)
          .param("ids", going.stream().map(Tidings.Tiding::id).toArray(Long[]::new))
          .param("watches", going.stream().map(WatchBook::watch).toArray(String[]::new))
          .update();
    }
  }

  private static String watch(Tidings.Tiding tiding) {
    boolean ended = tiding.report().watch() == TrackingReport.Watch.ENDED || tiding.parcel().done();
    return ended ? "ENDED" : "WATCHING";
  }

  private void abandoned(Parcel parcel, TrackingReport report, Instant now) {
    if (parcel.done()) {
      stands(parcel.id(), "ENDED");
    } else if (report.correctedCarrier().isEmpty()) {
      set(parcel.id(), "WANTED", now.plus(AFTER_GIVING_UP));
    } else {
      // Under its right carrier it is another number to the source; asking twice does no harm.
      set(parcel.id(), "WANTED", now);
    }
  }

  /** Takes those that are due, for this node alone. */
  List<Wanted> claim(Instant now, int most) {
    String month = month(now);
    return jdbc
        .sql(
            """
            UPDATE logistics.parcel SET
              watch_at = :later,
              watches = CASE WHEN watch_month = :month THEN watches ELSE 0 END,
              watch_month = :month
            WHERE id IN (SELECT id FROM logistics.parcel
                         WHERE watch = 'WANTED' AND watch_at <= :now AND NOT done
                         ORDER BY watch_at, id LIMIT :most FOR UPDATE SKIP LOCKED)
            RETURNING *
            """)
        .param("later", Timestamp.from(now.plus(CLAIM)))
        .param("now", Timestamp.from(now))
        .param("month", month)
        .param("most", most)
        .query((row, number) -> new Wanted(ParcelBook.row(row, number), row.getInt("watches")))
        .list()
        .stream()
        .sorted(Comparator.comparingLong(wanted -> wanted.parcel().id()))
        .toList();
  }

  void watching(long parcel) {
    jdbc.sql(
            "UPDATE logistics.parcel SET watch = 'WATCHING', watches = watches + 1 WHERE id = :id"
                + " AND watch = 'WANTED'")
        .param("id", parcel)
        .update();
  }

  void later(long parcel, Instant at) {
    set(parcel, "WANTED", at);
  }

  void refused(long parcel) {
    stands(parcel, "REFUSED");
  }

  String watchOf(long parcel) {
    return jdbc.sql("SELECT watch FROM logistics.parcel WHERE id = :id")
        .param("id", parcel)
        .query(String.class)
        .single();
  }

  private void stands(long parcel, String watch) {
    jdbc.sql("UPDATE logistics.parcel SET watch = :watch WHERE id = :id AND watch <> :watch")
        .param("watch", watch)
        .param("id", parcel)
        .update();
  }

  private void set(long parcel, String watch, Instant at) {
    jdbc.sql("UPDATE logistics.parcel SET watch = :watch, watch_at = :at WHERE id = :id")
        .param("watch", watch)
        .param("at", Timestamp.from(at))
        .param("id", parcel)
        .update();
  }

  private static String month(Instant now) {
    return YearMonth.from(now.atOffset(ZoneOffset.ofHours(8))).toString();
  }
}
