package cn.huitouke.delivery;

import cn.huitouke.customer.CustomerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of brakes. */
final class BrakeTable {

  private final JdbcTemplate jdbc;

  BrakeTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  void pull(CustomerId customer, String cause, Brakes.Kind kind, Instant at) {
    jdbc.update(
        "insert into delivery.brake (customer, cause, kind, pulled_at) values (?, ?, ?, ?)"
            + " on conflict (customer, cause) do update set released_at = null",
        customer.value(),
        cause,
        kind.name(),
        LetterTable.time(at));
  }

  boolean release(CustomerId customer, String cause, Instant at) {
    return jdbc.update(
            "update delivery.brake set released_at = ?"
                + " where customer = ? and cause = ? and released_at is null",
            LetterTable.time(at),
            customer.value(),
            cause)
        > 0;
  }

  Map<CustomerId, List<Facts.Brake>> open(Collection<CustomerId> customers) {
    AtOnce alone = new AtOnce();
    Map<CustomerId, List<Facts.Brake>> open = open(alone, customers);
    alone.go(jdbc);
    return open;
  }

  /** Filled when the others go. */
  static Map<CustomerId, List<Facts.Brake>> open(AtOnce others, Collection<CustomerId> customers) {
    Map<CustomerId, List<Facts.Brake>> open = new HashMap<>();
    if (!customers.isEmpty()) {
      others.ask(
          "select customer, kind, cause from delivery.brake"
              + " where customer = any(?) and released_at is null order by pulled_at",
          List.of((Object) customers.stream().map(CustomerId::value).toArray(Long[]::new)),
          row -> {
            open.computeIfAbsent(new CustomerId(row.getLong(1)), _ -> new ArrayList<>())
                .add(new Facts.Brake(Brakes.Kind.valueOf(row.getString(2)), row.getString(3)));
          });
    }
    return open;
  }
}
