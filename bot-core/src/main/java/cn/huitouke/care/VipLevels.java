package cn.huitouke.care;

import cn.huitouke.customer.CustomerId;
import java.util.Optional;

/** Which VIP level a customer has: whoever keeps levels is a bean of this type. */
@FunctionalInterface
public interface VipLevels {

  /** The level's name as plans write it in {@code vip-levels}; empty for none. */
  Optional<String> levelOf(CustomerId customer);
}
