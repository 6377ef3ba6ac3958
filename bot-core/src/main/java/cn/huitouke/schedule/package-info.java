/** The only clock: sweeps, fired by Quartz or by a turned clock. */
@ApplicationModule(allowedDependencies = {"store"})
@NullMarked
package cn.huitouke.schedule;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
