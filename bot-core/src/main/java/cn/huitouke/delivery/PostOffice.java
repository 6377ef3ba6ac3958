package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.store.GroupCommit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

/** Takes letters in, and what platforms and customers say that decides about them. */
final class PostOffice implements Outbox, Contacts, Brakes, Ways {

  private static final Logger log = LoggerFactory.getLogger(PostOffice.class);
  private static final int CHUNK = 500;
  private static final Duration REPORT_PATIENCE = Duration.ofMillis(500);
  private static final Duration REPORT_PAUSE = Duration.ofMillis(20);

  private final LetterTable letters;
  private final PostingTable entries;
  private final ContactTable contacts;
  private final BrakeTable brakes;
  private final GroupCommit<Posting> postings;
  private final GroupCommit<Settlement> settlements;
  private final Ledger ledger;
  private final FactFinder facts;
  private final Reach reach;
  private final InstantSource clock;
  private final Consumer<Lane> wakeCourier;

  PostOffice(
      LetterTable letters,
      GroupCommit<Posting> postings,
      GroupCommit<Settlement> settlements,
      Ledger ledger,
      FactFinder facts,
      Reach reach,
      InstantSource clock,
      Consumer<Lane> wakeCourier) {
    this.letters = letters;
    this.entries = new PostingTable(letters);
    this.contacts = new ContactTable(letters.jdbc());
    this.brakes = new BrakeTable(letters.jdbc());
    this.postings = postings;
    this.settlements = settlements;
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
}
