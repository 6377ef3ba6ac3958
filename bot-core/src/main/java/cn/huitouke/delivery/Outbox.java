package cn.huitouke.delivery;

import cn.huitouke.channel.OutboundId;
import cn.huitouke.customer.CustomerId;
import java.util.Collection;
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

  /**
   * Writes letters down that are decided not to be sent, so that it can be said why not. A letter
   * whose id is known already changes nothing.
   *
   * @param rule the name of a template {@code why/RULE}, for example {@code hold-out}
   * @param about what its sentence names, or empty
   * @return how many were new
   */
  int withhold(List<Letter> letters, String rule, String about);

  /**
   * Takes back what has not left; when it returns, none of them leaves any more.
   *
   * @param rule the name of a template {@code why/RULE}, for example {@code order-refunded}
   * @return how many had not left
   */
  int withdraw(Collection<OutboundId> letters, String rule, String about);

  /** Where a letter stands. */
  Optional<LetterStatus> status(OutboundId id);

  /** A letter's whole life, from the first step to where it stands now; empty when it is not known. */
  List<LetterStatus.Step> life(OutboundId id);

  /** A customer's letters, newest first. */
  List<LetterStatus> lettersOf(CustomerId customer, int limit);

  /** The newest letters of all, newest first. */
  List<LetterStatus> recent(int limit);
}
