package cn.huitouke.delivery;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Wire;
import cn.huitouke.customer.CustomerId;
import java.time.Instant;

/**
 * A platform did not take a form for what stands in it: the next one will fare no better until a
 * person has looked at it.
 *
 * @param form the form's name in our settings
 * @param detail the platform's own words
 */
public record Setback(
    OutboundId letter,
    CustomerId customer,
    ChannelId channel,
    Wire wire,
    String form,
    String detail,
    Instant at) {

  /** Hears of setbacks, on a courier's thread: returns at once or nearly so. */
  @FunctionalInterface
  public interface Listener {
    void hears(Setback setback);
  }
}
