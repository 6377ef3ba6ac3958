package cn.huitouke.delivery;

import cn.huitouke.channel.OutboundId;
import cn.huitouke.customer.CustomerId;
import java.util.List;
import java.util.Optional;

/** The only door out. */
public interface Outbox {

  /**
   * Takes letters. Returns when they are durable; the courier takes it from there. A letter whose id
   * is known already changes nothing.
   *
   * @return how many were new
   */
  int post(List<Letter> letters);

  /** A letter's life so far. */
  Optional<LetterStatus> status(OutboundId id);

  /** A customer's letters, newest first. */
  List<LetterStatus> lettersOf(CustomerId customer, int limit);

  /** The newest letters of all, newest first. */
  List<LetterStatus> recent(int limit);
}
