package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.customer.Customers;
import cn.huitouke.store.GroupCommit;
import cn.huitouke.store.StoreTrouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one letter to its next stand: clearance, way, pace, the attempt on record, the send, the
 * outcome on record. Runs on a virtual thread.
 */
final class Dispatch {

  private static final Logger log = LoggerFactory.getLogger(Dispatch.class);
  private static final Duration SHORT_WAIT = Duration.ofSeconds(1);
  private static final Duration REPEAT_PAUSE = Duration.ofMillis(500);
  private static final int MOST_ATTEMPTS = 12;

  private final long owner;
  private final Reach reach;
  private final Pace pace;
  private final Customers customers;
  private final ContactTable contacts;
  private final LetterTable letters;
  private final GroupCommit<LetterTable.Attempting> attempts;
  private final GroupCommit<Settlement> settlements;
  private final InstantSource clock;

  Dispatch(
      long owner,
      Reach reach,
      Pace pace,
      Customers customers,
      ContactTable contacts,
      LetterTable letters,
      GroupCommit<LetterTable.Attempting> attempts,
      GroupCommit<Settlement> settlements,
      InstantSource clock) {
    this.owner = owner;
    this.reach = reach;
    this.pace = pace;
    this.customers = customers;
    this.contacts = contacts;
    this.letters = letters;
    this.attempts = attempts;
    this.settlements = settlements;
    this.clock = clock;
  }

  /**
   * A letter is not settled yet.
   *
   * @param until when to look again
   * @param forCustomer whether the customer may end the waiting sooner, by doing something
   */
  record Waits(Instant until, boolean forCustomer) {}

  /**
   * Delivers a letter that is in our hand.
   *
   * @param tried ways that were refused already
   * @return what it waits for; empty when it is settled, or no longer ours
   */
  Optional<Waits> deliver(Slip slip, Set<Reach.Way> tried) {
    Set<Reach.Way> refused = new HashSet<>(tried);
    Set<Reach.Way> shut = new HashSet<>(); // of these, the ones that the customer may open again
    @Nullable Why lastRefusal = null;
    while (true) {
      Instant now = clock.instant();
      Optional<Why> barred = barred(slip.letter(), now);
      if (barred.isPresent()) {
        boolean late = barred.get().rule().equals("expired");
        settle(
            slip,
            late ? LetterStatus.State.EXPIRED : LetterStatus.State.REFUSED,
            barred.get(),
            null);
        return Optional.empty();
      }
      switch (reach.find(slip.letter(), refused, now)) {
        case Reach.Finding.Open open -> {
          Duration pause = waitTurn(open, slip.letter().lane());
          if (pause.isPositive()) {
            return hold(slip, now.plus(pause), new Why("paced", wire(open)), null);
          }
          Attempt attempt = attempt(slip, open);
          if (attempt.outcome == null) {
            return Optional.empty();
          }
          slip = attempt.slip;
          switch (attempt.outcome) {
            case SendOutcome.Accepted(String platformId) -> {
              accepted(slip, open, platformId);
              return Optional.empty();
            }
            case SendOutcome.Refused(SendOutcome.Reason reason, String detail) -> {
              lastRefusal = new Why("refused-" + name(reason), detail);
              Reach.Way way = new Reach.Way(open.peer(), open.rules().wire());
              refused.add(way);
              if (shut(slip, open, reason)) {
                shut.add(way);
              }
              if (deadPeer(reason)) {
                open.channel()
                    .capabilities()
                    .wires()
                    .forEach(rules -> refused.add(new Reach.Way(open.peer(), rules.wire())));
              }
            }
            case SendOutcome.Deferred(Duration retryAfter, String detail) -> {
              if (slip.attempts() >= MOST_ATTEMPTS) {
                settle(
                    slip, LetterStatus.State.REFUSED, new Why("deferred-often", detail), "gave up");
                return Optional.empty();
              }
              Instant until = clock.instant().plus(retryAfter);
              return hold(slip, until, new Why("deferred", detail), "deferred");
            }
            case SendOutcome.Uncertain(String detail) -> {
              settle(slip, LetterStatus.State.UNCERTAIN, new Why("uncertain", detail), "uncertain");
              log.warn("Letter {} is uncertain", slip.letter().id());
              return Optional.empty();
            }
          }
        }
        case Reach.Finding.Waiting(Why why) -> {
          refused.removeAll(shut);
          return waitForCustomer(slip, lastRefusal == null ? why : lastRefusal, refused);
        }
        case Reach.Finding.None(Why why) -> {
          if (lastRefusal != null && !shut.isEmpty()) {
            refused.removeAll(shut);
            return waitForCustomer(slip, lastRefusal, refused);
          }
          settle(
              slip,
              LetterStatus.State.REFUSED,
              lastRefusal == null ? why : lastRefusal,
              lastRefusal == null ? null : "refused");
          return Optional.empty();
        }
      }
    }
  }

