package cn.huitouke.benchmarks;

import java.util.List;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedFrame;

/** Where the product's processor time goes, by what is on the stack of a sample. */
enum Stage {
  GATEWAY("Netty and gateway"),
  HOOK("hook: signatures, AES, XML, slots"),
  INBOX("inbox: events in, marked as handled"),
  ANSWER("understanding, skills, wording"),
  OUTBOX("outbox: letters in, their outcome"),
  SEND("sending: into the reply slot"),
  COMMIT("the clerk's transaction: both"),
  MAILBOX("mailboxes and virtual threads"),
  JVM("collector and compiler"),
  OTHER("other");

  final String label;

  Stage(String label) {
    this.label = label;
  }

  private record Rule(Predicate<String> frame, Stage stage) {}

  /** Asked of each frame, the innermost first; the first rule that knows the frame decides. */
  private static final List<Rule> RULES =
      List.of(
          of("cn.huitouke.delivery.Transmission", SEND),
          of("cn.huitouke.delivery.Dispatch", SEND),
          of("cn.huitouke.adapter.", HOOK),
          of("cn.huitouke.gateway.", GATEWAY),
          of("cn.huitouke.delivery.InOrder", MAILBOX),
          of("cn.huitouke.delivery.", OUTBOX),
          of("cn.huitouke.conversation.EventTable", INBOX),
          of("cn.huitouke.conversation.EventCodec", INBOX),
          of("cn.huitouke.conversation.Arrival", INBOX),
          of("cn.huitouke.conversation.InboundDesk", INBOX),
          of("cn.huitouke.conversation.Reception", ANSWER),
          of("cn.huitouke.store.Clerk", COMMIT),
          of("cn.huitouke.store.", MAILBOX),
          of("cn.huitouke.", ANSWER),
          of("io.netty.", GATEWAY),
          of("java.util.concurrent.ForkJoin", MAILBOX),
          of("java.lang.VirtualThread", MAILBOX));

  private static Rule of(String beginning, Stage stage) {
    return new Rule(frame -> frame.startsWith(beginning), stage);
  }

  /** Of a sample's frames, the innermost first. What an adapter does while we send is sending. */
  static Stage of(List<RecordedFrame> frames) {
    Stage found = OTHER;
    for (RecordedFrame frame : frames) {
      String type = frame.getMethod().getType().getName();
      if (found == OTHER) {
        found = of(type);
      } else if (found == HOOK && of(type) == SEND) {
        return SEND;
      }
    }
    return found;
  }

  private static Stage of(String type) {
    for (Rule rule : RULES) {
      if (rule.frame().test(type)) {
        return rule.stage();
      }
    }
    return OTHER;
  }
}
