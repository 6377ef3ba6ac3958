package cn.huitouke.order;

import cn.huitouke.customer.CustomerErased;
import cn.huitouke.customer.CustomersMerged;
import cn.huitouke.store.Vault;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Orders follow a merged customer. An erased customer's orders stay as the shop's books, which the
 * law wants kept, but nobody's: who received them, and every trace of their phone, is gone.
 */
@Component("orderForgetting")
class Forgetting {

  private final JdbcClient jdbc;
  private final Vault vault;

  Forgetting(JdbcClient jdbc, Vault vault) {
    this.jdbc = jdbc;
    this.vault = vault;
  }

  @EventListener
  void hear(CustomersMerged merged) {
    if (merged.undone()) {
      jdbc.sql(
              "UPDATE orders.orders SET customer = ? WHERE customer = ? AND number IN"
                  + " (SELECT order_number FROM orders.moved WHERE merge = ?)")
          .params(merged.from().value(), merged.into().value(), merged.merge())
          .update();
      jdbc.sql("DELETE FROM orders.moved WHERE merge = ?").param(merged.merge()).update();
    } else {
      jdbc.sql(
              """
              WITH gone AS (UPDATE orders.orders SET customer = :into WHERE customer = :from
                            RETURNING number)
              INSERT INTO orders.moved SELECT :merge, number FROM gone
              """)
          .param("into", merged.into().value())
          .param("from", merged.from().value())
          .param("merge", merged.merge())
          .update();
    }
  }

  @EventListener
  void hear(CustomerErased erased) {
    long customer = erased.customer().value();
    jdbc.sql(
            "DELETE FROM orders.claim WHERE used_by = :customer OR order_number IN"
                + " (SELECT number FROM orders.orders WHERE customer = :customer)")
        .param("customer", customer)
        .update();
    jdbc.sql("DELETE FROM orders.attempt WHERE customer = ?").param(customer).update();
    jdbc.sql("DELETE FROM orders.lockout WHERE subject = 'customer:' || ?")
        .param(String.valueOf(customer))
        .update();
    jdbc.sql(
            """
            UPDATE orders.orders SET customer = NULL, bound_at = NULL, bound_by = NULL,
              person = ?, phone_print = NULL, nick_print = NULL
            WHERE customer = ?
            """)
        .params(vault.seal(Person.NOBODY.toText(), Person.ABOUT), customer)
        .update();
  }
}
