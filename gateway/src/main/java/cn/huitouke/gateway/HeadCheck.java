package cn.huitouke.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;

/** What can be refused by looking at a request's head alone. */
final class HeadCheck {

  private HeadCheck() {}

  /** 0, or the status of the refusal. */
  static int refusal(HttpRequest head, int maxBodyBytes) {
    HttpVersion version = head.protocolVersion();
    boolean http10 = HttpVersion.HTTP_1_0.equals(version);
    if (!http10 && !HttpVersion.HTTP_1_1.equals(version)) {
      return 400;
    }
    HttpHeaders headers = head.headers();
    int hosts = headers.getAll(HttpHeaderNames.HOST).size();
    if (hosts > 1 || hosts == 0 && !http10 || !isPlainTarget(head.uri())) {
      return 400;
    }
    int framing = framing(headers, http10, maxBodyBytes);
    if (framing != 0) {
      return framing;
    }
    if (!HttpMethod.POST.equals(head.method()) && !HttpMethod.GET.equals(head.method())) {
      return 405;
    }
    // Inflating what a stranger sends is a way to fill the memory; no platform compresses
    // callbacks.
    String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
    return encoding == null || encoding.equalsIgnoreCase("identity") ? 0 : 415;
  }

  /** The status for what the decoder could not read. */
  static int unreadable(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ -> 414;
      case TooLongHttpHeaderException _ -> 431;
      default -> 400;
    };
  }

  private static int framing(HttpHeaders headers, boolean http10, int maxBodyBytes) {
    List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (lengths.size() > 1 || !lengths.isEmpty() && !codings.isEmpty()) {
      return 400;
    }
    if (!codings.isEmpty()
        && (http10 || codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked"))) {
      return 400;
    }
    if (!lengths.isEmpty()) {
      String length = lengths.getFirst();
      if (!isNumber(length)) {
        return 400;
      }
      if (length.length() > 18 || Long.parseLong(length) > maxBodyBytes) {
        return 413;
      }
    }
    String expect = headers.get(HttpHeaderNames.EXPECT);
    return expect == null || expect.equalsIgnoreCase("100-continue") ? 0 : 417;
  }

  private static boolean isNumber(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) < '0' || text.charAt(at) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Origin form only, printable ASCII only, no fragment. */
  private static boolean isPlainTarget(String uri) {
    if (uri.isEmpty() || uri.charAt(0) != '/') {
      return false;
    }
    for (int at = 1; at < uri.length(); at++) {
      char c = uri.charAt(at);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        return false;
      }
    }
    return true;
  }
}
