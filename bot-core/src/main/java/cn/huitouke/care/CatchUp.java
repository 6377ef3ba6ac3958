package cn.huitouke.care;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.order.Order;
import cn.huitouke.order.Orders;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes over the orders that were there before care was: once, so many at a time, going on where it
 * was cut short.
 */
@Component
class CatchUp {

  private static final int CHUNK = 500;

  private final Orders orders;
  private final PurchaseBook purchases;
  private final JdbcClient jdbc;

  /** What came later is heard of by itself: once done is for ever. */
  private volatile boolean done;

  CatchUp(Orders orders, PurchaseBook purchases, JdbcClient jdbc) {
    this.orders = orders;
    this.purchases = purchases;
    this.jdbc = jdbc;
  }

  void run() {
    if (done) {
      return;
    }
    List<String> numbers = next();
    while (!numbers.isEmpty()) {
      List<Order> found = List.copyOf(orders.find(numbers).values());
      Map<String, CustomerId> owners = orders.customersOf(numbers);
      purchases.keep(found, owners, Map.of());
      reached(numbers.getLast());
      numbers = next();
    }
    done = true;
  }

  /** An order that came later is heard of by itself. */
  private List<String> next() {
    return jdbc.sql("SELECT upto FROM care.caught_up WHERE NOT done")
        .query(String.class)
        .optional()
        .map(
            upto -> {
              List<String> numbers = orders.numbersAfter(upto, CHUNK);
              if (numbers.isEmpty()) {
                jdbc.sql("UPDATE care.caught_up SET done = true").update();
              }
              return numbers;
            })
        .orElse(List.of());
  }

  private void reached(String number) {
    jdbc.sql("UPDATE care.caught_up SET upto = ?").param(number).update();
  }
}
