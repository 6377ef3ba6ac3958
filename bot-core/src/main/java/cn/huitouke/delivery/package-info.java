/** The only door out: outbox, clearance, reach and courier. */
@ApplicationModule(allowedDependencies = {"channel", "customer", "store", "schedule"})
@NullMarked
package cn.huitouke.delivery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
