package cn.huitouke.channel;

import java.util.regex.Pattern;

/**
 * One account on one platform, written {@code wechat-mp/shop}.
 *
 * @param kind the platform
 * @param name the account, unique within its kind, as the shop named it in its settings
 */
public record ChannelId(String kind, String name) {

  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public ChannelId {
    if (!PART.matcher(kind).matches() || !PART.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A channel's kind and name are 1-64 letters, digits, - or _, but got "
              + kind
              + "/"
              + name);
    }
  }

  /** Reads what {@link #toString()} wrote. */
  public static ChannelId parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("Not a channel id (kind/name): " + text);
    }
    return new ChannelId(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
