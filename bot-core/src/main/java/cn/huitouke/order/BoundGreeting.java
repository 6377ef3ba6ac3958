package cn.huitouke.order;

import cn.huitouke.customer.CustomerId;
import java.util.List;
import java.util.Optional;

/**
 * What to tell a customer right after orders turned out to be theirs: where their parcels are. The
 * text is appended to the sentence that says so. Called on the customer's turn, so it takes no longer
 * than they would wait.
 */
@FunctionalInterface
public interface BoundGreeting {

  /** A text to say after the binding, or empty when there is nothing worth saying. */
  Optional<String> after(CustomerId customer, List<String> orders);

  /** Whether what is told of them is good news. */
  default boolean well(CustomerId customer, List<String> orders) {
    return false;
  }
}
