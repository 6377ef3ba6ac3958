/** Hears every event once and in order, and finds the skill that answers. */
@ApplicationModule(
    allowedDependencies = {
      "channel",
      "customer",
      "delivery",
      "understanding",
      "wording",
      "desk",
      "store",
      "schedule"
    })
@NullMarked
package cn.huitouke.conversation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
