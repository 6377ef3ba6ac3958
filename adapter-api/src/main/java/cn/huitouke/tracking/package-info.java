/**
 * The seam between the engine and whoever knows where parcels are; {@link
 * cn.huitouke.tracking.SourceHttp} and {@link cn.huitouke.tracking.PushHook} are for adapters.
 */
@NullMarked
package cn.huitouke.tracking;

import org.jspecify.annotations.NullMarked;
