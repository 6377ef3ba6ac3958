package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities.Opening;
import cn.huitouke.channel.Capabilities.Quota;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.MassSender;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.customer.Customers.Identity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Takes mailings in, stops them, and says where they stand and would stand. */
final class MailRoom implements Mailings {

  private static final Duration LOOK_WORTH = Duration.ofMinutes(10);

  private final Channels channels;
  private final Customers customers;
  private final MailingTable table;
  private final FactFinder facts;
  private final Clearance clearance;
  private final Reach reach;
  private final Reasons reasons;
  private final Ledger ledger;
  private final PostOffice office;
  private final InstantSource clock;
  private final Runnable wakeCourier;

  MailRoom(
      Channels channels,
      Customers customers,
      MailingTable table,
      FactFinder facts,
      Clearance clearance,
      Reach reach,
      Reasons reasons,
      Ledger ledger,
      PostOffice office,
      InstantSource clock,
      Runnable wakeCourier) {
    this.channels = channels;
    this.customers = customers;
    this.table = table;
    this.facts = facts;
    this.clearance = clearance;
    this.reach = reach;
    this.reasons = reasons;
    this.ledger = ledger;
    this.office = office;
    this.clock = clock;
    this.wakeCourier = wakeCourier;
  }

  @Override
  public int post(Mailing mailing, Collection<CustomerId> to) {
    int fresh =
        table.post(mailing, to, LetterStatus.State.PLANNED, Why.of("planned"), clock.instant());
    wakeCourier.run();
    return fresh;
  }

  @Override
  public int withhold(Mailing mailing, Collection<CustomerId> from, String rule, String about) {
    return table.post(
        mailing, from, LetterStatus.State.WITHHELD, new Why(rule, about), clock.instant());
  }

  @Override
  public void pause(String mailing) {
    table.mark(mailing, "PAUSED", clock.instant());
    table.takeOutOfHand(mailing, clock.instant());
    table.hold(mailing, clock.instant());
  }

  @Override
  public void resume(String mailing) {
    if (table.unpause(mailing)) {
      table.release(mailing, clock.instant());
      wakeCourier.run();
    }
  }

  @Override
  public void cancel(String mailing, String rule, String about) {
    table.mark(mailing, "CANCELLED", clock.instant());
    table.takeOutOfHand(mailing, clock.instant());
    table.withdraw(mailing, new Why(rule, about), clock.instant());
  }

  @Override
  public Tally tally(String mailing) {
    Map<LetterStatus.State, Long> states = new HashMap<>();
    Map<String, Long> wires = new HashMap<>();
    List<Cause> causes = new ArrayList<>();
    for (MailingTable.Group group : table.tally(mailing)) {
      states.merge(group.state(), group.count(), Long::sum);
      switch (group.state()) {
        case ACCEPTED ->
            group.wire().ifPresent(wire -> wires.merge(wire, group.count(), Long::sum));
        case PLANNED, CLAIMED, ATTEMPTED -> {
          // has no reason but that its turn comes
        }
        case HELD, REFUSED, UNCERTAIN, EXPIRED, WITHDRAWN, WITHHELD -> {
          Reasons.Sentence why = reasons.explain(group.why(), mailing, group.worthUntil(), 1);
          causes.add(
              new Cause(
                  group.state(), group.why().rule(), why.chinese(), why.english(), group.count()));
        }
      }
    }
    return new Tally(states, causes, wires);
  }

  @Override
  public List<LetterStatus> letters(
      String mailing, Collection<LetterStatus.State> states, String after, int limit) {
    List<String> ids = table.ids(mailing, states, after, limit);
    Map<String, LetterStatus> found = new HashMap<>();
    ledger.statuses(ids).forEach(status -> found.put(status.id().value(), status));
    return ids.stream().map(found::get).filter(java.util.Objects::nonNull).toList();
  }

  @Override
  public List<Prospect> prospects(
      Mailing mailing, Collection<CustomerId> to, boolean alike, Instant at) {
    List<Letter> letters = to.stream().map(customer -> letter(mailing, customer)).toList();
    Map<CustomerId, Facts> known = facts.of(letters, at);
    return letters.stream()
        .map(letter -> prospect(letter, known.get(letter.customer()), alike, at))
        .toList();
  }

  private static Letter letter(Mailing mailing, CustomerId customer) {
    return new Letter(
        mailing.letterTo(customer),
        customer,
        mailing.purpose(),
        Lane.BROADCAST,
        mailing.message(),
        mailing.form(),
        Optional.empty(),
        mailing.notBefore(),
        mailing.worthUntil(),
        mailing.because());
  }

  private Prospect prospect(Letter letter, Facts about, boolean alike, Instant at) {
    return switch (clearance.decide(letter, about, at)) {
      case Clearance.Ruling.Hold(Clearance.Rule _, Why why, Instant until) ->
          until.isBefore(letter.worthUntil())
              ? told(letter, Fate.LATER, why, Optional.of(until))
              : told(letter, Fate.NOT, why, Optional.empty());
      case Clearance.Ruling.Bar(Clearance.Rule _, Why why) ->
          told(letter, Fate.NOT, why, Optional.empty());
      case Clearance.Ruling.Clear _ -> found(letter, about, alike, at);
    };
  }

