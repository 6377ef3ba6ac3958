/** Parcel tracking by KDNiao, the second source. */
@NullMarked
package cn.huitouke.adapter.kdniao;

import org.jspecify.annotations.NullMarked;
