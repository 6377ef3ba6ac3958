package cn.huitouke.customer;

import cn.huitouke.customer.Customers.Wished;
import cn.huitouke.customer.Wishes.QuietHours;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of what customers asked for. */
final class WishBook {

  private final JdbcClient jdbc;

  WishBook(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Map<CustomerId, Wishes> latest(Collection<CustomerId> customers) {
    Map<CustomerId, Wishes> latest = new HashMap<>();
    jdbc.sql(
            """
            SELECT wish.* FROM unnest(?::bigint[]) AS asked (id) CROSS JOIN LATERAL (
              SELECT * FROM customer.wish WHERE customer = asked.id ORDER BY seq DESC LIMIT 1) AS wish
            """)
        .param(customers.stream().map(CustomerId::value).toArray(Long[]::new))
        .query(
            (row, _) -> latest.put(new CustomerId(row.getLong("customer")), wished(row).wishes()))
        .list();
    return latest;
  }

  List<Wished> history(CustomerId customer) {
    return jdbc.sql("SELECT * FROM customer.wish WHERE customer = ? ORDER BY seq DESC LIMIT 200")
        .param(customer.value())
        .query((row, _) -> wished(row))
        .list();
  }

  void add(CustomerId customer, Wishes wishes, String source, Instant at) {
    jdbc.sql(
            """
            INSERT INTO customer.wish (customer, arrival_only, care, community, marketing,
              quiet_from, quiet_to, source, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            customer.value(),
            wishes.arrivalOnly(),
            wishes.care(),
            wishes.community(),
            wishes.marketing(),
            time(wishes.quiet().map(QuietHours::from).orElse(null)),
            time(wishes.quiet().map(QuietHours::to).orElse(null)),
            source,
            Timestamp.from(at))
        .update();
  }

  private static @Nullable Time time(@Nullable LocalTime time) {
    return time == null ? null : Time.valueOf(time);
  }

  private static Wished wished(ResultSet row) throws SQLException {
    LocalTime from = row.getObject("quiet_from", LocalTime.class);
    Optional<QuietHours> quiet =
        from == null
            ? Optional.empty()
            : Optional.of(new QuietHours(from, row.getObject("quiet_to", LocalTime.class)));
    return new Wished(
        new Wishes(
            row.getBoolean("arrival_only"),
            row.getBoolean("care"),
            row.getBoolean("community"),
            row.getBoolean("marketing"),
            quiet),
        row.getString("source"),
        row.getObject("at", OffsetDateTime.class).toInstant());
  }
}
