package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerErased;
import cn.huitouke.customer.CustomersMerged;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whom a parcel was asked after by follows a merged customer, and is forgotten with an erased one. */
@Component("logisticsForgetting")
class Forgetting {

  private final JdbcClient jdbc;

  Forgetting(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @EventListener
  void hear(CustomersMerged merged) {
    if (!merged.undone()) {
      for (String table :
          new String[] {
            "guest (parcel, customer, since) SELECT parcel, :into, since FROM logistics.guest",
            "digest (customer, day) SELECT :into, day FROM logistics.digest"
          }) {
        jdbc.sql(
                "INSERT INTO logistics." + table + " WHERE customer = :from ON CONFLICT DO NOTHING")
            .param("into", merged.into().value())
            .param("from", merged.from().value())
            .update();
      }
    }
  }

  @EventListener
  void hear(CustomerErased erased) {
    long customer = erased.customer().value();
    jdbc.sql("DELETE FROM logistics.guest WHERE customer = ?").param(customer).update();
    jdbc.sql("DELETE FROM logistics.digest WHERE customer = ?").param(customer).update();
  }
}
