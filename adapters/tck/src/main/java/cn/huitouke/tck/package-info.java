/**
 * The promises that every adapter is tested against: extend {@link cn.huitouke.tck.ChannelContract}, and
 * {@link cn.huitouke.tck.PictureContract} where pictures are uploaded.
 */
@NullMarked
package cn.huitouke.tck;

import org.jspecify.annotations.NullMarked;
