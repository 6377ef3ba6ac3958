package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.store.Vault;
import cn.huitouke.tracking.ParcelState;
import cn.huitouke.tracking.Waybill;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Where parcels and what was said of them are written down. */
@Repository
class ParcelBook {

  private static final String ABOUT_TAIL = "logistics.phone-tail";
  private static final String SELECT =
      """
      SELECT id, carrier, number, destination, origin, known_at, shipped_at, collected_at, signed_at,
             state, done, fetched, latest_at, latest_text, latest_place, promised_at, reported_at,
             asked_at, unanswered, tail_wanted
      FROM logistics.parcel
      """;

  private final JdbcClient jdbc;
  private final Vault vault;

  ParcelBook(JdbcClient jdbc, Vault vault) {
    this.jdbc = jdbc;
    this.vault = vault;
  }

  Optional<Parcel> find(Waybill waybill) {
    return one(SELECT + " WHERE carrier = :carrier AND number = :number", waybill);
  }

  /** Those of them that are in the book, in one look. */
  Map<Waybill, Parcel> find(Set<Waybill> waybills) {
    if (waybills.isEmpty()) {
      return Map.of();
    }
    // by number alone, which goes by index however small the table is; carriers hardly share any
    return jdbc
        .sql(SELECT + " WHERE number = ANY(?)")
        .param(waybills.stream().map(Waybill::number).distinct().toArray(String[]::new))
        .query(ParcelBook::row)
        .list()
        .stream()
        .filter(parcel -> waybills.contains(parcel.waybill()))
        .collect(Collectors.toMap(Parcel::waybill, parcel -> parcel));
  }

  Optional<Parcel> find(long id) {
    return jdbc.sql(SELECT + " WHERE id = :id").param("id", id).query(ParcelBook::row).optional();
  }

  /** Until the end of the transaction nobody else changes it. */
  Optional<Parcel> lock(Waybill waybill) {
    return one(SELECT + " WHERE carrier = :carrier AND number = :number FOR UPDATE", waybill);
  }

  /**
   * The same of many, without those that somebody else has in hand: who never waits for one while
   * holding another stands in nobody's way.
   */
  Map<Waybill, Parcel> lockFree(Set<Waybill> waybills) {
    return jdbc
        .sql(SELECT + " WHERE number = ANY(?) ORDER BY id FOR UPDATE SKIP LOCKED")
        .param(waybills.stream().map(Waybill::number).distinct().toArray(String[]::new))
        .query(ParcelBook::row)
        .list()
        .stream()
        .filter(parcel -> waybills.contains(parcel.waybill()))
        .collect(Collectors.toMap(Parcel::waybill, parcel -> parcel));
  }

  List<Parcel> withNumber(String number) {
    return jdbc.sql(SELECT + " WHERE number = :number ORDER BY id")
        .param("number", number)
        .query(ParcelBook::row)
        .list();
  }

  /** A parcel on its way, with the orders in it that are not closed. */
  record Going(Parcel parcel, List<String> orders) {}

  /** What is on its way that somebody may want to hear of: a page, after this row. */
  List<Going> going(long after, Instant movedAfter, int most) {
    return jdbc.sql(
            """
            SELECT p.*, (SELECT array_agg(o.order_number) FROM logistics.parcel_order o
                         WHERE o.parcel = p.id AND NOT o.closed) AS orders
            FROM logistics.parcel p
            WHERE p.id > :id
              AND (NOT p.done OR p.state = 'SIGNED_AT_STATION' AND NOT p.fetched)
              AND p.state <> 'CANCELLED'
              AND coalesce(p.latest_at, p.shipped_at, p.known_at) > :after
            ORDER BY p.id LIMIT :most
            """)
        .param("id", after)
        .param("after", Timestamp.from(movedAfter))
        .param("most", most)
        .query(
            (row, number) ->
                new Going(
                    row(row, number),
                    row.getArray("orders") == null
                        ? List.of()
                        : List.of((String[]) row.getArray("orders").getArray())))
        .list();
  }

  List<Parcel> findAll(Collection<Long> ids) {
    return ids.isEmpty()
        ? List.of()
        : jdbc.sql(SELECT + " WHERE id = ANY(:ids)")
            .param("ids", ids.toArray(Long[]::new))
            .query(ParcelBook::row)
            .list();
  }

  /** A parcel of an order: new, or one that we know already. */
  long ship(Waybill waybill, String order, String destination, Optional<Instant> at, Instant now) {
    long id = add(waybill, destination, at, "WANTED", now);
    jdbc.sql(
            "INSERT INTO logistics.parcel_order (parcel, order_number) VALUES (:id, :order)"
                + " ON CONFLICT DO NOTHING")
        .param("id", id)
        .param("order", order)
        .update();
    return id;
  }

