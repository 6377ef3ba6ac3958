package cn.huitouke.delivery;

import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Purpose;
import cn.huitouke.customer.CustomerId;
import java.time.Instant;
import java.util.Optional;

/**
 * A letter's life so far.
 *
 * @param wire the wire of the latest attempt
 * @param platformMessageId what the platform called it
 * @param why one sentence in Chinese: why sent, not sent, or not yet
 * @param whyEnglish the same in English
 */
public record LetterStatus(
    OutboundId id,
    CustomerId customer,
    Purpose purpose,
    State state,
    Optional<String> wire,
    Optional<String> platformMessageId,
    Instant plannedAt,
    Instant changedAt,
    String why,
    String whyEnglish) {

  /** Where a letter stands. Each has exactly one state; only ACCEPTED counts as sent. */
  public enum State {
    PLANNED,
    HELD,
    CLAIMED,
    ATTEMPTED,
    ACCEPTED,
    REFUSED,
    UNCERTAIN,
    /** No longer worth sending. */
    EXPIRED,
    /** Taken back before it left. */
    WITHDRAWN,
    /** Written down, with the reason why it is not to be sent. */
    WITHHELD
  }

  /**
   * One step of a letter's life.
   *
   * @param until for HELD: when it is looked at again
   */
  public record Step(
      Instant at,
      State state,
      Optional<String> wire,
      String why,
      String whyEnglish,
      Optional<Instant> until) {}
}
