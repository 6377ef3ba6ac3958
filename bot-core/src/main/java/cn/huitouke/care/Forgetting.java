package cn.huitouke.care;

import cn.huitouke.customer.CustomerErased;
import cn.huitouke.customer.CustomersMerged;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Care follows a merged customer, with their birthday and their troubles; an erased one gets none. */
@Component("careForgetting")
class Forgetting {

  private static final String[] BY_CUSTOMER = {
    "birthday", "credit_ask", "due", "held_out", "note", "trouble"
  };

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
    jdbc.sql("UPDATE care.purchase SET customer = ?, to_plan = true WHERE customer = ?")
        .params(into, from)
        .update();
    for (String table : new String[] {"due", "note", "trouble"}) {
      jdbc.sql("UPDATE care." + table + " SET customer = ? WHERE customer = ?")
          .params(into, from)
          .update();
    }
    jdbc.sql(
            "INSERT INTO care.birthday SELECT ?, month, day, lunar, told_at FROM care.birthday"
                + " WHERE customer = ? ON CONFLICT DO NOTHING")
        .params(into, from)
        .update();
    jdbc.sql(
            "INSERT INTO care.held_out SELECT plan, ?, since, share FROM care.held_out"
                + " WHERE customer = ? ON CONFLICT DO NOTHING")
        .params(into, from)
        .update();
  }

  @EventListener
  void hear(CustomerErased erased) {
    long customer = erased.customer().value();
    for (String table : BY_CUSTOMER) {
      jdbc.sql("DELETE FROM care." + table + " WHERE customer = ?").param(customer).update();
    }
    jdbc.sql("DELETE FROM care.customer WHERE id = ?").param(customer).update();
    jdbc.sql("DELETE FROM care.purchase WHERE customer = ?").param(customer).update();
  }
}