  /** Delivers a letter that a dead courier had attempted: again only where the platform knows it. */
  void recover(Slip slip) {
    Slip.Latest latest = slip.latest().orElseThrow();
    Optional<Channel> channel = reach.channel(latest.peer());
    Optional<WireRules> rules = channel.flatMap(c -> c.capabilities().wire(latest.wire()));
    if (rules.isEmpty() || !withinKey(rules.get(), latest.at())) {
      settle(slip, LetterStatus.State.UNCERTAIN, Why.of("uncertain-crash"), "uncertain");
      log.warn("Letter {} is uncertain: it was being sent when a courier died", slip.letter().id());
      return;
    }
    Message content = Reach.content(slip.letter(), rules.get()).orElse(slip.letter().message());
    var open =
        new Reach.Finding.Open(
            channel.get(), latest.peer(), rules.get(), content, Optional.<Opener>empty());
    Attempt attempt = attempt(slip, open);
    if (attempt.outcome instanceof SendOutcome.Accepted(String platformId)) {
      accepted(attempt.slip, open, platformId);
    } else if (attempt.outcome instanceof SendOutcome.Deferred(Duration after, String detail)) {
      // the earlier attempt may still have arrived: only this wire's key may be tried again
      settle(attempt.slip, LetterStatus.State.UNCERTAIN, new Why("uncertain", detail), "deferred");
    } else if (attempt.outcome != null) {
      settle(attempt.slip, LetterStatus.State.UNCERTAIN, Why.of("uncertain-crash"), "uncertain");
    }
  }

  /** Lets a letter wait until a time. Its customer's later letters of the lane wait with it. */
  private Optional<Waits> hold(Slip slip, Instant until, Why why, @Nullable String outcome) {
    Instant due = until.isBefore(slip.letter().worthUntil()) ? until : slip.letter().worthUntil();
    record(
        new Settlement.Stands(
            slip,
            LetterStatus.State.HELD,
            clock.instant(),
            due,
            false,
            null,
            why,
            outcome,
            Optional.empty()));
    letters.holdFollowers(slip, due);
    return Optional.of(new Waits(due, false));
  }

  /** Lets a letter wait until its customer opens a way. */
  Optional<Waits> waitForCustomer(Slip slip, Why why, Set<Reach.Way> refused) {
    record(
        new Settlement.Stands(
            slip,
            LetterStatus.State.HELD,
            clock.instant(),
            slip.letter().worthUntil(),
            true,
            null,
            why,
            why.rule().startsWith("refused-") ? "refused" : null,
            Optional.empty()));
    // what opened between our look and this row would not have woken it
    if (reach.find(slip.letter(), refused, clock.instant()) instanceof Reach.Finding.Open) {
      letters.wake(List.of(slip.letter().customer().value()), clock.instant());
    }
    return Optional.of(new Waits(slip.letter().worthUntil(), true));
  }

  private Optional<Why> barred(Letter letter, Instant now) {
    if (!letter.worthUntil().isAfter(now)) {
      return Optional.of(Why.of("expired"));
    }
    boolean unasked =
        letter.purpose() == Purpose.CARE
            || letter.purpose() == Purpose.COMMUNITY
            || letter.purpose() == Purpose.MARKETING;
    return unasked && customers.wishes(letter.customer()).quiet()
        ? Optional.of(Why.of("quiet"))
        : Optional.empty();
  }

