package cn.huitouke.channel;

import java.time.Duration;

/**
 * Something that a message shows could not be given to the platform: nothing of the message left. Says
 * what that means for whoever wanted to send it, never {@link SendOutcome.Uncertain}.
 */
public final class NotUploaded extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient SendOutcome outcome;

  private NotUploaded(SendOutcome outcome) {
    super(outcome.toString(), null, false, false);
    this.outcome = outcome;
  }

  /** After what became of the upload: one that may have arrived is a message that did not leave. */
  public static NotUploaded because(SendOutcome upload, Duration retryAfter) {
    return upload instanceof SendOutcome.Uncertain(String detail)
        ? later(retryAfter, "not uploaded: " + detail)
        : new NotUploaded(upload);
  }

  /** Not now. */
  public static NotUploaded later(Duration retryAfter, String detail) {
    return new NotUploaded(new SendOutcome.Deferred(retryAfter, detail));
  }

  /** What the platform does not take, and would not take if asked again. */
  public static NotUploaded unfit(SendOutcome.Reason reason, String detail) {
    return new NotUploaded(new SendOutcome.Refused(reason, detail));
  }

  public SendOutcome outcome() {
    return outcome;
  }
}
