package cn.huitouke.order;

import cn.huitouke.customer.CustomerId;
import java.util.Optional;

/** What is said behind "the order is yours now": where its parcels are, for example. */
public interface BoundGreeting {

  /** A text to say after the binding, or empty when there is nothing worth saying. */
  Optional<String> after(CustomerId customer, String order);
}
