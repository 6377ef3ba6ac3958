package cn.huitouke.delivery;

import cn.huitouke.channel.Peer;
import cn.huitouke.customer.CustomerErased;
import cn.huitouke.customer.CustomersMerged;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is still to be said follows a merged customer; of an erased one nothing stays. */
@Component("deliveryForgetting")
class Forgetting {

  private final JdbcClient jdbc;

  Forgetting(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @EventListener
  void hear(CustomersMerged merged) {
    if (!merged.undone()) {
      jdbc.sql("update delivery.letter set customer = ? where customer = ? and due_at is not null")
          .params(merged.into().value(), merged.from().value())
          .update();
      jdbc.sql("update delivery.contact set customer = ? where customer = ?")
          .params(merged.into().value(), merged.from().value())
          .update();
      jdbc.sql(
              "insert into delivery.brake select ?, cause, kind, pulled_at, released_at"
                  + " from delivery.brake where customer = ? on conflict do nothing")
          .params(merged.into().value(), merged.from().value())
          .update();
    }
  }

  @EventListener
  void hear(CustomerErased erased) {
    long customer = erased.customer().value();
    jdbc.sql(
            "delete from delivery.step where letter in"
                + " (select seq from delivery.letter where customer = ?)")
        .param(customer)
        .update();
    jdbc.sql("delete from delivery.letter where customer = ?").param(customer).update();
    jdbc.sql("delete from delivery.brake where customer = ?").param(customer).update();
    jdbc.sql("delete from delivery.contact where customer = ?").param(customer).update();
    for (Peer peer : erased.peers()) {
      jdbc.sql(
              "update delivery.bundle set peers = array_remove(peers, ?)"
                  + " where settled_at is null and channel = ?")
          .params(Slip.written(peer), peer.channel().toString())
          .update();
      for (String table : new String[] {"contact", "credit", "usage"}) {
        jdbc.sql("delete from delivery." + table + " where channel = ? and address = ?")
            .params(peer.channel().toString(), Slip.written(peer))
            .update();
      }
    }
  }
}
