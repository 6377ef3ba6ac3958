/** Care after the sale: the right message at the right time, and what customers answer. */
@ApplicationModule(
    allowedDependencies = {
      "channel",
      "tracking",
      "customer",
      "order",
      "logistics",
      "conversation",
      "delivery",
      "understanding",
      "wording",
      "desk",
      "schedule",
      "store"
    })
@NullMarked
package cn.huitouke.care;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