  private Prospect found(Letter letter, Facts about, boolean alike, Instant at) {
    List<Peer> peers = about.identities().stream().map(Identity::peer).toList();
    Set<Reach.Way> shut = alike ? Set.of() : Bundles.massWays(peers, channels);
    return switch (reach.find(letter, about, shut, at)) {
      case Reach.Finding.Open open ->
          new Prospect(
              letter.customer(),
              Fate.GOES,
              Optional.of(way(open)),
              left(open, about),
              "",
              "",
              "",
              Optional.empty());
      case Reach.Finding.Later(Instant until, Why why) ->
          told(
              letter,
              until.isBefore(letter.worthUntil()) ? Fate.LATER : Fate.NOT,
              why,
              Optional.of(until).filter(letter.worthUntil()::isAfter));
      case Reach.Finding.Waiting(Why why) -> told(letter, Fate.WAITS, why, Optional.empty());
      case Reach.Finding.None(Why why) -> told(letter, Fate.NOT, why, Optional.empty());
    };
  }

  private Prospect told(Letter letter, Fate fate, Why why, Optional<Instant> until) {
    Reasons.Sentence words =
        reasons.explain(why, letter.because(), until.orElse(letter.worthUntil()), 1);
    return new Prospect(
        letter.customer(),
        fate,
        Optional.empty(),
        Optional.empty(),
        why.rule(),
        words.chinese(),
        words.english(),
        until);
  }

  private static Way way(Reach.Finding.Open open) {
    int atOnce =
        Bundles.isMass(open.channel(), open.rules().wire())
            ? Math.min(Bundles.MOST, ((MassSender) open.channel()).mostAtOnce())
            : 1;
    return new Way(
        open.peer().channel(),
        open.rules().wire().name(),
        atOnce,
        open.rules().pace().perSecond() / open.places());
  }

  /** What the tightest of window and quotas takes before this one, which counts as one. */
  private static Optional<Integer> left(Reach.Finding.Open open, Facts about) {
    Stream<Integer> quotas =
        open.rules().quotas().stream()
            .filter(Quota::perPeer)
            .map(
                quota ->
                    quota.messages()
                        - about
                            .used()
                            .getOrDefault(Facts.Meter.of(open.peer(), open.rules(), quota), 0));
    Stream<Integer> window =
        open.rules().opening() == Opening.WINDOW
            ? open.rules().windows().stream()
                .filter(one -> open.spends().filter(one.openedBy()::equals).isPresent())
                .map(
                    one ->
                        one.messages()
                            - about.contact(open.peer()).sent().getOrDefault(one.openedBy(), 0))
            : Stream.empty();
    return Stream.concat(quotas, window)
        .min(Integer::compare)
        .map(left -> left - open.places() + 1);
  }

  @Override
  public Look show(OutboundId id, CustomerId to, Message message) {
    String detail = "";
    for (Identity identity : customers.identities(to)) {
      Optional<Channel> channel = channels.find(identity.peer().channel());
      if (identity.following() && channel.orElse(null) instanceof MassSender mass) {
        SendOutcome outcome = previewed(mass, identity.peer(), message);
        if (outcome instanceof SendOutcome.Accepted) {
          return new Look(true, identity.peer().channel().kind());
        }
        detail = outcome.toString();
      }
    }
    Optional<Peer> peer =
        customers.identities(to).stream()
            .filter(Identity::following)
            .map(Identity::peer)
            .findFirst();
    if (peer.isEmpty() || channels.find(peer.get().channel()).isEmpty()) {
      return new Look(false, detail);
    }
    return said(id, to, message, detail);
  }

  /** One kind of thing at a time: previews carry no more. */
  private SendOutcome previewed(MassSender mass, Peer peer, Message message) {
    SendOutcome outcome = new SendOutcome.Refused(SendOutcome.Reason.UNSUPPORTED, "");
    for (var segment : message.segments()) {
      outcome = mass.preview(peer, channels.enclosed(Message.of(segment)));
      if (!(outcome instanceof SendOutcome.Accepted)) {
        return outcome;
      }
    }
    return outcome;
  }

  /** As an answer to somebody who asked for it just now. */
  private Look said(OutboundId id, CustomerId to, Message message, String detail) {
    Instant now = clock.instant();
    Letter letter =
        new Letter(
            id,
            to,
            Purpose.REPLY,
            Lane.REPLY,
            message,
            Optional.empty(),
            Optional.empty(),
            now,
            now.plus(LOOK_WORTH),
            "an operator tries a broadcast out");
    if (!(reach.find(letter, facts.of(letter, now), Set.of(), now) instanceof Reach.Finding.Open)) {
      return new Look(false, detail);
    }
    office.post(List.of(letter));
    return new Look(true, "");
  }

  @Override
  public List<Bundle> bundles(String mailing) {
    return table.bundles(mailing);
  }

  @Override
  public Recall recall(String mailing) {
    int taken = 0;
    int not = 0;
    String detail = "";
    for (Bundle bundle : table.bundles(mailing)) {
      if (bundle.recalled() || bundle.platformMessageId().isEmpty()) {
        continue;
      }
      Optional<Channel> channel = channels.find(ChannelId.parse(bundle.channel()));
      if (channel.orElse(null) instanceof MassSender mass) {
        switch (mass.recall(bundle.platformMessageId().get())) {
          case SendOutcome.Accepted _ -> {
            table.recalled(bundle.id(), clock.instant());
            taken++;
          }
          case SendOutcome.Refused(SendOutcome.Reason _, String words) -> {
            not++;
            detail = words;
          }
          case SendOutcome.Deferred(Duration _, String words) -> {
            not++;
            detail = words;
          }
          case SendOutcome.Uncertain(String words) -> {
            not++;
            detail = words;
          }
        }
      }
    }
    return new Recall(taken, not, detail);
  }
}
