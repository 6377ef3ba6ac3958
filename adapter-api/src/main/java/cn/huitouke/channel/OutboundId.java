package cn.huitouke.channel;

/**
 * Names one outbound message for ever, derived from what it is about ({@code
 * notice:shipped:parcel-17}, {@code reply:EVENT:1}), so that the same message planned twice is one
 * row. Adapters derive the platform's idempotency key from it.
 *
 * @param value 1-200 characters, opaque
 */
public record OutboundId(String value) {

  public OutboundId {
    if (value.isEmpty() || value.length() > 200) {
      throw new IllegalArgumentException("An outbound id has 1-200 characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
