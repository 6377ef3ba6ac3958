/** The simulated carriers' data: Kuaidi100 and KDNiao. */
@NullMarked
package cn.huitouke.sandbox.tracking;

import org.jspecify.annotations.NullMarked;
