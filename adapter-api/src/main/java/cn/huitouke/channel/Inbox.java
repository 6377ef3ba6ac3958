package cn.huitouke.channel;

/** Where channels put what they hear. */
public interface Inbox {

  /**
   * Takes one event in. Returns when the event is safe on disk, before anyone has acted on it; a
   * redelivery returns as soon. Thread-safe; may block for a disk write.
   *
   * @throws RuntimeException when it could not be made safe: the channel must then tell the platform
   *     to deliver again
   */
  void accept(InboundEvent event);
}
