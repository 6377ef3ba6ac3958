package cn.huitouke.conversation;

import cn.huitouke.channel.Message;
import java.util.List;

/** What a skill makes of a turn. */
public sealed interface Verdict {

  /** Not mine. */
  record Pass() implements Verdict {}

  /** Say this, in this order. */
  record Say(List<Message> messages) implements Verdict {

    public Say {
      messages = List.copyOf(messages);
    }
  }

  /** Mine, and nothing is to be said. */
  record Silence(String because) implements Verdict {}

  static Verdict pass() {
    return new Pass();
  }

  static Verdict say(String text) {
    return new Say(List.of(Message.text(text)));
  }

  static Verdict say(Message... messages) {
    return new Say(List.of(messages));
  }
}
