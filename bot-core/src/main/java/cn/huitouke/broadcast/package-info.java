/** Broadcasts: written, looked at beforehand, approved by a second person, sent, measured. */
@ApplicationModule(
    allowedDependencies = {
      "channel",
      "customer",
      "order",
      "conversation",
      "delivery",
      "wording",
      "schedule",
      "store"
    })
@NullMarked
package cn.huitouke.broadcast;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
