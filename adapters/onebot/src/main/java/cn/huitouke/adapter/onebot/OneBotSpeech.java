package cn.huitouke.adapter.onebot;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
        default ->
            segments.add(
                of("text", "text", (afterMention ? " " : "") + segment.inWords().orElse("")));
      }
    }
    return segments;
  }

  /** Everything in it that is text. */
  static String text(Message message) {
    return message.segments().stream()
        .flatMap(segment -> segment.inWords().stream())
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining("\n"));
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
