package cn.huitouke.delivery;

import cn.huitouke.channel.Answering;
import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.Wire;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.store.GroupCommit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes letters in, and says answers on the spot. */
final class PostOffice implements Outbox, Replies, Contacts, Brakes, Ways {

  private static final Logger log = LoggerFactory.getLogger(PostOffice.class);
  private static final int CHUNK = 500;
  private static final Duration REPORT_PATIENCE = Duration.ofMillis(500);
  private static final Duration REPORT_PAUSE = Duration.ofMillis(20);

  private final long owner;
  private final Channels channels;
  private final LetterTable letters;
  private final PostingTable entries;
  private final ContactTable contacts;
  private final BrakeTable brakes;
  private final GroupCommit<Posting> answers;
  private final GroupCommit<Posting> postings;
  private final GroupCommit<Settlement> settlements;
  private final Dispatch dispatch;
  private final Register register;
  private final InHand hands;
  private final Ledger ledger;
  private final FactFinder facts;
  private final Reach reach;
  private final InstantSource clock;
  private final Consumer<Lane> wakeCourier;

  /**
   * @param answers for answers on the spot, which never wait behind a thousand notices
   * @param postings for what the courier will take
   */
  PostOffice(
      long owner,
      Channels channels,
      LetterTable letters,
      GroupCommit<Posting> answers,
      GroupCommit<Posting> postings,
      GroupCommit<Settlement> settlements,
      Dispatch dispatch,
      Register register,
      InHand hands,
      Ledger ledger,
      FactFinder facts,
      Reach reach,
      InstantSource clock,
      Consumer<Lane> wakeCourier) {
    this.owner = owner;
    this.channels = channels;
    this.letters = letters;
    this.entries = new PostingTable(letters);
    this.contacts = new ContactTable(letters.jdbc());
    this.brakes = new BrakeTable(letters.jdbc());
    this.answers = answers;
    this.postings = postings;
    this.settlements = settlements;
    this.dispatch = dispatch;
    this.register = register;
    this.hands = hands;
    this.ledger = ledger;
    this.facts = facts;
    this.reach = reach;
    this.clock = clock;
    this.wakeCourier = wakeCourier;
  }

  @Override
  public int post(List<Letter> posted) {
    int fresh = 0;
    for (int from = 0; from < posted.size(); from += CHUNK) {
      List<Letter> chunk = posted.subList(from, Math.min(posted.size(), from + CHUNK));
      Posting posting =
          new Posting(
              chunk.stream()
                  .map(letter -> new Posting.Entering(letter, Optional.empty(), 0))
                  .toList());
      postings.commit(posting);
      for (long seq : posting.seqs) {
        fresh += seq == 0 ? 0 : 1;
      }
    }
    Set<Lane> lanes = EnumSet.noneOf(Lane.class);
    posted.forEach(letter -> lanes.add(letter.lane()));
    lanes.forEach(wakeCourier);
    return fresh;
  }

  @Override
  public int withhold(List<Letter> withheld, String rule, String about) {
    int fresh = 0;
    for (int from = 0; from < withheld.size(); from += CHUNK) {
      List<Letter> chunk = withheld.subList(from, Math.min(withheld.size(), from + CHUNK));
      fresh += entries.withhold(chunk, new Why(rule, about), clock.instant());
    }
    return fresh;
  }

  @Override
  public int withdraw(Collection<OutboundId> taken, String rule, String about) {
    return letters.withdraw(
        taken.stream().map(OutboundId::value).toList(), new Why(rule, about), clock.instant());
  }

  @Override
  public List<LetterStatus.Step> life(OutboundId id) {
    return ledger.life(id);
  }

  @Override
  public void pull(CustomerId customer, String cause, Brakes.Kind kind, Instant at) {
    brakes.pull(customer, cause, kind, at);
    recall(customer);
  }

  @Override
  public void release(CustomerId customer, String cause, Instant at) {
    if (brakes.release(customer, cause, at)) {
      recall(customer);
    }
  }

  @Override
  public boolean pulled(CustomerId customer) {
    return !brakes.open(List.of(customer)).isEmpty();
  }

