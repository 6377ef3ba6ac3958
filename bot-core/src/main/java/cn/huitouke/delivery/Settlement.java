package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.Peer;
import cn.huitouke.customer.CustomerId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is written after the event, in batches. */
sealed interface Settlement {

  /** A reply was taken by its slot. */
  record SlotTook(long seq, Instant at, String platformMessageId) implements Settlement {}

  /**
   * Where a letter stands now.
   *
   * @param slip the letter as it was in hand
   * @param due when to look at it again, if it waits
   * @param why the sentence and what it names
   * @param outcome what the attempt came to, for the log of attempts; null if there was none
   * @param spent the opener whose window the message used up, if it was accepted
   */
  record Stands(
      Slip slip,
      LetterStatus.State state,
      Instant at,
      @Nullable Instant due,
      boolean waitsForWindow,
      @Nullable String platformMessageId,
      Why why,
      @Nullable String outcome,
      Optional<Opener> spent)
      implements Settlement {}

  /** A customer opened a window. */
  record Noted(CustomerId customer, Peer peer, Opener opener, Instant at, Instant now)
      implements Settlement {}

  /** Nothing; who commits it knows that all before it is written. */
  record Mark() implements Settlement {}
}
