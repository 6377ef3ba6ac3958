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
   * @param spent the opener whose window the message used up, if it was or may have been accepted
   * @param places how many of that window's messages it was
   */
  record Stands(
      Slip slip,
      LetterStatus.State state,
      Instant at,
      @Nullable Instant due,
      boolean waitsForWindow,
      @Nullable String platformMessageId,
      Why why,
      Optional<Opener> spent,
      int places)
      implements Settlement {

    /** It waits for nothing. */
    static Stands of(Slip slip, LetterStatus.State state, Instant at, Why why) {
      return new Stands(slip, state, at, null, false, null, why, Optional.empty(), 0);
    }

    Stands due(Instant due, boolean waitsForWindow) {
      return new Stands(
          slip, state, at, due, waitsForWindow, platformMessageId, why, spent, places);
    }

    Stands taken(String platformMessageId) {
      return new Stands(
          slip, state, at, due, waitsForWindow, platformMessageId, why, spent, places);
    }

    Stands spending(Reach.Finding.Open open) {
      return new Stands(
          slip,
          state,
          at,
          due,
          waitsForWindow,
          platformMessageId,
          why,
          open.spends(),
          open.places());
    }
  }

  /** One attempt ended, and another way is tried at once. */
  record Step(Slip slip, Instant at, Why why) implements Settlement {}

  /** A customer opened a window. */
  record Noted(CustomerId customer, Peer peer, Opener opener, Instant at, Instant now)
      implements Settlement {}

  /** Nothing; who commits it knows that all before it is written. */
  record Mark() implements Settlement {}
}
