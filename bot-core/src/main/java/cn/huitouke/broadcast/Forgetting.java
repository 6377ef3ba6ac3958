package cn.huitouke.broadcast;

import cn.huitouke.customer.CustomerErased;
import cn.huitouke.customer.CustomersMerged;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Who was merged into another gets it as that other; an erased customer was never among them. */
@Component("broadcastForgetting")
class Forgetting {

  private final JdbcClient jdbc;
  private final JsonMapper json = JsonMapper.builder().build();

  Forgetting(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @EventListener
  void hear(CustomersMerged merged) {
    if (merged.undone()) {
      return;
    }
    long from = merged.from().value();
    long into = merged.into().value();
    // of what has started, the letters stand as they are
    jdbc.sql(
            """
            with waiting as (
              delete from broadcast.recipient r using broadcast.broadcast b
              where r.customer = ? and b.id = r.broadcast and b.started_at is null
              returning r.broadcast, r.side, r.held_out)
            insert into broadcast.recipient (broadcast, customer, side, held_out)
            select broadcast, ?, side, held_out from waiting on conflict do nothing
            """)
        .params(from, into)
        .update();
    jdbc.sql(
            "with gone as (delete from broadcast.tester where customer = ? returning operator, at)"
                + " insert into broadcast.tester select ?, operator, at from gone"
                + " on conflict do nothing")
        .params(from, into)
        .update();
  }

  @EventListener
  void hear(CustomerErased erased) {
    // whoever is gathering in this moment may have them in hand: begins anew when asked again
    jdbc.sql("update broadcast.broadcast set gathering = null where gathering is not null")
        .update();
    forgetExamples(erased.customer().value());
    for (String table : new String[] {"recipient", "named", "tester"}) {
      jdbc.sql("delete from broadcast." + table + " where customer = ?")
          .param(erased.customer().value())
          .update();
    }
  }

  /** What was foreseen names a few people for each cause. */
  private void forgetExamples(long customer) {
    record Row(long id, String foresight) {}
    List<Row> rows =
        jdbc.sql(
                "select id, foresight from broadcast.broadcast where foresight is not null and id"
                    + " in (select broadcast from broadcast.recipient where customer = ?) for"
                    + " update")
            .param(customer)
            .query((row, _) -> new Row(row.getLong(1), row.getString(2)))
            .list();
    for (Row row : rows) {
      Foresight without = json.readValue(row.foresight(), Foresight.class).forgetting(customer);
      jdbc.sql("update broadcast.broadcast set foresight = ? where id = ?")
          .params(json.writeValueAsString(without), row.id())
          .update();
    }
  }
}
