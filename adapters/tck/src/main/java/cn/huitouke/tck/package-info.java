/** The promises that every adapter is tested against: extend {@link cn.huitouke.tck.ChannelContract}. */
@NullMarked
package cn.huitouke.tck;

import org.jspecify.annotations.NullMarked;
