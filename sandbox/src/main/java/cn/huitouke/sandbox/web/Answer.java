package cn.huitouke.sandbox.web;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** What a platform answers. */
public record Answer(int status, String type, byte[] body) {

  /** JSON with status 200, which is how these platforms say no as well. */
  public static Answer json(JsonNode node) {
    return new Answer(200, "application/json; charset=utf-8", bytes(Json.write(node)));
  }

  /** Plain text. */
  public static Answer text(int status, String text) {
    return new Answer(status, "text/plain; charset=utf-8", bytes(text));
  }

  /** A page. */
  public static Answer html(int status, String html) {
    return new Answer(status, "text/html; charset=utf-8", bytes(html));
  }

  /** The body as text. */
  public String words() {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
