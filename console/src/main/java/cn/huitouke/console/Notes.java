package cn.huitouke.console;

import cn.huitouke.customer.CustomerErased;
import cn.huitouke.customer.CustomerId;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What operators noted about customers. */
@Component
class Notes {

  static final int LONGEST = 1000;

  private final JdbcClient database;
  private final InstantSource clock;

  Notes(JdbcClient database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  record Note(long id, String text, String operator, Instant at) {}

  void add(CustomerId customer, String text, String operator) {
    database
        .sql("insert into console.note (customer, text, operator, at) values (?, ?, ?, ?)")
        .params(customer.value(), text, operator, Timestamp.from(clock.instant()))
        .update();
  }

  List<Note> of(Collection<CustomerId> customers) {
    return database
        .sql("select * from console.note where customer = any(?) order by id desc limit 200")
        .param(customers.stream().map(CustomerId::value).toArray(Long[]::new))
        .query(
            (row, _) ->
                new Note(
                    row.getLong("id"),
                    row.getString("text"),
                    row.getString("operator"),
                    row.getObject("at", OffsetDateTime.class).toInstant()))
        .list();
  }

  @EventListener
  void hear(CustomerErased erased) {
    database
        .sql("delete from console.note where customer = ?")
        .param(erased.customer().value())
        .update();
  }
}
