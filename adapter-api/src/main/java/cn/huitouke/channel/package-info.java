/**
 * The seam between the engine and the platforms: one {@link cn.huitouke.channel.Channel} per
 * account, {@link cn.huitouke.channel.InboundEvent}s in, {@link cn.huitouke.channel.Outbound}s out.
 */
@NullMarked
package cn.huitouke.channel;

import org.jspecify.annotations.NullMarked;
