/** Who a customer is: identities on the channels, and what they asked us to keep to. */
@ApplicationModule(allowedDependencies = {"channel", "store"})
@NullMarked
package cn.huitouke.customer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
