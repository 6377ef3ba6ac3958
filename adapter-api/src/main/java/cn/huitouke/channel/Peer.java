package cn.huitouke.channel;

/**
 * Whom we speak with: a person or a group, as one channel knows them.
 *
 * @param channel the account through which we know them
 * @param kind a person in private, or a group
 * @param address the platform's own id (openid, group id), 1-128 characters; meaningless elsewhere
 */
public record Peer(ChannelId channel, Kind kind, String address) {

  /** Person or group. */
  public enum Kind {
    PERSON,
    GROUP
  }

  public Peer {
    if (address.isEmpty() || address.length() > 128) {
      throw new IllegalArgumentException("A peer's address has 1-128 characters");
    }
  }

  public static Peer person(ChannelId channel, String address) {
    return new Peer(channel, Kind.PERSON, address);
  }

  public static Peer group(ChannelId channel, String address) {
    return new Peer(channel, Kind.GROUP, address);
  }

  @Override
  public String toString() {
    return channel + (kind == Kind.GROUP ? "/group/" : "/") + address;
  }
}
