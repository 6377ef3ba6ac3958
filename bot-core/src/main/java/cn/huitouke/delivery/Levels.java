package cn.huitouke.delivery;

import cn.huitouke.customer.CustomerId;
import java.util.Optional;

/**
 * The level of a customer, for rules that differ by level: care plans, compensation, what may be sent
 * how often. Whoever keeps levels supplies the bean; without one every customer has none. Must answer
 * fast: it is asked while letters are being written.
 */
@FunctionalInterface
public interface Levels {

  /** Nobody has a level. */
  Levels NONE = _ -> Optional.empty();

  /** The level's name exactly as the shop's rules write it; empty for none. */
  Optional<String> levelOf(CustomerId customer);
}