  @Override
  public Map<CustomerId, Ways.Outlook> outlook(
      Collection<CustomerId> customers, Purpose purpose, String form) {
    Map<CustomerId, Ways.Outlook> outlooks = new HashMap<>();
    if (!customers.isEmpty()) {
      Instant now = clock.instant();
      facts
          .about(customers, now)
          .forEach((one, known) -> outlooks.put(one, reach.outlook(purpose, form, known, now)));
    }
    return outlooks;
  }

  /** What decides about a customer's letters has changed. */
  void recall(CustomerId customer) {
    letters.recall(customer, clock.instant()).stream().distinct().forEach(wakeCourier);
  }

  @Override
  public Optional<LetterStatus> status(OutboundId id) {
    return ledger.status(id);
  }

  @Override
  public List<LetterStatus> lettersOf(CustomerId customer, int limit) {
    return ledger.lettersOf(customer, limit);
  }

  @Override
  public List<LetterStatus> recent(int limit) {
    return ledger.recent(limit);
  }

  @Override
  public boolean answer(Letter.AnswerTo to, List<Letter> answer, boolean again) {
    if (again) {
      Optional<Slip> recorded = letters.find(answer.getFirst().id());
      if (recorded.isPresent()) {
        return !awaitsRedelivery(recorded.get()) || fillSlot(recorded.get());
      }
    }
    Optional<Channel> channel = channels.find(to.peer().channel());
    Optional<Wire> slot = channel.flatMap(c -> Reach.slot(c, answer.getFirst()));
    Posting posting = entering(answer, slot);
    answers.commit(posting);
    if (posting.seqs[0] == 0) {
      return answer(to, answer, true);
    }
    Optional<Register.Waits> waits = Optional.empty();
    for (int i = 0; i < answer.size(); i++) {
      Slip slip = slip(posting, i);
      if (waits.isPresent()) {
        waits = waitBehind(slip, waits.get());
      } else if (i == 0 && slot.isPresent()) {
        waits = sayThroughSlot(slip, channel.get(), slot.get());
      } else {
        waits = sayOtherwise(slip, Set.of());
      }
    }
    return true;
  }

  @Override
  public boolean repeat(Letter.AnswerTo to, OutboundId first) {
    Optional<Slip> recorded = letters.find(first);
    return recorded.filter(PostOffice::wentThroughSlot).filter(this::fillSlot).isPresent();
  }

  @Override
  public void giveUp(OutboundId first) {
    settle();
    if (letters.giveUp(first, clock.instant())) {
      log.warn("Letter {} is uncertain: nobody asked for it again", first);
    }
  }

  @Override
  public void noted(CustomerId customer, Peer peer, Opener opener, Instant at) {
    settlements.later(new Settlement.Noted(customer, peer, opener, at, clock.instant()));
  }

  @Override
  public void consented(
      CustomerId customer,
      Peer peer,
      EventId event,
      List<InboundEvent.Consent> consents,
      Instant at) {
    contacts.consent(peer, consents, "event:" + event, at);
    Instant now = clock.instant();
    letters
        .wake(List.of(customer.value()), now, now.plus(Settling.A_LITTLE_LATER))
        .forEach(wakeCourier);
  }

  @Override
  public void reported(InboundEvent.DeliveryReported report) {
    settle();
    Why why = new Why(report.delivered() ? "delivered" : "not-delivered", report.raw());
    String channel = report.peer().channel().toString();
    long patience = System.nanoTime() + REPORT_PATIENCE.toNanos();
    do {
      if (letters.report(
          channel, report.platformMessageId(), report.delivered(), why, clock.instant())) {
        return;
      }
      LockSupport.parkNanos(REPORT_PAUSE.toNanos()); // it may come before its message is booked
    } while (System.nanoTime() < patience);
    log.info("{} reports on a message that is not ours", channel);
  }

  @Override
  public void reported(InboundEvent.MassReported report) {
    settle();
    for (int tries = 0; tries < 2; tries++) {
      if (letters.reportBundle(report, clock.instant())) {
        return;
      }
      LockSupport.parkNanos(REPORT_PATIENCE.toNanos());
    }
    log.info("{} reports on a mass send that is not ours", report.peer().channel());
  }

  @Override
  public void settle() {
    settlements.commit(new Settlement.Mark());
  }

