/** Every sentence a customer reads, from templates. */
@ApplicationModule(allowedDependencies = {"channel"})
@NullMarked
package cn.huitouke.wording;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
