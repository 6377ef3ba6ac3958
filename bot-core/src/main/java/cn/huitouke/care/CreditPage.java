package cn.huitouke.care;

import cn.huitouke.customer.CustomerId;
import java.util.Optional;

/**
 * Where a customer can allow us one later notice (on WeChat a page with the platform's subscribe
 * button). A bean of this type goes before {@code huitouke.care.credit-page}.
 */
@FunctionalInterface
public interface CreditPage {

  /**
   * The page for one customer; empty when they need not be asked: nothing on their platform needs a
   * permission, or they have given one.
   *
   * @param form the form that the permission is for, {@code care}
   */
  Optional<String> pageFor(CustomerId customer, String form);
}
