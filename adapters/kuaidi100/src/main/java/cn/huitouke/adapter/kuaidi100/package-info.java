/** Parcel tracking by Kuaidi100: subscription with signed pushes, and questions kept rare. */
@NullMarked
package cn.huitouke.adapter.kuaidi100;

import org.jspecify.annotations.NullMarked;
