package cn.huitouke.adapter.qqbot;

import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Deferred;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.SendOutcome.Refused;
import java.time.Duration;

/** What the platform's error codes mean for a message. The words that come with them may change. */
final class QqCodes {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration MINUTE = Duration.ofSeconds(61);
  private static final Duration LATER = Duration.ofMinutes(15);

  private QqCodes() {}

  /**
   * What became of a message.
   *
   * @param detail the code, the status and the platform's trace id
   */
  static SendOutcome outcome(int code, String detail) {
    return switch (code) {
      // By msg_id and msg_seq: it was delivered by an earlier attempt.
      case 40054005 -> new SendOutcome.Accepted("");
      // Taken for review by a person: it may appear later.
      case 304023, 304024 -> new SendOutcome.Uncertain("held for audit, " + detail);
      case 22009, 40034100, 1100100, 1100308, 304045, 304046, 304047, 304048, 304049, 304050 ->
          new Deferred(MINUTE, detail);
      case 100001, 50055001, 50055002, 50055006, 40054006, 11252, 11263, 11281 ->
          new Deferred(SOON, detail);
      case 304082, 304083, 40034004, 850026, 850027, 40093001 -> new Deferred(SOON, detail);
      // A token refused twice: a third one may do.
      case 11241, 11242, 11243, 11244 -> new Deferred(MINUTE, detail);
      case 40054016, 304018, 304022 -> new Deferred(LATER, detail);
      default -> new Refused(reason(code), detail);
    };
  }

  /** Whether a message was refused for a picture that the platform does not know (any more). */
  static boolean fileGone(SendOutcome outcome) {
    return outcome instanceof Refused no && no.detail().startsWith("code 304080,");
  }

  private static Reason reason(int code) {
    return switch (code) {
      case 40034005, 304027, 304103, 40034026, 40034024, 304026, 40034025, 40034027 ->
          Reason.WINDOW_CLOSED;
      case 40034128, 40034122, 40034123, 40093002 -> Reason.QUOTA_EXHAUSTED;
      case 40054013, 40054002, 850018 -> Reason.BLOCKED;
      case 40054004, 40034101, 40054003, 1100104 -> Reason.UNKNOWN_PEER;
      case 40054007, 40054018, 850031 -> Reason.TOO_LONG;
      case 304036, 304037, 304004, 40034127, 305007, 850019 -> Reason.UNSUPPORTED;
      case 40034102, 40034105, 11253, 11254, 11265, 11282, 304064, 340067, 340069 ->
          Reason.NOT_ENTITLED;
      case 11251, 11261, 11262, 11273, 11275, 100007, 100016, 10004 -> Reason.MISCONFIGURED;
      default -> Reason.CONTENT_REJECTED;
    };
  }
}
