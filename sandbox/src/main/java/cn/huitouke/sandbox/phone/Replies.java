package cn.huitouke.sandbox.phone;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what the page asks and writes the answer. */
final class Replies {

  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final int LONGEST_REQUEST = 32 * 1024;

  private Replies() {}

  /** The page loads nothing from elsewhere, runs nothing written into it, and stands in no frame. */
  static void harden(Headers headers) {
    headers.set(
        "Content-Security-Policy",
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cache-Control", "no-store");
  }

  /** As browsers read it: to the millisecond. */
  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  static void json(HttpExchange exchange, int status, Object body) throws IOException {
    send(exchange, status, "application/json; charset=utf-8", JSON.writeValueAsBytes(body));
  }

  static void problem(HttpExchange exchange, int status, String problem) throws IOException {
    json(exchange, status, Map.of("problem", problem));
  }

  /** As {@link #problem}, when the connection may be gone already. */
  static void lastWord(HttpExchange exchange, int status, String problem) {
    if (exchange.getResponseCode() != -1) {
      return;
    }
    try {
      problem(exchange, status, problem);
    } catch (IOException gone) {
      // Nobody is there to be told.
    }
  }

  static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  /** The request's JSON, or nothing when it is none, or comes from another site's page. */
  static Optional<JsonNode> request(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    String type = Optional.ofNullable(headers.getFirst("Content-Type")).orElse("");
    if (!type.startsWith("application/json") || !fromHere(headers)) {
      return Optional.empty();
    }
    byte[] body = exchange.getRequestBody().readNBytes(LONGEST_REQUEST + 1);
    if (body.length > LONGEST_REQUEST) {
      return Optional.empty();
    }
    return Optional.of(JSON.readTree(body)).filter(JsonNode::isObject);
  }

  static String query(HttpExchange exchange, String name) {
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    for (String pair : query.split("&")) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private static boolean fromHere(Headers headers) {
    String origin = headers.getFirst("Origin");
    String host = headers.getFirst("Host");
    return origin == null || origin.equals("http://" + host) || origin.equals("https://" + host);
  }
}
