package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.order.BoundGreeting;
import cn.huitouke.order.Orders;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Behind a binding: where the order's parcels are. */
@Component
class ParcelGreeting implements BoundGreeting {

  private final ParcelAnswers answers;
  private final Orders orders;
  private final InstantSource clock;

  ParcelGreeting(ParcelAnswers answers, Orders orders, InstantSource clock) {
    this.answers = answers;
    this.orders = orders;
    this.clock = clock;
  }

  @Override
  public Optional<String> after(CustomerId customer, List<String> bound) {
    List<String> theirs =
        bound.stream()
            .filter(order -> orders.customerOf(order).filter(customer::equals).isPresent())
            .toList();
    return answers.greet(customer, theirs, clock.instant());
  }

  @Override
  public boolean well(CustomerId customer, List<String> bound) {
    return answers.well(customer, bound, clock.instant());
  }
}
