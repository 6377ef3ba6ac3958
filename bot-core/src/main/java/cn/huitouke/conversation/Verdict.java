package cn.huitouke.conversation;

import cn.huitouke.channel.Message;
import java.util.List;

/** What a skill makes of a turn. */
public sealed interface Verdict {

  /** Not mine. */
  record Pass() implements Verdict {}

  /** How an answer leaves the customer. */
  enum Mood {
    /** Nothing is known of it; nothing is added. */
    PLAIN,
    /** All is well: there is room for a small word behind it. */
    CONTENT
  }

  /** Say this, in this order. */
  record Say(List<Message> messages, Mood mood) implements Verdict {

    public Say {
      messages = List.copyOf(messages);
    }

    public Say(List<Message> messages) {
      this(messages, Mood.PLAIN);
    }
  }

  /** Mine, and nothing is to be said. */
  record Silence(String because, Mood mood) implements Verdict {

    public Silence(String because) {
      this(because, Mood.PLAIN);
    }
  }

  static Verdict pass() {
    return new Pass();
  }

  static Verdict say(String text) {
    return new Say(List.of(Message.text(text)));
  }

  /** Says something that leaves the customer content. */
  static Verdict gladly(String text) {
    return new Say(List.of(Message.text(text)), Mood.CONTENT);
  }

  static Verdict say(Message... messages) {
    return new Say(List.of(messages));
  }
}
