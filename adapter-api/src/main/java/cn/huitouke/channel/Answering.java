package cn.huitouke.channel;

/**
 * A channel that can carry an answer back in the response to the callback that brought the event (a
 * <em>reply slot</em>). The slot opens before {@link Inbox#accept} and is filled by the first {@link
 * Channel#send} on {@link #replyWire()} with that event as its footing; redeliveries share it.
 */
public interface Answering {

  /** The wire that fills the slot. Sending on it after the slot closed is WINDOW_CLOSED. */
  Wire replyWire();

  /** Nothing (more) will be said to this event through its slot: let the platform go. Idempotent. */
  void nothingMore(EventId event);
}
