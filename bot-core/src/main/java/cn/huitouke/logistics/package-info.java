/** Parcels: where they are, when they come, and telling the customer before they ask. */
@ApplicationModule(
    allowedDependencies = {
      "channel",
      "tracking",
      "customer",
      "order",
      "conversation",
      "delivery",
      "understanding",
      "wording",
      "desk",
      "schedule",
      "store"
    })
@NullMarked
package cn.huitouke.logistics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
