package cn.huitouke.adapter.onebot;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes what the shop says as OneBot's segments. Always segments, never a string: what a customer
 * wrote must not be read as a CQ code.
 */
final class OneBotSpeech {

  private OneBotSpeech() {}

  /**
   * The message.
   *
   * @param asker who is to be mentioned before it
   */
  static List<Map<String, ?>> segments(Message message, Optional<String> asker) {
    List<Map<String, ?>> segments = new ArrayList<>();
    asker.ifPresent(
        who -> {
          segments.add(of("at", "qq", who));
          segments.add(of("text", "text", " "));
        });
    for (Segment segment : message.segments()) {
      boolean afterMention = !segments.isEmpty() && "at".equals(segments.getLast().get("type"));
      switch (segment) {
        case Segment.Mention(String address) -> segments.add(of("at", "qq", address));
        case Segment.Image image -> segments.add(of("image", "file", file(image.reference())));
        case Segment.Voice voice -> segments.add(of("record", "file", file(voice.reference())));
        case Segment.Video video -> segments.add(of("video", "file", file(video.reference())));
        default -> segments.add(of("text", "text", (afterMention ? " " : "") + words(segment)));
      }
    }
    return segments;
  }

  /** Everything in it that is text. */
  static String text(Message message) {
    return message.segments().stream()
        .map(OneBotSpeech::words)
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static String words(Segment segment) {
    return switch (segment) {
      case Segment.Text(String text) -> text;
      case Segment.Link link -> lines(link.title(), link.description(), link.url());
      case Segment.Card card -> lines(card.title(), card.description(), card.url());
      case Segment.Choices choices -> choices.asText();
      case Segment.Location place -> place.label();
      case Segment.Mention _,
          Segment.Image _,
          Segment.Voice _,
          Segment.Video _,
          Segment.Music _,
          Segment.Article _,
          Segment.MiniProgram _,
          Segment.Coupon _,
          Segment.Form _,
          Segment.Unsupported _ ->
          "";
    };
  }

  private static String lines(String... lines) {
    return Stream.of(lines).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
  }

  /** Bytes that the reference holds itself have a form of their own here. */
  private static String file(String reference) {
    int base64 = reference.indexOf(";base64,");
    return reference.startsWith("data:") && base64 > 0
        ? "base64://" + reference.substring(base64 + ";base64,".length())
        : reference;
  }

  private static Map<String, ?> of(String type, String name, String value) {
    return Map.of("type", type, "data", Map.of(name, value));
  }
}
