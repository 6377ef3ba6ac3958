package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import java.util.Optional;

/**
 * The level of a customer, by the shop's own names, for rules that differ by level. Whoever keeps
 * levels supplies the bean; without one every customer has none. Must answer fast: it is asked while a
 * letter is being written.
 */
@FunctionalInterface
public interface CustomerLevels {

  /** The level's name exactly as the shop's rules write it, or empty. */
  Optional<String> levelOf(CustomerId customer);
}
