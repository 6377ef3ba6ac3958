package cn.huitouke.care;

import cn.huitouke.care.Choosing.Choice;
import cn.huitouke.care.Choosing.Going;
import cn.huitouke.care.Choosing.Latest;
import cn.huitouke.care.DueBook.Decision;
import cn.huitouke.care.DueBook.Ripe;
import cn.huitouke.channel.Purpose;
import cn.huitouke.conversation.Afterword;
import cn.huitouke.conversation.Turn;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Contacts;
import cn.huitouke.delivery.Letter;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.delivery.Ways;
import cn.huitouke.delivery.Ways.Outlook;
import cn.huitouke.schedule.Settling;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Who has just been answered can be spoken with: what they would be told within its plan's span, but
 * at a time at which no way may be open, follows the answer a little later. Losing one of these
 * moments costs nothing: the message has its own time.
 */
@Component
@Order(200)
class Encounters implements Afterword, Settling, DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(Encounters.class);
  private static final int MOST_WAITING = 20_000;
  private static final int AT_ONCE = 300;

  /** Long enough to have read the answer, short enough to be the same talk. */
  private static final Duration A_LITTLE_LATER = Duration.ofMinutes(4);

  /** What comes while the way is still open can wait for its hour. */
  private static final Duration MARGIN = Duration.ofHours(1);

  private final Plans plans;
  private final DueBook dues;
  private final CareRound round;
  private final CareWords words;
  private final Outbox outbox;
  private final Ways ways;
  private final Contacts contacts;
  private final DayTime day;
  private final CareSettings settings;
  private final InstantSource clock;
  private final ConcurrentLinkedQueue<CustomerId> met = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean atWork = new AtomicBoolean();

  Encounters(
      Plans plans,
      DueBook dues,
      CareRound round,
      CareWords words,
      Outbox outbox,
      Ways ways,
      Contacts contacts,
      CareSettings settings,
      InstantSource clock) {
    this.plans = plans;
    this.dues = dues;
    this.round = round;
    this.words = words;
    this.outbox = outbox;
    this.ways = ways;
    this.contacts = contacts;
    this.day = new DayTime(settings);
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void content(Turn turn, String skill) {
    boolean known = !skill.equals(CreditAsking.BINDING); // else their care is only being planned
    if (!settings.enabled() || !known || waiting.get() >= MOST_WAITING) {
      return;
    }
    waiting.incrementAndGet();
    met.add(turn.customer());
    if (atWork.compareAndSet(false, true)) {
      Thread.ofVirtual().name("care-encounters").start(this::work);
    }
  }

  private void work() {
    do {
      while (!met.isEmpty()) {
        batch();
      }
      atWork.set(false);
    } while (!met.isEmpty() && atWork.compareAndSet(false, true));
  }

  private void batch() {
    Set<CustomerId> some = new LinkedHashSet<>();
    int taken = 0;
    for (CustomerId one = met.poll(); one != null; one = met.poll()) {
      some.add(one);
      if (++taken == AT_ONCE) {
        break;
      }
    }
    try {
      care(some, clock.instant());
    } catch (RuntimeException e) {
      LOG.warn("Care goes on at its own time: {}", e.toString());
    } finally {
      waiting.addAndGet(-taken);
    }
  }

  private void care(Set<CustomerId> some, Instant now) {
    Duration longest = longestEarly();
    if (some.isEmpty() || longest.isZero()) {
      return;
    }
    List<Long> customers = some.stream().map(CustomerId::value).toList();
    Map<CustomerId, List<Ripe>> near = dues.ripe(customers, plans.paused(), now, now.plus(longest));
    if (near.isEmpty()) {
      return;
    }
    contacts.settle(); // the way that they have just opened has to be in the books
    Map<CustomerId, Outlook> outlooks = ways.outlook(near.keySet(), Purpose.CARE, Plans.FORM);
    Map<CustomerId, Latest> latest = round.latest(near.keySet(), now);
    near.forEach(
        (customer, theirs) ->
            outlooks
                .getOrDefault(customer, Outlook.NONE)
                .wordsUntil()
                .filter(_ -> !waits(latest.get(customer)))
                .ifPresent(
                    until ->
                        post(
                            theirs.stream().filter(one -> fits(one.due(), until, now)).toList(),
                            Optional.ofNullable(latest.get(customer)),
                            now)));
  }

  /** One that has not left yet goes now that there is a way. */
  private static boolean waits(@org.jspecify.annotations.Nullable Latest latest) {
    return latest != null && latest.waiting();
  }

  private Duration longestEarly() {
    return plans.active().stream().map(Plan::early).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /** In its span, and not while the way is open anyway. */
  private boolean fits(Due due, Instant until, Instant now) {
    Instant open = until.equals(Instant.MAX) ? until : until.minus(MARGIN);
    return due.dueAt().isAfter(now)
        && due.dueAt().isAfter(open)
        && plans
            .find(due.plan())
            .filter(plan -> !due.dueAt().minus(plan.early()).isAfter(now))
            .isPresent();
  }

  private void post(List<Ripe> fitting, Optional<Latest> latest, Instant now) {
    List<Ripe> asIfDue = fitting.stream().map(one -> one.movedTo(now)).toList();
    Choice choice = round.choosing().choose(asIfDue, latest, now);
    if (choice.going().isEmpty()) {
      return;
    }
    Going going = choice.going().get();
    Instant at = day.from(now.plus(A_LITTLE_LATER), Optional.empty());
    Manner manner = at.equals(now.plus(A_LITTLE_LATER)) ? Manner.behind(at) : Manner.early(at);
    Letter letter = words.letter(going.plan(), going.together(), round.orders(asIfDue), manner);
    outbox.post(List.of(letter));
    List<Decision> decisions = new ArrayList<>();
    decisions.add(
        new Decision(going.together().getFirst(), DueState.POSTED, "", going.plan().name()));
    going.together().stream()
        .skip(1)
        .map(
            due ->
                new Decision(
                    due, DueState.MERGED, "care-merged", going.together().getFirst().subject()))
        .forEach(decisions::add);
    round.decide(decisions, now);
  }

  @Override
  public boolean awaitQuiet(Duration atMost) {
    long until = System.nanoTime() + atMost.toNanos();
    while (waiting.get() > 0 && System.nanoTime() < until) {
      LockSupport.parkNanos(200_000);
    }
    return waiting.get() == 0;
  }

  @Override
  public void destroy() {
    awaitQuiet(Duration.ofSeconds(5));
  }
}
