package cn.huitouke.channel;

import java.util.List;

/** A channel with a wire that carries one message to many. */
public interface MassSender {

  /**
   * Sends to these people at once.
   *
   * @param id idempotency key; the same id is sent once
   * @param to 2 up to the platform's limit of persons of this channel
   * @return {@code Accepted} with the id that {@link InboundEvent.MassReported} will carry
   */
  SendOutcome sendMany(OutboundId id, List<Peer> to, Message message);
}
