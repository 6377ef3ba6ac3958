package cn.huitouke.channel;

/**
 * Names an inbound event within its channel. A redelivery of the same event has the same id:
 * WeChat's MsgId for messages, sender + time + kind for events.
 *
 * @param value 1-200 characters, opaque
 */
public record EventId(String value) {

  public EventId {
    if (value.isEmpty() || value.length() > 200) {
      throw new IllegalArgumentException("An event id has 1-200 characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