  private Posting entering(List<Letter> answer, Optional<Wire> slot) {
    List<Posting.Entering> entering = new ArrayList<>(answer.size());
    for (Letter letter : answer) {
      boolean first = entering.isEmpty() && slot.isPresent();
      entering.add(
          new Posting.Entering(letter, first ? slot : Optional.empty(), first ? 0 : owner));
    }
    return new Posting(entering);
  }

  private Slip slip(Posting posting, int i) {
    Posting.Entering entering = posting.letters.get(i);
    Letter letter = entering.letter();
    return new Slip(
        posting.seqs[i],
        letter,
        entering.slot().isPresent() ? LetterStatus.State.ATTEMPTED : LetterStatus.State.CLAIMED,
        entering.owner(),
        0,
        entering.slot().isPresent() ? 1 : 0,
        entering
            .slot()
            .map(
                wire ->
                    new Slip.Latest(
                        letter.answerTo().orElseThrow().peer(), wire, clock.instant(), true)));
  }

  /** A message may not overtake the one before it. */
  private Optional<Register.Waits> waitBehind(Slip slip, Register.Waits first) {
    if (!first.inOrder()) {
      return register.waitForCustomer(slip, Why.of("no-window"), Set.of());
    }
    letters.putBack(slip, first.until());
    wakeCourier.accept(slip.letter().lane());
    return Optional.of(first);
  }

  /** By another wire than the slot; that the customer spoke just now has to be in the books first. */
  private Optional<Register.Waits> sayOtherwise(Slip slip, Set<Reach.Way> tried) {
    hands.take(slip);
    try {
      settle();
      return dispatch.deliver(slip, null, tried);
    } finally {
      hands.lay(slip);
      wakeCourier.accept(slip.letter().lane());
    }
  }

  /** The insert was the record of the attempt: the bytes may leave. */
  private Optional<Register.Waits> sayThroughSlot(Slip slip, Channel channel, Wire slot) {
    return switch (Transmission.transmit(channel, outbound(slip, slot))) {
      case SendOutcome.Accepted(String platformId) -> {
        settlements.later(new Settlement.SlotTook(slip.seq(), clock.instant(), platformId));
        yield Optional.empty();
      }
      case SendOutcome.Uncertain(String detail) -> {
        settlements.commit(
            Settlement.Stands.of(
                slip, LetterStatus.State.UNCERTAIN, clock.instant(), new Why("uncertain", detail)));
        yield Optional.empty();
      }
      case SendOutcome.Refused _, SendOutcome.Deferred _ ->
          sayOtherwise(
              slip, Set.of(new Reach.Way(slip.letter().answerTo().orElseThrow().peer(), slot)));
    };
  }

  /** Sends a recorded answer into the slot that a redelivery opened, if one did. */
  private boolean fillSlot(Slip slip) {
    Slip.Latest latest = slip.latest().orElseThrow();
    Optional<Channel> channel = channels.find(latest.peer().channel());
    if (channel.isPresent()
        && channel.get() instanceof Answering
        && Transmission.transmit(channel.get(), outbound(slip, latest.wire()))
            instanceof SendOutcome.Accepted(String platformId)) {
      settlements.later(new Settlement.SlotTook(slip.seq(), clock.instant(), platformId));
      return true;
    }
    return false;
  }

  private static Outbound outbound(Slip slip, Wire slot) {
    Letter.AnswerTo to = slip.letter().answerTo().orElseThrow();
    return new Outbound(
        slip.letter().id(),
        to.peer(),
        slip.letter().message(),
        slot,
        new Footing.InReplyTo(to.event()));
  }

  /** Not one that the slot refused and that waits for another way now. */
  private static boolean wentThroughSlot(Slip slip) {
    boolean gone =
        slip.state() == LetterStatus.State.ATTEMPTED
            || slip.state() == LetterStatus.State.ACCEPTED
            || slip.state() == LetterStatus.State.UNCERTAIN;
    return gone && slip.latest().filter(Slip.Latest::throughSlot).isPresent();
  }

  private static boolean awaitsRedelivery(Slip slip) {
    return slip.state() == LetterStatus.State.ATTEMPTED
        && slip.latest().filter(Slip.Latest::throughSlot).isPresent();
  }
}
