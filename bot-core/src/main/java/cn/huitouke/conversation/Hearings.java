package cn.huitouke.conversation;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** When events were heard. */
public interface Hearings {

  /** When each of these was heard, the shop's time; those that are not known are not in it. */
  Map<Event, Instant> heard(Collection<Event> events);

  /** One event of an account. */
  record Event(ChannelId channel, EventId id) {}
}
