/** How durable facts are kept: one schema a module, group commit, encryption at rest. Knows nothing. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package cn.huitouke.store;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
