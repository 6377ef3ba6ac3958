package cn.huitouke.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The opening handshake of RFC 6455 §4.2. No extension and no sub-protocol is ever agreed to. */
final class Handshake {

  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private Handshake() {}

  static boolean isAsked(HttpRequest head) {
    return head.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  /** 0, or the status of the refusal. */
  static int refusal(HttpRequest head) {
    HttpHeaders headers = head.headers();
    if (!isAsked(head)
        || !headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        || !"13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
      return 426;
    }
    boolean whole =
        HttpMethod.GET.equals(head.method())
            && HttpVersion.HTTP_1_1.equals(head.protocolVersion())
            && isKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY, ""));
    return whole ? 0 : 400;
  }

  static String acceptance(HttpHeaders headers) {
    String key = headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY, "");
    return "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
        + "sec-websocket-accept: "
        + proof(key)
        + "\r\n\r\n";
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length == 16;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String proof(String key) {
    try {
      byte[] asked = (key + MAGIC).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(asked));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }
}
