/** The orders of the shop: imports, products, and which customer an order belongs to. */
@ApplicationModule(
    allowedDependencies = {
      "channel",
      "tracking",
      "customer",
      "conversation",
      "delivery",
      "understanding",
      "wording",
      "desk",
      "store",
      "schedule"
    })
@NullMarked
package cn.huitouke.order;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