  /** A parcel that only somebody's question made known: nobody watches it. */
  long visit(Waybill waybill, CustomerId customer, Instant now) {
    long id = add(waybill, "", Optional.empty(), "NONE", now);
    jdbc.sql(
            "INSERT INTO logistics.guest (parcel, customer, since) VALUES (:id, :customer, :now)"
                + " ON CONFLICT DO NOTHING")
        .param("id", id)
        .param("customer", customer.value())
        .param("now", Timestamp.from(now))
        .update();
    return id;
  }

  private long add(
      Waybill waybill, String destination, Optional<Instant> at, String watch, Instant now) {
    return jdbc.sql(
            """
            INSERT INTO logistics.parcel AS p
              (carrier, number, destination, shipped_at, known_at, watch, watch_at, look_at)
            VALUES (:carrier, :number, :destination, :at, :now, :watch, :now, :now)
            ON CONFLICT (carrier, number) DO UPDATE SET
              destination = CASE WHEN p.destination = '' THEN excluded.destination
                                 ELSE p.destination END,
              shipped_at = coalesce(p.shipped_at, excluded.shipped_at),
              watch = CASE WHEN p.watch = 'NONE' THEN excluded.watch ELSE p.watch END
            RETURNING id
            """)
        .param("carrier", waybill.carrier())
        .param("number", waybill.number())
        .param("destination", destination)
        .param("at", time(at), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("now", Timestamp.from(now))
        .param("watch", watch)
        .query(Long.class)
        .single();
  }

  int visitsSince(CustomerId customer, Instant since) {
    return jdbc.sql(
            "SELECT count(*) FROM logistics.guest WHERE customer = :customer AND since > :since")
        .param("customer", customer.value())
        .param("since", Timestamp.from(since))
        .query(Integer.class)
        .single();
  }

  void close(String order) {
    jdbc.sql("UPDATE logistics.parcel_order SET closed = true WHERE order_number = :order")
        .param("order", order)
        .update();
  }

  /** The orders in a parcel that are not closed. */
  List<String> openOrders(long parcel) {
    return jdbc.sql(
            "SELECT order_number FROM logistics.parcel_order WHERE parcel = :id AND NOT closed"
                + " ORDER BY order_number")
        .param("id", parcel)
        .query(String.class)
        .list();
  }

  /** The same of many. */
  Map<Long, List<String>> openOrders(Collection<Long> parcels) {
    Map<Long, List<String>> orders = new HashMap<>();
    if (!parcels.isEmpty()) {
      jdbc.sql(
              "SELECT parcel, order_number FROM logistics.parcel_order WHERE parcel = ANY(:ids)"
                  + " AND NOT closed ORDER BY order_number")
          .param("ids", parcels.toArray(Long[]::new))
          .query(
              row -> {
                orders
                    .computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                    .add(row.getString(2));
              });
    }
    return orders;
  }

  boolean ofTheShop(long parcel) {
    return jdbc.sql("SELECT EXISTS (SELECT 1 FROM logistics.parcel_order WHERE parcel = :id)")
        .param("id", parcel)
        .query(Boolean.class)
        .single();
  }

  /** The number turned out to be another carrier's. */
  void rename(Parcel parcel, String carrier, Instant now) {
    jdbc.sql(
            "UPDATE logistics.parcel SET carrier = :carrier, watches = 0, watch = 'WANTED',"
                + " watch_at = :now WHERE id = :id")
        .param("carrier", carrier)
        .param("now", Timestamp.from(now))
        .param("id", parcel.id())
        .update();
  }

  /**
   * How a parcel stands by a report.
   *
   * @param claimed the state that the source tagged it with
   * @param promised when it should arrive, by the source
   */
  record Stand(long parcel, Standing how, ParcelState claimed, Optional<Instant> promised) {}

  /** The parcels as they stand then. */
  Map<Long, Parcel> stand(List<Stand> stands, Instant now) {
    Map<Long, Parcel> parcels = new HashMap<>();
    if (stands.isEmpty()) {
      return parcels;
    }
    jdbc.sql(
            """
            UPDATE logistics.parcel AS p SET
              reported_at = :now, state = s.state, done = s.done, fetched = s.fetched,
              claimed = s.claimed, latest_at = to_timestamp(s.at), latest_text = s.text,
              latest_place = s.place, collected_at = to_timestamp(s.collected),
              origin = CASE WHEN s.origin = '' THEN p.origin ELSE s.origin END,
              promised_at = coalesce(to_timestamp(s.promised), p.promised_at),
              signed_at = CASE WHEN s.signed THEN to_timestamp(s.at) END,
              longest_gap = CASE WHEN s.signed THEN s.gap END,
              look_at = least(p.look_at, :now)
            FROM unnest(:ids, :states, :done, :fetched, :claimed, :at, :texts, :places, :collected,
                :origins, :promised, :signed, :gaps)
              AS s (id, state, done, fetched, claimed, at, text, place, collected, origin, promised,
                signed, gap)
            WHERE p.id = s.id RETURNING p.*
            """)
        .param("now", Timestamp.from(now))
        .param("ids", each(stands, Stand::parcel, Long[]::new))
        .param("states", each(stands, s -> s.how().state().name(), String[]::new))
        .param("done", each(stands, s -> s.how().done(), Boolean[]::new))
        .param("fetched", each(stands, s -> s.how().fetched(), Boolean[]::new))
        .param("claimed", each(stands, s -> s.claimed().name(), String[]::new))
        .param("at", each(stands, s -> seconds(s.how().latest().map(TraceLine::at)), Double[]::new))
        .param("texts", each(stands, s -> latest(s, TraceLine::text), String[]::new))
        .param("places", each(stands, s -> latest(s, TraceLine::place), String[]::new))
        .param("collected", each(stands, s -> seconds(s.how().collectedAt()), Double[]::new))
        .param("origins", each(stands, s -> s.how().origin(), String[]::new))
        .param("promised", each(stands, s -> seconds(s.promised()), Double[]::new))
        .param("signed", each(stands, s -> s.how().state().signed(), Boolean[]::new))
        .param("gaps", each(stands, s -> s.how().longestGap().toSeconds(), Long[]::new))
        .query(ParcelBook::row)
        .list()
        .forEach(parcel -> parcels.put(parcel.id(), parcel));
    return parcels;
  }

  private static <T extends @Nullable Object> T[] each(
      List<Stand> stands, Function<Stand, T> what, IntFunction<T[]> array) {
    return stands.stream().map(what).toArray(array);
  }

  private static String latest(Stand stand, Function<TraceLine, String> what) {
    return stand.how().latest().map(what).orElse("");
  }

  private static @Nullable Double seconds(Optional<Instant> at) {
    return at.map(time -> time.toEpochMilli() / 1000.0).orElse(null);
  }

  void fetched(long parcel) {
    set(parcel, "fetched = true");
  }

  /** It is in the customer's hands. False when that was known. */
  boolean delivered(long parcel) {
    return jdbc.sql("UPDATE logistics.parcel SET delivered = true WHERE id = :id AND NOT delivered")
            .param("id", parcel)
            .update()
        == 1;
  }

  /** The same of many: those of which it was not known. */
  Set<Long> delivered(Collection<Long> parcels) {
    return parcels.isEmpty()
        ? Set.of()
        : Set.copyOf(
            jdbc.sql(
                    "UPDATE logistics.parcel SET delivered = true WHERE id = ANY(:ids)"
                        + " AND NOT delivered RETURNING id")
                .param("ids", parcels.toArray(Long[]::new))
                .query(Long.class)
                .list());
  }

  void reported(long parcel, Instant now) {
    set(parcel, "reported_at = :now", now);
  }

  void asked(long parcel, Instant now) {
    set(parcel, "asked_at = :now, unanswered = true", now);
  }

  void answered(long parcel) {
    set(parcel, "unanswered = false");
  }

  void wantTail(long parcel, boolean wanted) {
    set(parcel, "tail_wanted = " + wanted);
  }

  void keepTail(long parcel, String tail) {
    jdbc.sql("UPDATE logistics.parcel SET tail = :tail, tail_wanted = false WHERE id = :id")
        .param("tail", vault.seal(tail, ABOUT_TAIL))
        .param("id", parcel)
        .update();
  }

  Optional<String> tail(long parcel) {
    return jdbc.sql("SELECT tail FROM logistics.parcel WHERE id = :id AND tail IS NOT NULL")
        .param("id", parcel)
        .query(byte[].class)
        .optional()
        .map(bytes -> vault.open(bytes, ABOUT_TAIL));
  }

  private void set(long parcel, String what) {
    jdbc.sql("UPDATE logistics.parcel SET " + what + " WHERE id = :id")
        .param("id", parcel)
        .update();
  }

  private void set(long parcel, String what, Instant now) {
    jdbc.sql("UPDATE logistics.parcel SET " + what + " WHERE id = :id")
        .param("now", Timestamp.from(now))
        .param("id", parcel)
        .update();
  }

  private Optional<Parcel> one(String sql, Waybill waybill) {
    return jdbc.sql(sql)
        .param("carrier", waybill.carrier())
        .param("number", waybill.number())
        .query(ParcelBook::row)
        .optional();
  }

  static Parcel row(ResultSet row, int number) throws SQLException {
    return new Parcel(
        row.getLong("id"),
        new Waybill(row.getString("carrier"), row.getString("number")),
        row.getString("destination"),
        row.getString("origin"),
        row.getTimestamp("known_at").toInstant(),
        instant(row, "shipped_at"),
        instant(row, "collected_at"),
        instant(row, "signed_at"),
        ParcelState.valueOf(row.getString("state")),
        row.getBoolean("done"),
        row.getBoolean("fetched"),
        instant(row, "latest_at"),
        row.getString("latest_text"),
        row.getString("latest_place"),
        instant(row, "promised_at"),
        instant(row, "reported_at"),
        instant(row, "asked_at"),
        row.getBoolean("unanswered"),
        row.getBoolean("tail_wanted"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  private static @Nullable OffsetDateTime time(Optional<Instant> at) {
    return at.map(time -> time.atOffset(ZoneOffset.UTC)).orElse(null);
  }
}
