package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes as text what can be said in text: one message of text, links, places and choices. */
final class PlainText {

  private PlainText() {}

  /** The whole message as one text, or empty if some of it cannot be said in text. */
  static Optional<String> of(Message message) {
    if (message.segments().size() == 1) {
      return of(message.segments().getFirst());
    }
    List<String> lines = new ArrayList<>();
    for (Segment segment : message.segments()) {
      Optional<String> line = of(segment);
      if (line.isEmpty()) {
        return Optional.empty();
      }
      lines.add(line.get());
    }
    return Optional.of(String.join("\n", lines));
  }

  /** Those parts of it that can be said in text, if there are any. */
  static Optional<Message> within(Message message) {
    List<Segment> words =
        message.segments().stream().filter(segment -> of(segment).isPresent()).toList();
    return words.isEmpty() ? Optional.empty() : Optional.of(new Message(words));
  }

  private static Optional<String> of(Segment segment) {
    return switch (segment) {
      case Segment.Text(String text) -> Optional.of(text);
      case Segment.Link link -> Optional.of(lines(link.title(), link.description(), link.url()));
      case Segment.Location place -> Optional.of(place.label());
      case Segment.Choices choices -> Optional.of(choices.asText());
      case Segment.Mention _,
          Segment.Image _,
          Segment.Voice _,
          Segment.Video _,
          Segment.Music _,
          Segment.Card _,
          Segment.Article _,
          Segment.MiniProgram _,
          Segment.Coupon _,
          Segment.Form _,
          Segment.Unsupported _ ->
          Optional.empty();
    };
  }

  private static String lines(String... lines) {
    return java.util.Arrays.stream(lines)
        .filter(line -> !line.isEmpty())
        .collect(java.util.stream.Collectors.joining("\n"));
  }
}
