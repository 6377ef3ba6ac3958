package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.Probe.Cause;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Accepted;
import cn.huitouke.channel.SendOutcome.Deferred;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.SendOutcome.Refused;
import cn.huitouke.channel.SendOutcome.Uncertain;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import me.chanjar.weixin.common.error.WxError;
import me.chanjar.weixin.common.error.WxErrorException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/**
 * What the platform's error codes mean for a message.
 *
 * @see <a href="https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html">the
 *     platform's table of codes</a>
 */
final class ErrorCodes {

  /** The token is wrong, malformed or too old: a new one may help, once. */
  private static final Set<Integer> TOKEN = Set.of(40001, 40014, 42001);

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration MINUTE = Duration.ofSeconds(61);
  private static final Duration LATER = Duration.ofMinutes(15);

  private ErrorCodes() {}

  /** Whether a new token may help. */
  static boolean token(WxErrorException e) {
    return TOKEN.contains(e.getError().getErrorCode());
  }

  /** Whether the platform refused a message for a media id that it does not know (any more). */
  static boolean mediaGone(SendOutcome outcome) {
    return outcome instanceof Refused no && no.detail().startsWith(MEDIA_GONE);
  }

  private static final String MEDIA_GONE = "40007";

  /** What became of a message that the platform answered, or failed to answer, with this. */
  static SendOutcome outcome(WxErrorException e) {
    if (e.getCause() instanceof IOException failure) {
      return broken(failure);
    }
    return e.getError().getErrorCode() == WX_CLIENT
        ? new Uncertain("the platform's answer was empty")
        : outcome(e.getError());
  }

  /** The client's own number for what is no answer of the platform's. */
  private static final int WX_CLIENT = -99;

  /** A broken connection: before the message left, or perhaps after. */
  static SendOutcome broken(IOException failure) {
    String what = failure.getClass().getSimpleName();
    return unsent(failure)
        ? new Deferred(SOON, "the platform was not reached: " + what)
        : new Uncertain("no answer from the platform: " + what);
  }

  private static boolean unsent(IOException failure) {
    return failure instanceof ConnectException
        || failure instanceof ConnectTimeoutException
        || failure instanceof ConnectionRequestTimeoutException
        || failure instanceof UnknownHostException
        || failure instanceof NoRouteToHostException
        || failure instanceof SSLHandshakeException
        || failure instanceof SSLPeerUnverifiedException;
  }

  private static SendOutcome outcome(WxError error) {
    int code = error.getErrorCode();
    String words = words(error);
    return switch (code) {
      case 0 -> new Accepted("");
      case 45065 -> new Accepted(messageId(error));
      case -1 -> new Deferred(SOON, words);
      case 40001, 40014, 42001, 41001, 45011, 45066, 40241 -> new Deferred(MINUTE, words);
      case 45009 -> new Deferred(LATER, words);
      default -> new Refused(reason(code), words);
    };
  }

  private static Reason reason(int code) {
    return switch (code) {
      case 45015 -> Reason.WINDOW_CLOSED;
      case 45047, 45028, 45026, 45084 -> Reason.QUOTA_EXHAUSTED;
      case 43101, 43107 -> Reason.NO_CREDIT;
      case 43004, 43019, 48002, 50005 -> Reason.BLOCKED;
      case 40003, 40031, 45159, 46004 -> Reason.UNKNOWN_PEER;
      case 45001, 45002, 45003, 45004, 45005, 45006, 45007, 45008, 45067 -> Reason.TOO_LONG;
      case 40004, 40005, 40008, 40059 -> Reason.UNSUPPORTED;
      case 40006,
          40007,
          40009,
          40066,
          41006,
          44003,
          44004,
          45168,
          47001,
          47003,
          61450,
          87014,
          87009 ->
          Reason.CONTENT_REJECTED;
      case 43116, 48001, 48003, 48004, 48005, 48006, 48008, 50001, 50002 -> Reason.NOT_ENTITLED;
      default -> Reason.MISCONFIGURED;
    };
  }

  /** What the token's own address said: wrong credentials are for a person to mend. */
  static SendOutcome tokenRefused(WxError error) {
    String words = words(error);
    return switch (error.getErrorCode()) {
      case -1, 45011 -> new Deferred(SOON, words);
      case 45009 -> new Deferred(LATER, words);
      default -> new Refused(Reason.MISCONFIGURED, words);
    };
  }

  /** Which of an account's settings the platform did not like. */
  static Cause cause(Refused no) {
    return switch (no.detail().split(" ", 2)[0]) {
      case "40013", "41002" -> Cause.WRONG_ID;
      case "40001", "40125", "41004", "40243" -> Cause.WRONG_SECRET;
      case "40164", "61004" -> Cause.ADDRESS_NOT_ALLOWED;
      default -> Cause.OTHER;
    };
  }

  /** This machine's address, where the platform names it; else empty. */
  static String addressIn(Refused no) {
    Matcher found = ADDRESS.matcher(no.detail());
    return found.find() ? found.group() : "";
  }

  private static final Pattern ADDRESS = Pattern.compile("\\b\\d{1,3}(\\.\\d{1,3}){3}\\b");

  /** The platform's own words; the client's library translates them and keeps the original apart. */
  private static String words(WxError error) {
    String words = Optional.ofNullable(error.getErrorMsgEn()).orElse("");
    StringBuilder line = new StringBuilder().append(error.getErrorCode()).append(' ');
    words
        .chars()
        .limit(160)
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .forEach(c -> line.append((char) c));
    return line.toString().strip();
  }

  private static String messageId(WxError error) {
    try {
      JsonObject json = JsonParser.parseString(error.getJson()).getAsJsonObject();
      return json.has("msg_id") ? json.get("msg_id").getAsString() : "";
    } catch (JsonParseException | IllegalStateException | NullPointerException _) {
      return "";
    }
  }
}
