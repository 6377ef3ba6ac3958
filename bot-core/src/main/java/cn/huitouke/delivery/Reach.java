package cn.huitouke.delivery;

import cn.huitouke.channel.Answering;
import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.Capabilities.Quota;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the way to a customer: which identity, which wire. The cheapest that is open; of those that
 * cost the same, the first in the order of the rule pack, on the account they were last heard of.
 */
final class Reach {

  /** A wire of a peer. */
  record Way(Peer peer, Wire wire) {}

  /** What closes ways. */
  enum Limit {
    WINDOW,
    CREDIT,
    QUOTA
  }

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
        implements Finding {

      /** How many of the platform's messages it is. */
      int places() {
        return rules.places(content);
      }
    }

    /** None is open before this time. */
    record Later(Instant until, Why why) implements Finding {}

    /** None is open, but one may open when the customer does something. */
    record Waiting(Why why) implements Finding {}

    /** None is open and none will be. */
    record None(Why why) implements Finding {}
  }

  private final Channels channels;

  Reach(Channels channels) {
    this.channels = channels;
  }

  /** One way that might do. */
  private record Candidate(Channel channel, Peer peer, WireRules rules, Message content) {
    int places() {
      return rules.places(content);
    }
  }

  Finding find(Letter letter, Facts facts, Set<Way> tried, Instant now) {
    return find(letter, facts, tried, now, EnumSet.noneOf(Limit.class));
  }

  /**
   * Looks for a way.
   *
   * @param tried ways that were refused just now
   * @param off limits not to mind, to see what would be without them
   */
  Finding find(Letter letter, Facts facts, Set<Way> tried, Instant now, Set<Limit> off) {
    List<Peer> peers = peers(letter, facts);
    if (peers.isEmpty()) {
      return new Finding.Waiting(Why.of("no-identity"));
    }
    Optional<Finding.Later> later = Optional.empty();
    boolean mayOpen = false;
    for (Candidate way : candidates(letter, peers, tried)) {
      Optional<Quota> spent = off.contains(Limit.QUOTA) ? Optional.empty() : spent(way, facts);
      switch (way.rules().opening()) {
        case REPLY_SLOT -> {
          continue; // only on the spot, by Replies
        }
        case FREE -> {
          if (spent.isEmpty()) {
            return open(way, Optional.empty());
          }
        }
        case WINDOW -> {
          Optional<Opener> opener =
              openWindow(way, facts.contact(way.peer()), letter.purpose(), now, off);
          if (opener.isPresent() && spent.isEmpty()) {
            return open(way, opener);
          }
          mayOpen = true;
        }
        case CREDIT -> {
          boolean credit =
              off.contains(Limit.CREDIT)
                  || facts.credits(way.peer(), template(way.channel(), way.content())) > 0;
          if (credit && spent.isEmpty()) {
            return open(way, Optional.empty());
          }
          mayOpen = true;
        }
      }
      if (spent.isPresent()) {
        later = Optional.of(sooner(later, later(way, spent.get(), now)));
      }
    }
    if (later.isPresent()) {
      return later.get();
    }
    return mayOpen ? new Finding.Waiting(Why.of("no-window")) : new Finding.None(Why.of("no-wire"));
  }

  /** What ways are open for something unasked of this purpose. */
  Ways.Outlook outlook(Purpose purpose, String form, Facts facts, Instant now) {
    Optional<Instant> words = Optional.empty();
    boolean permission = false;
    boolean helps = false;
    for (Customers.Identity identity : facts.identities()) {
      Optional<Channel> channel =
          identity.following() ? channels.find(identity.peer().channel()) : Optional.empty();
      for (WireRules rules :
          channel.map(Channel::capabilities).map(Capabilities::wires).orElse(List.of())) {
        if (!rules.purposes().contains(purpose) || rules.needsPerson()) {
          continue;
        }
        if (rules.opening() == Capabilities.Opening.CREDIT && rules.forms().contains(form)) {
          helps = true;
          permission |= facts.credits(identity.peer(), template(channel.get(), form)) > 0;
        }
        if (rules.support(Segment.Kind.TEXT) != Support.NONE) {
          words = later(words, wordsUntil(rules, facts.contact(identity.peer()), purpose, now));
        }
      }
    }
    return new Ways.Outlook(words, permission, helps);
  }

  private static Optional<Instant> wordsUntil(
      WireRules rules, ContactTable.Contact contact, Purpose purpose, Instant now) {
    return switch (rules.opening()) {
      case FREE -> rules.quotas().isEmpty() ? Optional.of(Instant.MAX) : Optional.empty();
      case WINDOW ->
          rules.windows().stream()
              .filter(window -> open(window, contact, purpose, 1, now))
              .map(window -> contact.opened().get(window.openedBy()).plus(window.lasts()))
              .max(Comparator.naturalOrder());
      case REPLY_SLOT, CREDIT -> Optional.empty();
    };
  }

  private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
    return Stream.concat(one.stream(), other.stream()).max(Comparator.naturalOrder());
  }

  private static Finding open(Candidate way, Optional<Opener> spends) {
    return new Finding.Open(way.channel(), way.peer(), way.rules(), way.content(), spends);
  }

  /** The ways that could carry the letter, the cheapest first. */
  private List<Candidate> candidates(Letter letter, List<Peer> peers, Set<Way> tried) {
    List<Candidate> candidates = new ArrayList<>();
    for (Peer peer : peers) {
      Optional<Channel> channel = channels.find(peer.channel());
      for (WireRules rules :
          channel.map(Channel::capabilities).map(Capabilities::wires).orElse(List.of())) {
        content(letter, rules)
            .filter(_ -> !tried.contains(new Way(peer, rules.wire())))
            .ifPresent(
                content -> candidates.add(new Candidate(channel.get(), peer, rules, content)));
      }
    }
    candidates.sort(Comparator.comparing(way -> way.rules().cost()));
    return candidates;
  }

  private static Optional<Quota> spent(Candidate way, Facts facts) {
    return way.rules().quotas().stream()
        .filter(
            quota ->
                facts.used().getOrDefault(Facts.Meter.of(way.peer(), way.rules(), quota), 0)
                        + way.places()
                    > quota.messages())
        .findFirst();
  }

  private static Finding.Later later(Candidate way, Quota spent, Instant now) {
    String about = way.rules().wire().name() + " " + spent.messages();
    return new Finding.Later(
        UsageTable.ends(spent.span(), now),
        new Why("quota-" + spent.span().name().toLowerCase(Locale.ROOT), about));
  }

  private static Finding.Later sooner(Optional<Finding.Later> one, Finding.Later other) {
    return one.filter(later -> later.until().isBefore(other.until())).orElse(other);
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
    boolean fits =
        letter.message().segments().stream()
            .noneMatch(
                segment ->
                    segment instanceof Segment.Text(String text)
                        && !rules.textLimit().allows(text));
    return fits && rules.carries(letter.message())
        ? Optional.of(letter.message())
        : Optional.empty();
  }

  /** An answer goes where the question came from; everything else wherever the customer is. */
  private static List<Peer> peers(Letter letter, Facts facts) {
    return letter
        .answerTo()
        .map(to -> List.of(to.peer()))
        .orElseGet(
            () ->
                facts.identities().stream()
                    .filter(Customers.Identity::following)
                    .map(Customers.Identity::peer)
                    .toList());
  }

  /**
   * The open window that closes soonest, so that long ones keep their messages, with room for all of
   * the message. The last message of a window of several is kept for answering.
   */
  private static Optional<Opener> openWindow(
      Candidate way, ContactTable.Contact contact, Purpose purpose, Instant now, Set<Limit> off) {
    List<Capabilities.Window> windows = way.rules().windows();
    if (off.contains(Limit.WINDOW)) {
      return windows.stream().map(Capabilities.Window::openedBy).findFirst();
    }
    return windows.stream()
        .filter(window -> open(window, contact, purpose, way.places(), now))
        .min(
            Comparator.comparing(
                window -> contact.opened().get(window.openedBy()).plus(window.lasts())))
        .map(Capabilities.Window::openedBy);
  }

  private static boolean open(
      Capabilities.Window window,
      ContactTable.Contact contact,
      Purpose purpose,
      int places,
      Instant now) {
    Instant opened = contact.opened().get(window.openedBy());
    int kept = purpose == Purpose.REPLY || window.messages() < 3 ? 0 : 1;
    return opened != null
        && opened.plus(window.lasts()).isAfter(now)
        && contact.sent().getOrDefault(window.openedBy(), 0) + places <= window.messages() - kept;
  }

  /** What consents to this content are counted by: the platform's template, else our form's name. */
  static String template(Channel channel, Message content) {
    return template(channel, form(content).orElse(""));
  }

  /** The name of the form that a content is. */
  static Optional<String> form(Message content) {
    return content.segments().stream()
        .filter(Segment.Form.class::isInstance)
        .map(segment -> ((Segment.Form) segment).form())
        .findFirst();
  }

  private static String template(Channel channel, String form) {
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
