package cn.huitouke.delivery;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.Wire;
import cn.huitouke.customer.CustomerId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was said to customers, and what may still be said, to read along. */
public interface Correspondence {

  /** The letters to any of these customers, newest first. */
  List<Written> with(Collection<CustomerId> customers, long before, int limit);

  /** Where these letters stand, the newest first; those that are not known are left out. */
  List<LetterStatus> statuses(Collection<OutboundId> letters);

  /** When each of them was answered last. */
  Map<CustomerId, Instant> answered(Collection<CustomerId> customers);

  /** The newest letters of which nobody knows whether they arrived, of those of late. */
  List<LetterStatus> uncertain(int limit);

  /** How many letters planned since then stand where, of those of late. */
  Map<LetterStatus.State, Long> tally(Instant since);

  /** How many of these letters each wire has carried since then, of those of late. */
  Map<String, Long> wires(Instant since);

  /** The number of the newest letter. */
  long newest();

  /** By which wires this person can be answered now, the best first; none: not until they speak. */
  List<Room> room(Peer peer);

  /**
   * A letter with its words.
   *
   * @param seq grows with time
   * @param because why it was written
   */
  record Written(
      long seq,
      LetterStatus status,
      Message message,
      Optional<Segment.Form> form,
      String because) {}

  /**
   * Room for an answer.
   *
   * @param left how many messages the window still takes; empty: no limit
   * @param closes when the window closes; empty: never
   */
  record Room(Wire wire, Optional<Integer> left, Optional<Instant> closes) {}
}
