package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities.Quota;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Wire;
import cn.huitouke.customer.Customers.Identity;
import cn.huitouke.customer.Wishes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that decides whether, when and how one customer may be spoken to, as it was at one moment. With
 * the same facts, {@link Clearance} and {@link Reach} always decide the same.
 *
 * @param identities latest heard of first
 * @param brakes the matters open
 * @param unasked what they got unasked within the last week, the oldest first
 * @param contacts what opens windows, by peer
 * @param credits consents left, by peer and form
 * @param used how much of the platforms' quotas is used
 * @param limits what the shop keeps to
 * @param asOf which sends it knows of, by {@link FactFinder}'s count
 */
record Facts(
    List<Identity> identities,
    Wishes wishes,
    List<Brake> brakes,
    List<Unasked> unasked,
    Map<Peer, ContactTable.Contact> contacts,
    Map<Peer, Map<String, Integer>> credits,
    Map<Meter, Integer> used,
    Limits limits,
    long asOf) {

  /** A matter that is open. */
  record Brake(Brakes.Kind kind, String cause) {}

  /** Something that was sent unasked. */
  record Unasked(Purpose purpose, Instant at) {}

  /**
   * What counts towards a quota today or this month.
   *
   * @param peer for a quota of each peer; empty for the account's
   */
  record Meter(ChannelId channel, Wire wire, Optional<Peer> peer, Quota.Span span) {

    static Meter of(Peer peer, WireRules rules, Quota quota) {
      return new Meter(
          peer.channel(),
          rules.wire(),
          quota.perPeer() ? Optional.of(peer) : Optional.empty(),
          quota.span());
    }
  }

  ContactTable.Contact contact(Peer peer) {
    return contacts.getOrDefault(peer, ContactTable.Contact.UNKNOWN);
  }

  int credits(Peer peer, String form) {
    return credits.getOrDefault(peer, Map.of()).getOrDefault(form, 0);
  }
}
