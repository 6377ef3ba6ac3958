package cn.huitouke.conversation;

import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Says what was said; a text with | is said in several messages. */
final class EchoSkill implements Skill {

  final AtomicInteger asked = new AtomicInteger();

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public Verdict consider(Turn turn) {
    asked.incrementAndGet();
    if (!(turn.event() instanceof InboundEvent.MessageReceived message)) {
      return Verdict.pass();
    }
    String text = message.message().text();
    if (text.startsWith("poison")) {
      throw new IllegalArgumentException("poisoned");
    }
    if (text.startsWith("hush")) {
      return new Verdict.Silence("hush");
    }
    return Verdict.say(Arrays.stream(text.split("\\|")).map(Message::text).toArray(Message[]::new));
  }
}
