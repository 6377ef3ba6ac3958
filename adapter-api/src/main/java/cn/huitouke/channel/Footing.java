package cn.huitouke.channel;

/** On what ground we speak. */
public sealed interface Footing {

  /** As the answer to an event. */
  record InReplyTo(EventId event) implements Footing {}

  /** Of our own accord. */
  record Unprompted() implements Footing {}
}
