package cn.huitouke.conversation;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Peer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What customers said and did, to read along. */
public interface Conversations {

  /**
   * What each person said last, of those who are among the latest messages; newest first.
   *
   * @param depth how many messages to look back
   */
  List<Heard> latest(int depth);

  /**
   * What these people said and did, newest first.
   *
   * @param before only what has a lower number
   */
  List<Heard> with(Collection<Peer> peers, long before, int limit);

  /** Those of these people who said something, from one time until before another. */
  Set<Peer> spoke(Collection<Peer> peers, Instant from, Instant until);

  /** The number of the newest event: changes whenever somebody was heard. */
  long newest();

  /** When each account was heard of last, as far as it is among the latest events. */
  Map<ChannelId, Instant> heardOf();

  /**
   * An event as it was recorded.
   *
   * @param seq grows with time
   * @param at when it was heard, the shop's time
   */
  record Heard(long seq, InboundEvent event, Instant at) {}
}
