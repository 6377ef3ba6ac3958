package cn.huitouke.sandbox.phone;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The page's own files, and the language it first speaks. */
final class PageFiles {

  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");
  private static final List<String> NAMES =
      List.of(
          "look.css",
          "phone.css",
          "app.js",
          "chat.js",
          "orders.js",
          "people.js",
          "sheet.js",
          "talk.js",
          "words.js",
          "icon.svg",
          "hills.svg");

  private final Map<String, byte[]> files = new HashMap<>();
  private final String page;

  PageFiles() {
    NAMES.forEach(name -> files.put(name, read(name)));
    page = new String(read("index.html"), StandardCharsets.UTF_8);
  }

  void page(HttpExchange exchange) throws IOException {
    byte[] spoken =
        page.replace("{lang}", language(exchange.getRequestHeaders()))
            .getBytes(StandardCharsets.UTF_8);
    Replies.send(exchange, 200, "text/html; charset=utf-8", spoken);
  }

  void file(HttpExchange exchange, String name) throws IOException {
    byte[] content = files.get(name);
    if (content == null) {
      Replies.problem(exchange, 404, "unknown");
      return;
    }
    String ending = name.substring(name.lastIndexOf('.') + 1);
    Replies.send(exchange, 200, Objects.requireNonNull(TYPES.get(ending)), content);
  }

  void download(HttpExchange exchange, String name, byte[] content) throws IOException {
    exchange
        .getResponseHeaders()
        .set("Content-Disposition", "attachment; filename=\"" + name + "\"");
    Replies.send(exchange, 200, "text/csv; charset=GB18030", content);
  }

  /** What was chosen here before, else what the browser prefers, else Chinese. */
  static String language(Headers headers) {
    for (String cookies : headers.getOrDefault("Cookie", List.of())) {
      for (String cookie : cookies.split(";")) {
        switch (cookie.strip()) {
          case "phone_language=zh" -> {
            return "zh-CN";
          }
          case "phone_language=en" -> {
            return "en";
          }
          default -> {
            // Somebody else's.
          }
        }
      }
    }
    return preferred(headers.getFirst("Accept-Language"));
  }

  private static String preferred(@Nullable String accepted) {
    if (accepted == null || accepted.isBlank()) {
      return "zh-CN";
    }
    try {
      return Locale.LanguageRange.parse(accepted).getFirst().getRange().startsWith("zh")
          ? "zh-CN"
          : "en";
    } catch (IllegalArgumentException unreadable) {
      return "zh-CN";
    }
  }

  private static byte[] read(String name) {
    try (InputStream file = PageFiles.class.getResourceAsStream("/phone/" + name)) {
      return Objects.requireNonNull(file, name).readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
