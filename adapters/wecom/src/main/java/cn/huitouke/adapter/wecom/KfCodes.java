package cn.huitouke.adapter.wecom;

import cn.huitouke.channel.Probe.Cause;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Deferred;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.SendOutcome.Refused;
import cn.huitouke.channel.SendOutcome.Uncertain;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import me.chanjar.weixin.common.error.WxErrorException;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.conn.ConnectionPoolTimeoutException;

/**
 * What the platform's answers mean for a message.
 *
 * @see <a href="https://developer.work.weixin.qq.com/document/path/90313">the platform's table of
 *     codes</a>
 */
final class KfCodes {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration MINUTE = Duration.ofSeconds(61);

  /** The client's own number for what is no answer of the platform's. */
  private static final int WX_CLIENT = -99;

  private KfCodes() {}

  /**
   * What became of a message.
   *
   * @param msgId the key under which it was sent
   */
  static SendOutcome outcome(WxErrorException e, String msgId) {
    if (e.getCause() instanceof IOException failure) {
      return broken(failure);
    }
    int code = e.getError().getErrorCode();
    String words = Optional.ofNullable(e.getError().getErrorMsgEn()).orElse("");
    if (words.toLowerCase(Locale.ROOT).contains("msgid")) {
      // Ours are always well formed: what the platform can hold against one is that it was used. It
      // promises to refuse such a one, and names no code for it.
      return new SendOutcome.Accepted(msgId);
    }
    return outcome(code, "errcode " + code);
  }

  /** What became of an upload. */
  static SendOutcome ofUpload(WxErrorException e) {
    int code = e.getError().getErrorCode();
    return e.getCause() instanceof IOException failure
        ? broken(failure)
        : outcome(code, "upload: errcode " + code);
  }

  /** Whether a message was refused for a media id that the platform does not know (any more). */
  static boolean mediaGone(SendOutcome outcome) {
    return outcome instanceof Refused no && no.detail().equals("errcode 40007");
  }

  private static SendOutcome broken(IOException failure) {
    String what = failure.getClass().getSimpleName();
    boolean unsent =
        failure instanceof ConnectException
            || failure instanceof ConnectTimeoutException
            || failure instanceof ConnectionPoolTimeoutException
            || failure instanceof UnknownHostException
            || failure instanceof NoRouteToHostException
            || failure instanceof SSLHandshakeException
            || failure instanceof SSLPeerUnverifiedException;
    return unsent
        ? new Deferred(SOON, "the platform was not reached: " + what)
        : new Uncertain("no answer from the platform: " + what);
  }

  private static SendOutcome outcome(int code, String detail) {
    return switch (code) {
      case WX_CLIENT -> new Uncertain("the platform's answer was empty");
      case -1 -> new Deferred(SOON, detail);
      // A token refused twice: a third one may do, a minute from now.
      case 40001, 40014, 42001, 41001, 45009, 45033, 6000 -> new Deferred(MINUTE, detail);
      case 95001, 45047 -> new Refused(Reason.QUOTA_EXHAUSTED, detail);
      case 95002, 95013, 95016, 95018, 45015 -> new Refused(Reason.WINDOW_CLOSED, detail);
      case 40096 -> new Refused(Reason.UNKNOWN_PEER, detail);
      case 40006, 40009, 45001, 45002, 95008 -> new Refused(Reason.TOO_LONG, detail);
      case 40004, 40005, 40008 -> new Refused(Reason.UNSUPPORTED, detail);
      case 48002, 95011, 95012, 95017 -> new Refused(Reason.NOT_ENTITLED, detail);
      case 40013, 60020, 60011, 95000, 95004 -> new Refused(Reason.MISCONFIGURED, detail);
      default -> new Refused(Reason.CONTENT_REJECTED, detail);
    };
  }

  /** What the token's own address said: wrong credentials are for a person to mend. */
  static SendOutcome tokenRefused(int code) {
    String detail = "no token: errcode " + code;
    return switch (code) {
      case -1 -> new Deferred(SOON, detail);
      case 45009, 45033 -> new Deferred(MINUTE, detail);
      default -> new Refused(Reason.MISCONFIGURED, detail);
    };
  }

  /** Which of an account's settings the platform did not like. */
  static Cause cause(Refused no) {
    return switch (no.detail().substring(no.detail().lastIndexOf(' ') + 1)) {
      case "40013" -> Cause.WRONG_ID;
      case "40001", "40091", "42006" -> Cause.WRONG_SECRET;
      case "60020" -> Cause.ADDRESS_NOT_ALLOWED;
      default -> Cause.OTHER;
    };
  }
}
