package cn.huitouke.console;

import cn.huitouke.customer.CustomerBook;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.order.Order;
import cn.huitouke.order.Orders;
import cn.huitouke.order.Trades;
import cn.huitouke.store.Remains;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Forgets a customer, and proves it by looking through the whole database. */
@Component
class Erasure {

  /** Who erased whom stays known by a number that points to nobody. */
  private static final Set<String> EXCEPT = Set.of("console.audit");

  private static final int SHORTEST = 6;

  private final CustomerBook book;
  private final Customers customers;
  private final Orders orders;
  private final Trades trades;
  private final JdbcClient database;

  Erasure(
      CustomerBook book, Customers customers, Orders orders, Trades trades, JdbcClient database) {
    this.book = book;
    this.customers = customers;
    this.orders = orders;
    this.trades = trades;
    this.database = database;
  }

  /** Erases, and says what is left: nothing, or where the fault lies. */
  Remains.Found erase(CustomerId customer) {
    Set<String> words = new HashSet<>();
    List<CustomerId> numbers = book.allNumbers(customer);
    for (CustomerId number : numbers) {
      customers.identities(number).forEach(identity -> words.add(identity.peer().address()));
      for (Order order : orders.ordersOf(number)) {
        trades
            .receiver(order.number())
            .map(Trades.Receiver::phone)
            .filter(phone -> phone.matches("1\\d{10}"))
            .ifPresent(words::add);
      }
    }
    words.removeIf(word -> word.length() < SHORTEST);
    book.erase(customer);
    forgetNews(words, numbers);
    return new Remains(database)
        .look(words, numbers.stream().map(CustomerId::value).toList(), EXCEPT);
  }

  /** What the house told itself about them, long done or still waiting. */
  private void forgetNews(Set<String> words, List<CustomerId> numbers) {
    Set<String> marks = new HashSet<>(words);
    numbers.forEach(number -> marks.add("\"customer\":{\"value\":" + number.value() + "}"));
    database
        .sql(
            "delete from events.event_publication where exists (select 1 from unnest(cast(? as"
                + " text[])) as w (word) where strpos(serialized_event, word) > 0)")
        .param(marks.toArray(String[]::new))
        .update();
  }
}
