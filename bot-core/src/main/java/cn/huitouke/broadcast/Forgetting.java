package cn.huitouke.broadcast;

import cn.huitouke.customer.CustomerErased;
import cn.huitouke.customer.CustomersMerged;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who was merged into another gets it as that other; an erased customer was never among them. */
@Component("broadcastForgetting")
class Forgetting {

  private final JdbcClient jdbc;

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
    for (String table : new String[] {"recipient", "tester"}) {
      jdbc.sql("delete from broadcast." + table + " where customer = ?")
          .param(erased.customer().value())
          .update();
    }
  }
}
