/**
 * The seam between the engine and the platforms: one {@link cn.huitouke.channel.Channel} per
 * account, {@link cn.huitouke.channel.InboundEvent}s in, {@link cn.huitouke.channel.Outbound}s out.
 *
 * <p>Beside it lies what more than one adapter needs: rules by their day ({@link
 * cn.huitouke.channel.RulePack}, {@link cn.huitouke.channel.DatedRules}), the shop's own pictures
 * ({@link cn.huitouke.channel.ShopMedia}, {@link cn.huitouke.channel.Deposits}), messages of several
 * parts ({@link cn.huitouke.channel.Parts}) and short memories ({@link cn.huitouke.channel.Recent}).
 */
@NullMarked
package cn.huitouke.channel;

import org.jspecify.annotations.NullMarked;
