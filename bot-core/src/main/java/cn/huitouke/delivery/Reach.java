package cn.huitouke.delivery;

import cn.huitouke.channel.Answering;
import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.Capabilities.Support;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.FormTemplates;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.Wire;
import cn.huitouke.customer.Customers;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the way to a customer: which identity, which wire. The first that is open, in the order of
 * the rule pack, which is the order of what it costs.
 */
final class Reach {

  /** A wire of a peer. */
  record Way(Peer peer, Wire wire) {}

  /** What there is to find. */
  sealed interface Finding {

    /**
     * A way that is open.
     *
     * @param content the letter as this wire carries it
     * @param spends the opener whose window the message uses up
     */
    record Open(
        Channel channel, Peer peer, WireRules rules, Message content, Optional<Opener> spends)
        implements Finding {}

    /** None is open, but one may open when the customer does something. */
    record Waiting(Why why) implements Finding {}

    /** None is open and none will be. */
    record None(Why why) implements Finding {}
  }

  private final Channels channels;
  private final Customers customers;
  private final ContactTable contacts;

  Reach(Channels channels, Customers customers, ContactTable contacts) {
    this.channels = channels;
    this.customers = customers;
    this.contacts = contacts;
  }

  /**
   * Looks for a way.
   *
   * @param tried ways that were refused just now
   */
  Finding find(Letter letter, Set<Way> tried, Instant now) {
    List<Peer> peers = peers(letter);
    if (peers.isEmpty()) {
      return new Finding.Waiting(Why.of("no-identity"));
    }
    boolean mayOpen = false;
    for (Peer peer : peers) {
      Optional<Channel> channel = channels.find(peer.channel());
      if (channel.isEmpty()) {
        continue;
      }
      ContactTable.Contact contact = null;
      for (WireRules rules : channel.get().capabilities().wires()) {
        Optional<Message> content = content(letter, rules);
        if (content.isEmpty() || tried.contains(new Way(peer, rules.wire()))) {
          continue;
        }
        switch (rules.opening()) {
          case REPLY_SLOT -> {
            // only on the spot, by Replies
          }
          case FREE -> {
            return new Finding.Open(channel.get(), peer, rules, content.get(), Optional.empty());
          }
          case WINDOW -> {
            contact = contact == null ? contacts.find(peer) : contact;
            Optional<Opener> opener = openWindow(rules, contact, letter.purpose(), now);
            if (opener.isPresent()) {
              return new Finding.Open(channel.get(), peer, rules, content.get(), opener);
            }
            mayOpen = true;
          }
          case CREDIT -> {
            if (contacts.credits(peer, template(channel.get(), content.get())) > 0) {
              return new Finding.Open(channel.get(), peer, rules, content.get(), Optional.empty());
            }
            mayOpen = true;
          }
        }
      }
    }
    return mayOpen ? new Finding.Waiting(Why.of("no-window")) : new Finding.None(Why.of("no-wire"));
  }

  Optional<Channel> channel(Peer peer) {
    return channels.find(peer.channel());
  }

  /** How a wire of a channel carries a letter; empty when it cannot or may not. */
  static Optional<Message> content(Letter letter, WireRules rules) {
    if (!rules.purposes().contains(letter.purpose()) || rules.needsPerson()) {
      return Optional.empty();
    }
    if (rules.support(Segment.Kind.FORM) != Support.NONE
        && letter.form().filter(form -> rules.forms().contains(form.form())).isPresent()) {
      return letter.form().map(form -> Message.of(form));
    }
    boolean carried =
        letter.message().segments().stream()
            .allMatch(
                segment ->
                    rules.support(segment.kind()) != Support.NONE
                        && !(segment instanceof Segment.Text(String text)
                            && !rules.textLimit().allows(text)));
    return carried ? Optional.of(letter.message()) : Optional.empty();
  }

  /** An answer goes where the question came from; everything else wherever the customer is. */
  private List<Peer> peers(Letter letter) {
    return letter
        .answerTo()
        .map(to -> List.of(to.peer()))
        .orElseGet(
            () ->
                customers.identities(letter.customer()).stream()
                    .filter(Customers.Identity::following)
                    .map(Customers.Identity::peer)
                    .toList());
  }

  /**
   * The open window that closes soonest, so that long ones keep their messages. The last message of
   * a window of several is kept for answering.
   */
  private static Optional<Opener> openWindow(
      WireRules rules, ContactTable.Contact contact, Purpose purpose, Instant now) {
    return rules.windows().stream()
        .filter(
            window -> {
              Instant opened = contact.opened().get(window.openedBy());
              int kept = purpose == Purpose.REPLY || window.messages() < 3 ? 0 : 1;
              return opened != null
                  && opened.plus(window.lasts()).isAfter(now)
                  && contact.sent().getOrDefault(window.openedBy(), 0) < window.messages() - kept;
            })
        .min(
            Comparator.comparing(
                window -> contact.opened().get(window.openedBy()).plus(window.lasts())))
        .map(Capabilities.Window::openedBy);
  }

  /** What consents to this content are counted by: the platform's template, else our form's name. */
  static String template(Channel channel, Message content) {
    String form =
        content.segments().stream()
            .filter(Segment.Form.class::isInstance)
            .map(segment -> ((Segment.Form) segment).form())
            .findFirst()
            .orElse("");
    return channel instanceof FormTemplates templates
        ? templates.templateOf(form).orElse(form)
        : form;
  }

  /** The reply slot's wire of a channel that answers in its callbacks, if it carries this letter. */
  static Optional<Wire> slot(Channel channel, Letter letter) {
    return channel instanceof Answering answering
        ? channel
            .capabilities()
            .wire(answering.replyWire())
            .filter(rules -> content(letter, rules).isPresent())
            .map(WireRules::wire)
        : Optional.empty();
  }
}
