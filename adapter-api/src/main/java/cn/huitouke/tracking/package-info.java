/** The seam between the engine and whoever knows where parcels are. */
@NullMarked
package cn.huitouke.tracking;

import org.jspecify.annotations.NullMarked;