  private Duration waitTurn(Reach.Finding.Open open, Lane lane) {
    long patience = System.nanoTime() + SHORT_WAIT.toNanos();
    while (true) {
      Duration pause =
          pace.take(open.peer().channel(), open.rules().wire(), open.rules().pace(), lane);
      if (pause.isZero() || System.nanoTime() + pause.toNanos() > patience) {
        return pause;
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  /** The outcome is null when the letter was no longer ours. */
  private record Attempt(Slip slip, @Nullable SendOutcome outcome) {}

  private Attempt attempt(Slip slip, Reach.Finding.Open open) {
    Slip current = slip;
    long begun = System.nanoTime();
    while (true) {
      Instant now = clock.instant();
      var attempting =
          new LetterTable.Attempting(current, open.peer(), open.rules().wire(), now, owner);
      attempts.commit(attempting);
      if (!attempting.granted) {
        log.info("Letter {} is in another courier's hand", slip.letter().id());
        return new Attempt(current, null);
      }
      current = current.attempted(open.peer(), open.rules().wire(), now, owner);
      SendOutcome outcome = send(current, open);
      boolean mayRepeat =
          outcome instanceof SendOutcome.Uncertain
              && current.attempts() - slip.attempts() < 3
              && open.rules().idempotentFor().isPresent()
              && System.nanoTime() - begun < open.rules().idempotentFor().get().toNanos() / 2;
      if (!mayRepeat) {
        return new Attempt(current, outcome);
      }
      LockSupport.parkNanos(REPEAT_PAUSE.toNanos());
    }
  }

  private SendOutcome send(Slip slip, Reach.Finding.Open open) {
    Footing footing =
        slip.letter()
            .answerTo()
            .<Footing>map(to -> new Footing.InReplyTo(to.event()))
            .orElseGet(Footing.Unprompted::new);
    Outbound outbound =
        new Outbound(slip.letter().id(), open.peer(), open.content(), open.rules().wire(), footing);
    return transmit(open.channel(), outbound);
  }

  /** A channel that breaks may have sent: uncertain. */
  static SendOutcome transmit(Channel channel, Outbound outbound) {
    try {
      return channel.send(outbound);
    } catch (RuntimeException e) {
      log.error("Channel {} broke while sending {}", channel.id(), outbound.id(), e);
      return new SendOutcome.Uncertain("adapter: " + e.getClass().getSimpleName());
    }
  }

  private void accepted(Slip slip, Reach.Finding.Open open, String platformId) {
    Instant now = clock.instant();
    record(
        new Settlement.Stands(
            slip,
            LetterStatus.State.ACCEPTED,
            now,
            null,
            false,
            platformId,
            new Why("accepted", wire(open)),
            "accepted",
            open.spends()));
    if (open.rules().opening() == Capabilities.Opening.CREDIT) {
      contacts.credit(
          open.peer(),
          Reach.template(open.channel(), open.content()),
          -1,
          false,
          "sent:" + slip.letter().id(),
          now);
    }
  }

  /** Corrects our books by what the platform said; whether the customer can open this way again. */
  private boolean shut(Slip slip, Reach.Finding.Open open, SendOutcome.Reason reason) {
    if (reason == SendOutcome.Reason.NO_CREDIT) {
      contacts.credit(
          open.peer(),
          Reach.template(open.channel(), open.content()),
          0,
          true,
          "refused:" + slip.letter().id() + "#" + slip.attempts(),
          clock.instant());
      return true;
    }
    boolean closed =
        reason == SendOutcome.Reason.WINDOW_CLOSED || reason == SendOutcome.Reason.QUOTA_EXHAUSTED;
    if (closed && open.spends().isPresent()) {
      contacts.exhausted(open.peer(), open.spends().get());
      return true;
    }
    return false;
  }

  private void settle(Slip slip, LetterStatus.State state, Why why, @Nullable String outcome) {
    record(
        new Settlement.Stands(
            slip, state, clock.instant(), null, false, null, why, outcome, Optional.empty()));
  }

  /** Waits until it is written; when the database is away, it is written when that is back. */
  private void record(Settlement settlement) {
    try {
      settlements.commit(settlement);
    } catch (RuntimeException e) {
      if (!StoreTrouble.isOutage(e)) {
        throw e;
      }
      settlements.later(settlement);
    }
  }

  private boolean withinKey(WireRules rules, Instant attempted) {
    return rules
        .idempotentFor()
        .filter(life -> Duration.between(attempted, clock.instant()).compareTo(life) < 0)
        .isPresent();
  }

  private static boolean deadPeer(SendOutcome.Reason reason) {
    return reason == SendOutcome.Reason.BLOCKED || reason == SendOutcome.Reason.UNKNOWN_PEER;
  }

  private static String wire(Reach.Finding.Open open) {
    return open.rules().wire().name();
  }

  private static String name(SendOutcome.Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
