package cn.huitouke.delivery;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.Segment;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages as JSON, for rows: an array of segments, each {@code {"k":KIND, …}}. Written by hand,
 * because it is written for every message that comes and goes; additions stay readable for older
 * rows.
 */
public final class MessageCodec {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private MessageCodec() {}

  /** A message as JSON. */
  public static String write(Message message) {
    if (message.segments().size() == 1
        && message.segments().getFirst() instanceof Segment.Text(String text)
        && isPlain(text)) {
      return "[{\"k\":\"TEXT\",\"t\":\"" + text + "\"}]"; // most of what is ever said
    }
    StringWriter out = new StringWriter(128);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      write(message, json);
    }
    return out.toString();
  }

  /** Whether JSON writes every letter of it as itself. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  /** Writes a message as the next value. */
  public static void write(Message message, JsonGenerator json) {
    json.writeStartArray();
    message.segments().forEach(segment -> write(segment, json));
    json.writeEndArray();
  }

  /** Reads what {@link #write(Message)} wrote. */
  public static Message read(String text) {
    return read(JSON.readTree(text));
  }

  /** Reads what {@link #write(Message, JsonGenerator)} wrote. */
  public static Message read(JsonNode node) {
    List<Segment> segments = new ArrayList<>();
    node.forEach(item -> segments.add(segment(item)));
    return new Message(segments);
  }

  static String write(Segment.Form form) {
    StringWriter out = new StringWriter(128);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      write((Segment) form, json);
    }
    return out.toString();
  }

  static Segment.Form readForm(String text) {
    return (Segment.Form) segment(JSON.readTree(text));
  }

  private static void write(Segment segment, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("k", segment.kind().name());
    switch (segment) {
      case Segment.Text(String text) -> json.writeStringProperty("t", text);
      case Segment.Mention(String address) -> json.writeStringProperty("a", address);
      case Segment.Image(String reference, Optional<String> url) -> {
        json.writeStringProperty("r", reference);
        optional(json, "u", url);
      }
      case Segment.Voice(String reference, String format, Optional<String> heard) -> {
        json.writeStringProperty("r", reference);
        json.writeStringProperty("f", format);
        optional(json, "t", heard);
      }
      case Segment.Video(String reference, String thumbnail) ->
          texts(json, "r", reference, "p", thumbnail);
      case Segment.Music(String title, String description, String url, String thumbnail) ->
          texts(json, "t", title, "d", description, "u", url, "p", thumbnail);
      case Segment.Location(double latitude, double longitude, String label) -> {
        json.writeNumberProperty("lat", latitude);
        json.writeNumberProperty("lon", longitude);
        json.writeStringProperty("t", label);
      }
      case Segment.Link(String title, String description, String url) ->
          texts(json, "t", title, "d", description, "u", url);
      case Segment.Card(String title, String description, String url, String imageUrl) ->
          texts(json, "t", title, "d", description, "u", url, "p", imageUrl);
      case Segment.Article(String mediaId) -> json.writeStringProperty("r", mediaId);
      case Segment.MiniProgram(String appId, String page, String title, String thumbnail) ->
          texts(json, "a", appId, "u", page, "t", title, "p", thumbnail);
      case Segment.Coupon(String couponId) -> json.writeStringProperty("r", couponId);
      case Segment.Choices choices -> write(choices, json);
      case Segment.Form(String form, Map<String, String> values, Optional<String> url) -> {
        json.writeStringProperty("f", form);
        json.writeObjectPropertyStart("v");
        values.forEach(json::writeStringProperty);
        json.writeEndObject();
        optional(json, "u", url);
      }
      case Segment.Unsupported(String platformType) -> json.writeStringProperty("t", platformType);
    }
    json.writeEndObject();
  }

  private static void write(Segment.Choices choices, JsonGenerator json) {
    texts(json, "h", choices.head(), "t", choices.tail());
    json.writeArrayPropertyStart("c");
    for (Segment.Choice choice : choices.choices()) {
      json.writeStartObject();
      texts(json, "i", choice.id(), "l", choice.label());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void texts(JsonGenerator json, String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      json.writeStringProperty(pairs[i], pairs[i + 1]);
    }
  }

  private static void optional(JsonGenerator json, String name, Optional<String> value) {
    value.ifPresent(text -> json.writeStringProperty(name, text));
  }

  private static Segment segment(JsonNode node) {
    return switch (Segment.Kind.valueOf(text(node, "k"))) {
      case TEXT -> new Segment.Text(text(node, "t"));
      case MENTION -> new Segment.Mention(text(node, "a"));
      case IMAGE -> new Segment.Image(text(node, "r"), optional(node, "u"));
      case VOICE -> new Segment.Voice(text(node, "r"), text(node, "f"), optional(node, "t"));
      case VIDEO -> new Segment.Video(text(node, "r"), text(node, "p"));
      case MUSIC ->
          new Segment.Music(text(node, "t"), text(node, "d"), text(node, "u"), text(node, "p"));
      case LOCATION ->
          new Segment.Location(
              node.path("lat").asDouble(), node.path("lon").asDouble(), text(node, "t"));
      case LINK -> new Segment.Link(text(node, "t"), text(node, "d"), text(node, "u"));
      case CARD ->
          new Segment.Card(text(node, "t"), text(node, "d"), text(node, "u"), text(node, "p"));
      case ARTICLE -> new Segment.Article(text(node, "r"));
      case MINI_PROGRAM ->
          new Segment.MiniProgram(
              text(node, "a"), text(node, "u"), text(node, "t"), text(node, "p"));
      case COUPON -> new Segment.Coupon(text(node, "r"));
      case CHOICES -> choices(node);
      case FORM -> {
        Map<String, String> values = new LinkedHashMap<>();
        node.path("v").properties().forEach(e -> values.put(e.getKey(), e.getValue().asString()));
        yield new Segment.Form(text(node, "f"), values, optional(node, "u"));
      }
      case UNSUPPORTED -> new Segment.Unsupported(text(node, "t"));
    };
  }

  private static Segment.Choices choices(JsonNode node) {
    List<Segment.Choice> choices = new ArrayList<>();
    node.path("c")
        .forEach(item -> choices.add(new Segment.Choice(text(item, "i"), text(item, "l"))));
    return new Segment.Choices(text(node, "h"), choices, text(node, "t"));
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  private static Optional<String> optional(JsonNode node, String name) {
    return node.has(name) ? Optional.of(text(node, name)) : Optional.empty();
  }
}
