package cn.huitouke.delivery;

import cn.huitouke.channel.OutboundId;
import java.util.List;

/**
 * Answers on the spot: through the reply slot of the event while it is open, else by the customer's
 * other wires. Letters of one answer are said in their order.
 */
public interface Replies {

  /**
   * Records the letters of one answer and says them, on the caller's (virtual) thread. Returns when
   * all have been tried; what cannot be said at once is left to the courier.
   *
   * @param to what they answer; the same for all of them
   * @param letters in the order in which they are to be said
   * @param again whether the event may have been handled before: then an answer recorded earlier
   *     stands, and these letters are dropped
   * @return {@code false} when an earlier answer was attempted and it cannot be known whether it
   *     arrived: the platform may still ask for it (see {@link #repeat}); in the end somebody has to
   *     {@link #giveUp}
   */
  boolean answer(Letter.AnswerTo to, List<Letter> letters, boolean again);

  /**
   * The platform delivered an event again: its answer did not arrive. Sends the recorded answer into
   * the new slot, if it went through the slot the first time.
   *
   * @param first the id of the answer's first letter
   * @return whether the slot took it
   */
  boolean repeat(Letter.AnswerTo to, OutboundId first);

  /** Nobody asked for the answer again: whether it arrived stays uncertain. */
  void giveUp(OutboundId first);
}
