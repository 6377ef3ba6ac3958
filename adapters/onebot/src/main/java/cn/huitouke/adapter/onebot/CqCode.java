package cn.huitouke.adapter.onebot;

import cn.huitouke.channel.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The two forms in which OneBot writes a message, as segments: an array, or a string of CQ codes. */
final class CqCode {

  private static final String OPEN = "[CQ:";

  private CqCode() {}

  static List<Segment> read(JsonNode message) {
    if (message.isString()) {
      return parse(message.asString());
    }
    List<Segment> segments = new ArrayList<>();
    if (message.isObject()) {
      segments.add(segment(message));
    }
    message
        .values()
        .forEach(
            item -> {
              if (message.isArray()) {
                segments.add(segment(item));
              }
            });
    return segments;
  }

  private static Segment segment(JsonNode item) {
    Map<String, String> data = new HashMap<>();
    item.path("data").properties().forEach(e -> data.put(e.getKey(), e.getValue().asString("")));
    return segment(item.path("type").asString(""), data);
  }

  private static Segment segment(String type, Map<String, String> data) {
    return switch (type) {
      case "text" -> new Segment.Text(data.getOrDefault("text", ""));
      case "at" -> new Segment.Mention(data.getOrDefault("qq", ""));
      case "image" ->
          new Segment.Image(data.getOrDefault("file", ""), Optional.ofNullable(data.get("url")));
      case "record" -> new Segment.Voice(data.getOrDefault("file", ""), "amr", Optional.empty());
      case "video" -> new Segment.Video(data.getOrDefault("file", ""), "");
      case "share" ->
          new Segment.Link(
              data.getOrDefault("title", ""),
              data.getOrDefault("content", ""),
              data.getOrDefault("url", ""));
      default -> new Segment.Unsupported(type);
    };
  }

  /** Reads a string with CQ codes. A code that does not end is text. */
  static List<Segment> parse(String text) {
    List<Segment> segments = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf(OPEN, at);
      int close = open < 0 ? -1 : text.indexOf(']', open);
      if (close < 0) {
        addText(segments, text.substring(at));
        break;
      }
      addText(segments, text.substring(at, open));
      segments.add(code(text.substring(open + OPEN.length(), close)));
      at = close + 1;
    }
    return segments;
  }

  private static void addText(List<Segment> segments, String escaped) {
    if (!escaped.isEmpty()) {
      segments.add(new Segment.Text(unescape(escaped)));
    }
  }

  private static Segment code(String inside) {
    String[] parts = inside.split(",");
    Map<String, String> data = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        data.put(parts[i].substring(0, equals), unescape(parts[i].substring(equals + 1)));
      }
    }
    return segment(parts[0], data);
  }

  /** {@code &amp;} last, or an escaped escape would be undone twice. */
  static String unescape(String text) {
    return text.replace("&#91;", "[")
        .replace("&#93;", "]")
        .replace("&#44;", ",")
        .replace("&amp;", "&");
  }
}
