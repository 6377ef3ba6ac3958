package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The ledger of what was promised for late parcels. */
@Repository
class CompensationBook {

  /** Any number that is ours alone. */
  private static final long LOCK = 0x6c617465;

  private final JdbcClient jdbc;

  CompensationBook(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** So many promises, worth so much. */
  record Sum(int times, BigDecimal worth) {}

  /** Until the end of the transaction nobody else promises: caps are kept by the sum of all nodes. */
  void alone() {
    jdbc.sql("SELECT pg_advisory_xact_lock(:lock)")
        .param("lock", LOCK)
        .query((_, _) -> true)
        .single();
  }

  Optional<LatePromise> find(long parcel) {
    return jdbc.sql(
            "SELECT customer, level, kind, what, worth FROM logistics.compensation"
                + " WHERE parcel = :parcel")
        .param("parcel", parcel)
        .query((row, _) -> promise(row))
        .optional();
  }

  private static LatePromise promise(ResultSet row) throws SQLException {
    return new LatePromise(
        new CustomerId(row.getLong("customer")),
        row.getString("level"),
        CompensationPromised.Kind.valueOf(row.getString("kind")),
        row.getString("what"),
        row.getBigDecimal("worth"));
  }

  int promisedSince(CustomerId customer, Instant since) {
    return jdbc.sql(
            "SELECT count(*) FROM logistics.compensation WHERE customer = :customer"
                + " AND promised_at > :since")
        .param("customer", customer.value())
        .param("since", Timestamp.from(since))
        .query(Integer.class)
        .single();
  }

  Sum promisedOn(LocalDate day) {
    return jdbc.sql(
            "SELECT count(*), coalesce(sum(worth), 0) FROM logistics.compensation WHERE day = :day")
        .param("day", day)
        .query((row, _) -> new Sum(row.getInt(1), row.getBigDecimal(2)))
        .single();
  }

  void write(long parcel, LatePromise promise, LocalDate day, Instant now) {
    jdbc.sql(
            """
            INSERT INTO logistics.compensation
              (parcel, customer, level, kind, what, worth, day, promised_at)
            VALUES (:parcel, :customer, :level, :kind, :what, :worth, :day, :now)
            """)
        .param("parcel", parcel)
        .param("customer", promise.customer().value())
        .param("level", promise.level())
        .param("kind", promise.kind().name())
        .param("what", promise.what())
        .param("worth", promise.worth())
        .param("day", day)
        .param("now", Timestamp.from(now))
        .update();
  }
}
