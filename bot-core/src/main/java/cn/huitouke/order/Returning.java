package cn.huitouke.order;

import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** A returning buyer is known by the account, and is not asked for the order's number again. */
@Component
class Returning {

  private final JdbcBindings bindings;

  Returning(JdbcBindings bindings) {
    this.bindings = bindings;
  }

  /** At once, in the import's transaction: whoever hears of the order later finds its owner. */
  @EventListener
  public void on(OrderNews news) {
    List<String> orders = news.events().stream().map(OrderEvent::order).distinct().toList();
    if (!orders.isEmpty()) {
      bindings.recognise(orders);
    }
  }
}
