/** What every tracking source is held to. */
@NullMarked
package cn.huitouke.tck.tracking;

import org.jspecify.annotations.NullMarked;
