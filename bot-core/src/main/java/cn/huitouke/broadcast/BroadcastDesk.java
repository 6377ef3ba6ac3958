package cn.huitouke.broadcast;

import cn.huitouke.broadcast.Broadcast.State;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.LetterStatus;
import cn.huitouke.delivery.Mailings;
import cn.huitouke.wording.Tone;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Where operators and the outbox meet. */
@Service
class BroadcastDesk implements Broadcasts {

  private static final List<LetterStatus.State> FAILED =
      List.of(LetterStatus.State.REFUSED, LetterStatus.State.UNCERTAIN, LetterStatus.State.EXPIRED);

  /** Counting a million letters may take a tenth of somebody's time, not all of it. */
  private static final int MOST_BUSY = 10;

  private static final long LITTLE = Duration.ofMillis(100).toNanos();

  /** So long somebody who asks for many may wait for what nobody has counted yet. */
  private static final long AT_ONCE = Duration.ofSeconds(2).toNanos();

  private record Counted(Mailings.Tally tally, long at, long cost) {}

  private final Map<Long, Counted> counted = new ConcurrentHashMap<>();
  private final BroadcastTable table;
  private final PastedLists lists;
  private final Composer composer;
  private final Gathering gathering;
  private final Sending sending;
  private final Reporter reporter;
  private final Mailings mailings;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  BroadcastDesk(
      BroadcastTable table,
      PastedLists lists,
      Composer composer,
      Gathering gathering,
      Sending sending,
      Reporter reporter,
      Mailings mailings,
      InstantSource clock,
      PlatformTransactionManager transactions) {
    this.table = table;
    this.lists = lists;
    this.composer = composer;
    this.gathering = gathering;
    this.sending = sending;
    this.reporter = reporter;
    this.mailings = mailings;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  @Override
  public long begin(Draft draft, String operator) {
    PastedLists.Read list = lists.read(draft.audience().pasted());
    return Objects.requireNonNull(
        transaction.execute(
            _ -> {
              long id = table.insert(draft, operator, clock.instant());
              lists.keep(id, draft.audience().pasted(), list);
              return id;
            }));
  }

  @Override
  public Optional<Broadcast> find(long id) {
    return table.find(id, clock.instant());
  }

  @Override
  public List<Broadcast> page(long before, int limit) {
    return table.page(before, limit, clock.instant());
  }

  @Override
  public Optional<Trouble> save(long id, int revision, Draft draft, String operator) {
    PastedLists.Read list = lists.read(draft.audience().pasted());
    return Objects.requireNonNull(
        transaction.execute(
            _ -> {
              if (!table.save(id, revision, draft, operator, clock.instant())) {
                return Optional.of(Trouble.CHANGED_MEANWHILE);
              }
              lists.keep(id, draft.audience().pasted(), list);
              return Optional.<Trouble>empty();
            }));
  }

  @Override
  public List<String> strangers(String pasted) {
    return lists.read(pasted).strangers();
  }

  @Override
  public List<Trouble> troubles(Draft draft) {
    return composer.troubles(draft);
  }

  @Override
  public boolean discard(long id) {
    return table.discard(id);
  }

  @Override
  public void foresee(long id, Optional<Instant> startAt) {
    find(id).ifPresent(broadcast -> gathering.begin(broadcast, startAt));
  }

  @Override
  public Optional<Trouble> submit(
      long id, int revision, Optional<Instant> startAt, String operator) {
    Optional<Broadcast> found = find(id);
    if (found.isEmpty()) {
      return Optional.of(Trouble.CHANGED_MEANWHILE);
    }
    List<Trouble> troubles = composer.troubles(found.get().draft());
    if (!troubles.isEmpty()) {
      return Optional.of(troubles.getFirst());
    }
    if (found.get().foresight().isEmpty()) {
      return Optional.of(Trouble.NOT_FORESEEN);
    }
    if (found.get().foresight().get().letters() == 0) {
      return Optional.of(Trouble.NOBODY);
    }
    if (startAt.filter(clock.instant()::isAfter).isPresent()) {
      return Optional.of(Trouble.PAST);
    }
    return table.submit(id, revision, startAt, operator, clock.instant())
        ? Optional.empty()
        : Optional.of(Trouble.CHANGED_MEANWHILE);
  }

  @Override
  public boolean reopen(long id) {
    return table.reopen(id);
  }

  @Override
  public Optional<Trouble> approve(long id, int revision, String operator, OptionalLong typed) {
    Optional<Broadcast> found = find(id).filter(one -> one.state() == State.SUBMITTED);
    if (found.isEmpty() || found.get().foresight().isEmpty()) {
      return Optional.of(Trouble.CHANGED_MEANWHILE);
    }
    if (typed.isPresent() && typed.getAsLong() != found.get().foresight().get().letters()) {
      return Optional.of(Trouble.WRONG_NUMBER);
    }
    if (typed.isEmpty() && found.get().submittedBy().filter(operator::equals).isPresent()) {
      return Optional.of(Trouble.SAME_PERSON);
    }
    if (!table.approve(id, revision, operator, typed.isPresent(), clock.instant())) {
      return Optional.of(Trouble.CHANGED_MEANWHILE);
    }
    sending.startDue(clock.instant());
    sending.soon();
    return Optional.empty();
  }

  @Override
  public Optional<Trouble> start(long id, Optional<Instant> startAt) {
    if (startAt.filter(clock.instant()::isAfter).isPresent()) {
      return Optional.of(Trouble.PAST);
    }
    if (!table.startAt(id, startAt.orElse(clock.instant()))) {
      return Optional.of(Trouble.CHANGED_MEANWHILE);
    }
    sending.startDue(clock.instant());
    sending.soon();
    return Optional.empty();
  }

  @Override
  public boolean pause(long id) {
    if (!table.move(id, State.RUNNING, State.PAUSED)) {
      return false;
    }
    mailings.pause("broadcast:" + id);
    return true;
  }

  @Override
  public boolean resume(long id) {
    if (!table.move(id, State.PAUSED, State.RUNNING)) {
      return false;
    }
    mailings.resume("broadcast:" + id);
    sending.soon();
    return true;
  }

  @Override
  public boolean cancel(long id, String operator) {
    if (!table.end(
        id, Set.of(State.RUNNING, State.PAUSED), State.CANCELLED, operator, clock.instant())) {
      return table.end(
          id, Set.of(State.SUBMITTED, State.APPROVED), State.CANCELLED, operator, clock.instant());
    }
    mailings.cancel("broadcast:" + id, "mailing-cancelled", operator);
    return true;
  }

  @Override
  public Mailings.Recall recall(long id) {
    return mailings.recall("broadcast:" + id);
  }

  @Override
  public boolean anyUnderWay() {
    return table.anyUnderWay();
  }

  @Override
  public Mailings.Tally tally(long id) {
    Counted known = counted.get(id);
    if (known != null && System.nanoTime() - known.at() < MOST_BUSY * known.cost()) {
      return known.tally();
    }
    long begun = System.nanoTime();
    Mailings.Tally tally = mailings.tally("broadcast:" + id);
    long end = System.nanoTime();
    if (end - begun < LITTLE) {
      counted.remove(id);
    } else {
      counted.put(id, new Counted(tally, end, end - begun));
    }
    return tally;
  }

  @Override
  public List<Mailings.Bundle> bundles(long id) {
    return mailings.bundles("broadcast:" + id);
  }

  @Override
  public List<LetterStatus> failed(long id, String after, int limit) {
    return mailings.letters("broadcast:" + id, FAILED, after, limit);
  }

  @Override
  public Optional<Report> report(long id) {
    Optional<Broadcast> found = find(id);
    found.ifPresent(broadcast -> sending.endIfDone(broadcast, clock.instant()));
    return found.flatMap(reporter::of);
  }

  @Override
  public List<Sent> sent(int most) {
    long end = System.nanoTime() + AT_ONCE;
    return table.started(most, clock.instant()).stream()
        .flatMap(one -> reporter.sent(one, System.nanoTime() < end).stream())
        .toList();
  }

  @Override
  public Message sample(Draft draft, boolean second, Tone tone, String name) {
    return composer.message(draft, second, tone, name);
  }

  @Override
  public Tone tone() {
    return composer.tone();
  }

  @Override
  public List<CustomerId> testers() {
    return table.testers();
  }

  @Override
  public void tester(CustomerId customer, boolean is, String operator) {
    table.tester(customer, is, operator, clock.instant());
  }

  @Override
  public Optional<Mailings.Look> show(long id, CustomerId tester) {
    if (!table.testers().contains(tester)) {
      return Optional.empty();
    }
    return find(id)
        .filter(broadcast -> composer.troubles(broadcast.draft()).isEmpty())
        .map(
            broadcast ->
                mailings.show(
                    new OutboundId("broadcast-look:" + id + ":" + UUID.randomUUID()),
                    tester,
                    composer.message(broadcast.draft(), false, composer.tone(), "")));
  }
}
