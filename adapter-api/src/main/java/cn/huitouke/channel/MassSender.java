package cn.huitouke.channel;

import java.util.List;

/**
 * A channel with a wire that carries one message to many. All methods call the platform and may
 * block; its "no" is a value.
 */
public interface MassSender {

  /** The wire on which {@link #sendMany} sends: a letter to one person cannot go by it. */
  Wire massWire();

  /** To how many persons {@link #sendMany} sends at once, at the most; 2 at the least. */
  int mostAtOnce();

  /**
   * Sends to these people at once.
   *
   * @param id idempotency key; the same id is sent once
   * @param to 2 up to the platform's limit of persons of this channel
   * @return {@code Accepted} with the id that {@link InboundEvent.MassReported} will carry
   */
  SendOutcome sendMany(OutboundId id, List<Peer> to, Message message);

  /**
   * Sends to an audience that the platform itself finds.
   *
   * @param id idempotency key; the same id is sent once
   * @return {@code Accepted} with the id that {@link InboundEvent.MassReported} will carry; {@code
   *     Refused(UNKNOWN_PEER)} where the platform has no such tag
   */
  SendOutcome sendTo(OutboundId id, Audience audience, Message message);

  /** Shows one person what the others would get. Counts in nobody's quota; has no report. */
  SendOutcome preview(Peer to, Message message);

  /**
   * Takes a mass send back from those who have it. Platforms can do that with some kinds only (WeChat:
   * articles and videos); what was read stays read.
   *
   * @param platformMessageId as in the {@code Accepted} of the send
   */
  SendOutcome recall(String platformMessageId);

  /** How far a mass send is, for whoever waits for a {@link InboundEvent.MassReported} in vain. */
  Progress progress(String platformMessageId);

  /** Whom a mass send is for. */
  sealed interface Audience {

    /** Every follower. Platforms allow that seldom (WeChat: once a day). */
    record Everybody() implements Audience {}

    /** Whoever has this tag on the platform; {@code tag} as the shop reads it. */
    record Tagged(String tag) implements Audience {}
  }

  /** How far it is. */
  enum Progress {
    UNDER_WAY,
    SENT,
    FAILED,
    RECALLED,
    /** The platform does not know it, or could not be asked. */
    UNKNOWN
  }
}
