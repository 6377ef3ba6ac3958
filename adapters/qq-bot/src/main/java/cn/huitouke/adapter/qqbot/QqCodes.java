package cn.huitouke.adapter.qqbot;

import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import java.time.Duration;

/** What the platform's error codes mean for a message. */
final class QqCodes {

  private QqCodes() {}

  static SendOutcome outcome(int code, int status) {
    String detail = "code " + code + ", HTTP " + status;
    return switch (code) {
      // Deduplicated by msg_id and msg_seq: it was delivered by an earlier attempt.
      case 40054005 -> new SendOutcome.Accepted("");
      case 40034024, 40034025, 40034026, 40034102, 40034105 ->
          new SendOutcome.Refused(Reason.WINDOW_CLOSED, detail);
      case 40034122, 22009, 304022 -> new SendOutcome.Refused(Reason.QUOTA_EXHAUSTED, detail);
      case 40054013 -> new SendOutcome.Refused(Reason.BLOCKED, detail);
      case 40054010, 304003 -> new SendOutcome.Refused(Reason.CONTENT_REJECTED, detail);
      case 11241, 11242, 11243, 11244, 11262, 11263, 11273 ->
          new SendOutcome.Refused(Reason.MISCONFIGURED, detail);
      case 100001 -> new SendOutcome.Deferred(Duration.ofSeconds(10), detail);
      // Taken for review by a person: it may appear later.
      case 304023, 304024 -> new SendOutcome.Uncertain("held for audit, " + detail);
      default -> new SendOutcome.Refused(Reason.CONTENT_REJECTED, detail);
    };
  }
}
