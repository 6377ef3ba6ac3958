package cn.huitouke.channel;

/**
 * One account on one platform. Translates and transmits; whom to answer and what to say is the
 * engine's affair. Thread-safe.
 */
public interface Channel {

  /** Constant. */
  ChannelId id();

  /**
   * What this account can and may do. Constant between start and stop, but for a rule that changes on
   * a date: it changes at that midnight.
   */
  Capabilities capabilities();

  /**
   * Begins to listen. Never throws because a platform is down: keeps trying. Returns at once; makes
   * no call that blocks. May be called again after {@link #stop()}.
   */
  void start(Inbox inbox);

  /**
   * Sends one message and says what became of it. May block; always called on a virtual thread.
   * Never tries again by itself but once, where the platform refused an expired token or an expired
   * upload.
   */
  SendOutcome send(Outbound outbound);

  /** Stops listening and lets go of everything held. Idempotent. */
  void stop();
}
