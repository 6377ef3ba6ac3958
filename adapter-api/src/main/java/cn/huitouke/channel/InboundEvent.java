package cn.huitouke.channel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something happened on the platform. The list is closed; what an adapter does not know arrives as
 * {@link Unsupported}. {@code at} is the platform's own time of the event.
 */
public sealed interface InboundEvent {

  /** The same for every redelivery of one event. */
  EventId id();

  /** With whom it happened: where an answer goes. */
  Peer peer();

  /** The platform's time. */
  Instant at();

  /**
   * Somebody said something.
   *
   * @param sender the address of who said it: the peer's own in private, the member's in a group
   * @param choice the id of the {@link Segment.Choice} that was tapped, if the message is a tap
   */
  record MessageReceived(
      EventId id, Peer peer, String sender, Instant at, Message message, Optional<String> choice)
      implements InboundEvent {}

  /** Somebody follows the account; {@code invitation} is the scene of the QR code they came by. */
  record Followed(EventId id, Peer peer, Instant at, Optional<String> invitation)
      implements InboundEvent {}

  /** A follower scanned one of our QR codes. */
  record Scanned(EventId id, Peer peer, Instant at, String invitation) implements InboundEvent {}

  /** They no longer follow: nothing can be sent to them. May arrive late; compare {@code at}. */
  record Unfollowed(EventId id, Peer peer, Instant at) implements InboundEvent {}

  /**
   * A menu item was tapped.
   *
   * @param key the item's key, or the URL that it opened
   * @param opensWindow whether the platform counts this tap as talking to us
   */
  record MenuTapped(EventId id, Peer peer, Instant at, String key, boolean opensWindow)
      implements InboundEvent {}

  /** A member joined the group that {@code peer} is. */
  record MemberJoined(EventId id, Peer peer, Instant at, String member, Optional<String> invitation)
      implements InboundEvent {}

  /** Consents to notices given or taken back; one event may hold several. */
  record SubscriptionChanged(EventId id, Peer peer, Instant at, List<Consent> consents)
      implements InboundEvent {

    public SubscriptionChanged {
      consents = List.copyOf(consents);
    }
  }

  /** A consent for one platform template: accepted adds one credit, rejected removes them all. */
  record Consent(String templateId, boolean accepted) {}

  /**
   * The platform says what became of a message that it had accepted.
   *
   * @param platformMessageId as in {@link SendOutcome.Accepted}, also where it tells of a later part of a
   *     message that is several of the platform's
   * @param delivered whether it reached the customer
   * @param raw the platform's own words
   */
  record DeliveryReported(
      EventId id, Peer peer, Instant at, String platformMessageId, boolean delivered, String raw)
      implements InboundEvent {}

  /** The platform finished a mass send. {@code peer} is the account itself. */
  record MassReported(
      EventId id,
      Peer peer,
      Instant at,
      String platformMessageId,
      String raw,
      int total,
      int filtered,
      int sent,
      int failed)
      implements InboundEvent {}

  /** The customer shared where they are (not a message they wrote). */
  record Located(EventId id, Peer peer, Instant at, double latitude, double longitude)
      implements InboundEvent {}

  /** A human agent's session on the platform began, ended or moved. */
  record AgentSessionChanged(EventId id, Peer peer, Instant at, Change change, String agent)
      implements InboundEvent {

    /** What happened to the session. */
    public enum Change {
      OPENED,
      CLOSED,
      MOVED
    }
  }

  /** The customer withdrew their authorization: their platform data must be deleted. */
  record AuthorizationRevoked(EventId id, Peer peer, Instant at) implements InboundEvent {}

  /** An event of a kind that this adapter does not know. Recorded, never dropped. */
  record Unsupported(EventId id, Peer peer, Instant at, String platformType)
      implements InboundEvent {}
}
