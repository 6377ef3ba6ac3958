package cn.huitouke.channel;

import java.time.Duration;

/** What became of one attempt to send. A platform's "no" is a value, not an exception. */
public sealed interface SendOutcome {

  /**
   * The platform took it.
   *
   * @param platformMessageId the platform's id for later receipts, or empty where it gives none
   */
  record Accepted(String platformMessageId) implements SendOutcome {}

  /**
   * The platform said no, for good: never tried again on this wire.
   *
   * @param detail the platform's code and words, without tokens or customers' words
   */
  record Refused(Reason reason, String detail) implements SendOutcome {}

  /** Not now; nothing left this house. To be tried again after the pause, not sooner. */
  record Deferred(Duration retryAfter, String detail) implements SendOutcome {}

  /**
   * Perhaps sent: the bytes left and no answer came; or sent in part, where a message is several of the
   * platform's and one of them did not follow (the detail says which, and why). Never blindly sent again; only a wire with an
   * idempotency key may repeat it, with the same {@link OutboundId}.
   */
  record Uncertain(String detail) implements SendOutcome {}

  /** Why a platform said no. */
  enum Reason {
    /** The time in which we may speak has passed, or a reply came too late. */
    WINDOW_CLOSED,
    /** As many messages as the window or the day allows have been sent. */
    QUOTA_EXHAUSTED,
    /** The customer gave no (more) consent for this notice. */
    NO_CREDIT,
    /** The customer does not follow us, blocked us or switched messages off. */
    BLOCKED,
    /** The platform does not know this customer. */
    UNKNOWN_PEER,
    /** The platform does not like what is in it. */
    CONTENT_REJECTED,
    /** Longer than the wire carries. */
    TOO_LONG,
    /** This wire cannot carry this kind of segment. */
    UNSUPPORTED,
    /** The account lacks the right to this call, or is banned. */
    NOT_ENTITLED,
    /** A setting is wrong: credentials, template id, caller's address. */
    MISCONFIGURED
  }
}
