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
    // A card has a form of its own here.
    return segment instanceof Segment.Card ? Optional.empty() : segment.inWords();
  }
}
