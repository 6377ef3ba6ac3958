package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Each morning's digests: whose, of what, and what became of them. */
@Repository
class DigestBook {

  /** Older ones have been counted long ago. */
  private static final int DAYS_KEPT = 30;

  /** Until it was asked for, and once it has been, a parcel of the plan is stale. */
  private static final String STALE =
      """
       FROM (SELECT DISTINCT ON (parcel) parcel, rank
             FROM logistics.digest d, unnest(d.parcels) AS parcel
             WHERE d.day = :day AND d.state = 'PLANNED' ORDER BY parcel, rank) AS planned
       JOIN logistics.parcel p ON p.id = planned.parcel
       WHERE NOT p.done
         AND (p.reported_at IS NULL OR p.reported_at <= :reported)
         AND (p.asked_at IS NULL OR p.asked_at <= :asked)
      """;

  private final JdbcClient jdbc;

  DigestBook(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** One parcel for one customer's digest. */
  record Share(CustomerId customer, int rank, String account, long parcel) {}

  /** A digest to be written. */
  record Planned(CustomerId customer, int rank, String account, List<Long> parcels) {}

  /** A parcel to be asked after, the most useful first. */
  record Stale(int rank, Parcel parcel) {}

  /** Adds to the day's plan; what is there already stays. In the caller's transaction. */
  void plan(LocalDate day, List<Share> shares) {
    jdbc.sql(
            """
            INSERT INTO logistics.digest AS d (customer, day, state, rank, account, parcels)
            SELECT customer, :day, 'PLANNED', min(rank), min(account), array_agg(parcel)
            FROM unnest(:customers, :ranks, :accounts, :parcels)
              AS share (customer, rank, account, parcel)
            GROUP BY customer
            ON CONFLICT (customer, day) DO UPDATE SET
              rank = least(d.rank, excluded.rank),
              account = excluded.account,
              parcels = ARRAY(SELECT DISTINCT unnest(d.parcels || excluded.parcels))
            WHERE d.state = 'PLANNED'
            """)
        .param("day", day)
        .param("customers", shares.stream().map(s -> s.customer().value()).toArray(Long[]::new))
        .param("ranks", shares.stream().map(Share::rank).toArray(Integer[]::new))
        .param("accounts", shares.stream().map(Share::account).toArray(String[]::new))
        .param("parcels", shares.stream().map(Share::parcel).toArray(Long[]::new))
        .update();
  }

  void forget(LocalDate day) {
    jdbc.sql("DELETE FROM logistics.digest WHERE day < :day")
        .param("day", day.minusDays(DAYS_KEPT))
        .update();
  }

  /** How many are still to be written, by the account they go through. */
  Map<String, Integer> open(LocalDate day) {
    Map<String, Integer> open = new HashMap<>();
    jdbc.sql(
            "SELECT account, count(*) FROM logistics.digest WHERE day = :day AND state = 'PLANNED'"
                + " GROUP BY account")
        .param("day", day)
        .query(
            row -> {
              open.put(row.getString(1), row.getInt(2));
            });
    return open;
  }

  /** How many parcels of the plan nothing was heard of for so long. */
  int stale(LocalDate day, Duration freshFor, Instant now) {
    return stale("SELECT count(*)" + STALE, day, freshFor, now).query(Integer.class).single();
  }

  /** The most useful first. */
  List<Stale> stale(LocalDate day, Duration freshFor, Instant now, int rank, long after, int most) {
    return stale(
            "SELECT rank, p.*"
                + STALE
                + " AND (planned.rank, p.id) > (:rank, :id) ORDER BY planned.rank, p.id LIMIT"
                + " :most",
            day,
            freshFor,
            now)
        .param("rank", rank)
        .param("id", after)
        .param("most", most)
        .query((row, number) -> new Stale(row.getInt("rank"), ParcelBook.row(row, number)))
        .list();
  }

  private JdbcClient.StatementSpec stale(
      String sql, LocalDate day, Duration freshFor, Instant now) {
    return jdbc.sql(sql)
        .param("day", day)
        .param("reported", Timestamp.from(now.minus(freshFor)))
        .param("asked", Timestamp.from(now.minus(Freshness.APART)));
  }

  /** Those to be written, the most useful first, after this one. */
  List<Planned> planned(LocalDate day, int rank, long customer, int most) {
    return jdbc.sql(
            """
            SELECT customer, rank, account, parcels FROM logistics.digest
            WHERE day = :day AND state = 'PLANNED' AND (rank, customer) > (:rank, :customer)
            ORDER BY rank, customer LIMIT :most
            """)
        .param("day", day)
        .param("rank", rank)
        .param("customer", customer)
        .param("most", most)
        .query((row, _) -> planned(row))
        .list();
  }

  private static Planned planned(ResultSet row) throws SQLException {
    Array parcels = row.getArray("parcels");
    return new Planned(
        new CustomerId(row.getLong("customer")),
        row.getInt("rank"),
        row.getString("account"),
        List.of((Long[]) parcels.getArray()));
  }

  /** WRITTEN or SPARED. */
  void settled(LocalDate day, Collection<CustomerId> customers, String state) {
    jdbc.sql(
            "UPDATE logistics.digest SET state = :state WHERE day = :day"
                + " AND customer = ANY(:customers)")
        .param("state", state)
        .param("day", day)
        .param("customers", customers.stream().map(CustomerId::value).toArray(Long[]::new))
        .update();
  }

  /** Who of these was written a digest that day. */
  Set<CustomerId> written(LocalDate day, Collection<CustomerId> customers) {
    return Set.copyOf(
        jdbc.sql(
                "SELECT customer FROM logistics.digest WHERE day = :day AND state = 'WRITTEN'"
                    + " AND customer = ANY(:customers)")
            .param("day", day)
            .param("customers", customers.stream().map(CustomerId::value).toArray(Long[]::new))
            .query((row, _) -> new CustomerId(row.getLong(1)))
            .list());
  }

  /** Whether this day's digest is still to be written, as far as anybody knows. */
  boolean toCome(LocalDate day, CustomerId customer) {
    return jdbc.sql(
            "SELECT NOT EXISTS (SELECT 1 FROM logistics.digest WHERE day = ? AND customer = ?"
                + " AND state <> 'PLANNED')")
        .params(day, customer.value())
        .query(Boolean.class)
        .single();
  }

  /** This customer needs none today: they have just heard it all. */
  void spare(CustomerId customer, LocalDate day) {
    jdbc.sql(
            "INSERT INTO logistics.digest AS d (customer, day, state) VALUES (:customer, :day,"
                + " 'SPARED') ON CONFLICT (customer, day) DO UPDATE SET state = 'SPARED'"
                + " WHERE d.state = 'PLANNED'")
        .param("customer", customer.value())
        .param("day", day)
        .update();
  }

  /** What could not be written in time will not be written. */
  int leaveOut(LocalDate day) {
    return jdbc.sql(
            "UPDATE logistics.digest SET state = 'LEFT_OUT' WHERE day = :day AND state = 'PLANNED'")
        .param("day", day)
        .update();
  }
}
