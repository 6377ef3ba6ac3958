/**
 * The accounts that an owner adds while the house runs: kept with their secrets sealed, opened on every
 * node. How each kind is opened the assembly says.
 */
@ApplicationModule(allowedDependencies = {"channel", "tracking", "store"})
@NullMarked
package cn.huitouke.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
