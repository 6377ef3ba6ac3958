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
    if (merged.undone()) {
      return;
    }
    long from = merged.from().value();
    long into = merged.into().value();
    jdbc.sql(
            "INSERT INTO logistics.guest (parcel, customer, since) SELECT parcel, ?, since"
                + " FROM logistics.guest WHERE customer = ? ON CONFLICT DO NOTHING")
        .params(into, from)
        .update();
    jdbc.sql(
            "INSERT INTO logistics.asked (parcel, customer, at) SELECT parcel, ?, at"
                + " FROM logistics.asked WHERE customer = ? ON CONFLICT DO NOTHING")
        .params(into, from)
        .update();
    // The morning that was written to either was written to the person.
    jdbc.sql(
            "INSERT INTO logistics.digest (customer, day, state) SELECT ?, day, state"
                + " FROM logistics.digest WHERE customer = ? AND state <> 'PLANNED'"
                + " ON CONFLICT DO NOTHING")
        .params(into, from)
        .update();
    jdbc.sql("UPDATE logistics.compensation SET customer = ? WHERE customer = ?")
        .params(into, from)
        .update();
  }

  @EventListener
  void hear(CustomerErased erased) {
    long customer = erased.customer().value();
    jdbc.sql("DELETE FROM logistics.guest WHERE customer = ?").param(customer).update();
    jdbc.sql("DELETE FROM logistics.asked WHERE customer = ?").param(customer).update();
    jdbc.sql("DELETE FROM logistics.digest WHERE customer = ?").param(customer).update();
    jdbc.sql("DELETE FROM logistics.compensation WHERE customer = ?").param(customer).update();
  }
}
