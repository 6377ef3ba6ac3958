package cn.huitouke.channel;

import java.util.List;
import java.util.stream.Collectors;

/** What was said, or is to be said: a list of segments, at least one. */
public record Message(List<Segment> segments) {

  public Message {
    segments = List.copyOf(segments);
    if (segments.isEmpty()) {
      throw new IllegalArgumentException("A message has at least one segment");
    }
  }

  public static Message text(String text) {
    return new Message(List.of(new Segment.Text(text)));
  }

  public static Message of(Segment... segments) {
    return new Message(List.of(segments));
  }

  /** The text of its text segments, and what voice recognition heard; empty if there is none. */
  public String text() {
    if (segments.size() == 1 && segments.getFirst() instanceof Segment.Text(String text)) {
      return text; // nearly always, and asked for by everybody
    }
    return segments.stream()
        .map(
            segment ->
                switch (segment) {
                  case Segment.Text(String text) -> text;
                  case Segment.Voice voice -> voice.recognition().orElse("");
                  default -> "";
                })
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  /** Kinds only: what customers say does not belong into a log. */
  @Override
  public String toString() {
    return segments.stream().map(Segment::kind).toList().toString();
  }
}
