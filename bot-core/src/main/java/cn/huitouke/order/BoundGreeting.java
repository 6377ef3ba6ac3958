package cn.huitouke.order;

import cn.huitouke.customer.CustomerId;
import java.util.Optional;

/**
 * What to tell a customer right after an order turned out to be theirs: where its parcel is. The
 * text is appended to the sentence that says so. Called on the customer's turn: answers from what is
 * stored, without asking anybody.
 */
@FunctionalInterface
public interface BoundGreeting {

  Optional<String> after(CustomerId customer, String order);
}
