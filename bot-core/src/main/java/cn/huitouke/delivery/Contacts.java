package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Peer;
import cn.huitouke.customer.CustomerId;
import java.time.Instant;
import java.util.List;

/** What customers did that decides how we may speak with them. */
public interface Contacts {

  /**
   * A customer did something that opens windows; letters that wait for one go. Returns at once; it
   * is durable when {@link #settle} returns.
   *
   * @param at the platform's time
   */
  void noted(CustomerId customer, Peer peer, Opener opener, Instant at);

  /** Consents given or taken back. Durable when it returns; the same event twice counts once. */
  void consented(
      CustomerId customer,
      Peer peer,
      EventId event,
      List<InboundEvent.Consent> consents,
      Instant at);

  /** The platform says what became of a message. Durable when it returns. */
  void reported(InboundEvent.DeliveryReported report);

  /**
   * The platform says what became of a mass send. Durable when it returns. Whom it left out it does not say;
   * that all of it failed is written with each letter.
   */
  void reported(InboundEvent.MassReported report);

  /** Returns when everything noted, and every outcome of a letter so far, is durable. */
  void settle();
}
