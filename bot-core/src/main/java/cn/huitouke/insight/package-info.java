/**
 * What the shop's numbers say: who comes back, what care earns, how punctual and how reachable we are.
 * Keeps nothing of its own and reads no table: it asks those whose numbers they are.
 */
@ApplicationModule(
    allowedDependencies = {
      "channel",
      "customer",
      "order",
      "logistics",
      "care",
      "broadcast",
      "conversation",
      "delivery"
    })
@NullMarked
package cn.huitouke.insight;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
