package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Wire;
import java.time.Duration;

/** Keeps the sum of what all nodes send within what a platform allows an account. */
interface Pace {

  /**
   * Takes one message's turn.
   *
   * @param lane lower lanes leave a part of the burst to higher ones
   * @return zero when it may go now; else how long to wait before asking again
   */
  Duration take(ChannelId account, Wire wire, Capabilities.Pace pace, Lane lane);

  /** How many tokens have to be left over after a letter of this lane. */
  static double kept(Capabilities.Pace pace, Lane lane) {
    return pace.burst() < 5 ? 0 : pace.burst() * lane.ordinal() / 10.0;
  }
}
