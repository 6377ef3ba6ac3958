/** What needs a person: tasks for the operators. */
@ApplicationModule(allowedDependencies = {"channel", "customer", "store"})
@NullMarked
package cn.huitouke.desk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
