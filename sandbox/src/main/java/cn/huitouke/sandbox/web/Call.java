package cn.huitouke.sandbox.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One request that came in, read whole. */
public final class Call {
  private static final int LARGEST = 32 * 1024 * 1024;

  private final String method;
  private final String path;
  private final Map<String, String> query;
  private final String contentType;
  private final String authorization;
  private final byte[] body;
  private final List<Runnable> afterwards = new ArrayList<>();
  private @Nullable JsonNode json;

  Call(
      String method,
      String path,
      String rawQuery,
      String contentType,
      String authorization,
      byte[] body) {
    this.method = method;
    this.path = path;
    this.query = decoded(rawQuery);
    this.contentType = contentType;
    this.authorization = authorization;
    this.body = body;
  }

  /** Reads a request whole, with its path below the prefix. */
  public static Call read(HttpExchange exchange, String prefix) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST);
    String raw = exchange.getRequestURI().getRawQuery();
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    String bearer = exchange.getRequestHeaders().getFirst("Authorization");
    return new Call(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath().substring(prefix.length()),
        raw == null ? "" : raw,
        type == null ? "" : type,
        bearer == null ? "" : bearer,
        body);
  }

  public String method() {
    return method;
  }

  /** The path below the platform's own prefix. */
  public String path() {
    return path;
  }

  /** A query parameter, or empty. */
  public String query(String name) {
    return query.getOrDefault(name, "");
  }

  public String contentType() {
    return contentType;
  }

  /** The Authorization header, or empty. */
  public String authorization() {
    return authorization;
  }

  public byte[] body() {
    return body;
  }

  /** The body as JSON; missing when it is none. */
  public JsonNode json() {
    JsonNode known = json;
    if (known == null) {
      known = Json.read(new String(body, StandardCharsets.UTF_8));
      json = known;
    }
    return known;
  }

  /** The body as a form. */
  public Map<String, String> form() {
    return decoded(new String(body, StandardCharsets.UTF_8));
  }

  /** The content of a multipart form's first part; empty when there is none. */
  public byte[] file() {
    int at = contentType.indexOf("boundary=");
    if (at < 0) {
      return new byte[0];
    }
    String boundary = contentType.substring(at + 9).replace("\"", "");
    // Latin-1 keeps each byte one character.
    String form = new String(body, StandardCharsets.ISO_8859_1);
    int begin = form.indexOf("\r\n\r\n");
    int end = form.indexOf("\r\n--" + boundary, Math.max(begin, 0));
    return begin < 0 || end < begin + 4
        ? new byte[0]
        : form.substring(begin + 4, end).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Does something once the answer's bytes have left, for example a callback about this call. */
  public void afterwards(Runnable deed) {
    afterwards.add(deed);
  }

  void finish() {
    afterwards.forEach(Runnable::run);
  }

  private static Map<String, String> decoded(String raw) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : raw.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.putIfAbsent(plain(pair.substring(0, equals)), plain(pair.substring(equals + 1)));
      }
    }
    return pairs;
  }

  private static String plain(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException badPercent) {
      return encoded;
    }
  }
}
