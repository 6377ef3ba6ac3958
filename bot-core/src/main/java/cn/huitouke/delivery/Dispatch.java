package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.SendOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
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
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(5);
  private static final Duration LONGEST_BACKOFF = Duration.ofHours(2);
  private static final int MOST_ATTEMPTS = 12;

  private final FactFinder facts;
  private final Clearance clearance;
  private final Reach reach;
  private final Pace pace;
  private final Circuits circuits = new Circuits();
  private final Transmission transmission;
  private final Register register;
  private final Setback.Listener setbacks;
  private final InstantSource clock;

  Dispatch(
      FactFinder facts,
      Clearance clearance,
      Reach reach,
      Pace pace,
      Transmission transmission,
      Register register,
      Setback.Listener setbacks,
      InstantSource clock) {
    this.facts = facts;
    this.clearance = clearance;
    this.reach = reach;
    this.pace = pace;
    this.transmission = transmission;
    this.register = register;
    this.setbacks = setbacks;
    this.clock = clock;
  }

  /** One letter on its way through the ways that it may go. */
  private final class Errand {
    private final Set<Reach.Way> refused;
    private final Set<Reach.Way> shut =
        new HashSet<>(); // the ones that the customer may open again
    private Slip slip;
    private Facts known;
    private @Nullable Why lastRefusal;

    Errand(Slip slip, Facts known, Set<Reach.Way> tried) {
      this.slip = slip;
      this.known = known;
      this.refused = new HashSet<>(tried);
    }

    Optional<Register.Waits> run() {
      while (true) {
        Instant now = clock.instant();
        if (!slip.letter().worthUntil().isAfter(now)) {
          register.settle(slip, LetterStatus.State.EXPIRED, new Why("expired", "planned|"));
          return Optional.empty();
        }
        switch (clearance.decide(slip.letter(), known, now)) {
          case Clearance.Ruling.Clear _ -> {}
          case Clearance.Ruling.Hold(Clearance.Rule _, Why why, Instant until) -> {
            return register.holdOrExpire(slip, until, why);
          }
          case Clearance.Ruling.Bar(Clearance.Rule _, Why why) -> {
            register.settle(slip, LetterStatus.State.REFUSED, why);
            return Optional.empty();
          }
        }
        switch (reach.find(slip.letter(), known, refused, now)) {
          case Reach.Finding.Open open -> {
            Optional<Optional<Register.Waits>> end = go(open, now);
            if (end.isPresent()) {
              return end.get();
            }
          }
          case Reach.Finding.Later(Instant until, Why why) -> {
            return register.holdOrExpire(slip, until, why);
          }
          case Reach.Finding.Waiting(Why why) -> {
            refused.removeAll(shut);
            return register.waitForCustomer(slip, lastRefusal == null ? why : lastRefusal, refused);
          }
          case Reach.Finding.None(Why why) -> {
            if (lastRefusal != null && !shut.isEmpty()) {
              refused.removeAll(shut);
              return register.waitForCustomer(slip, lastRefusal, refused);
            }
            register.settle(
                slip, LetterStatus.State.REFUSED, lastRefusal == null ? why : lastRefusal);
            return Optional.empty();
          }
        }
      }
    }

    /** By a way that is open; empty when another has to be looked for. */
    private Optional<Optional<Register.Waits>> go(Reach.Finding.Open open, Instant now) {
      if (Bundles.isMass(open.channel(), open.rules().wire())) {
        if (slip.letter().lane() == Lane.BROADCAST) {
          // with others, at the next round
          return Optional.of(
              register.hold(slip, now.plusSeconds(1), new Why("paced", wire(open)), false));
        }
        refused.add(new Reach.Way(open.peer(), open.rules().wire()));
        return Optional.empty();
      }
      Optional<Instant> shutUntil = circuits.shutUntil(open.peer(), open.rules().wire(), now);
      if (shutUntil.isPresent()) {
        Instant until = jittered(now, Duration.between(now, shutUntil.get()));
        return Optional.of(register.hold(slip, until, new Why("circuit", wire(open)), true));
      }
      Duration pause = waitTurn(open, slip.letter().lane());
      if (pause.isPositive()) {
        return Optional.of(
            register.hold(slip, now.plus(pause), new Why("paced", wire(open)), true));
      }
      switch (transmission.attempt(slip, open)) {
        case Transmission.Result.NotOurs _ -> {
          return Optional.of(Optional.empty());
        }
        case Transmission.Result.Over _ -> {
          known = facts.of(slip.letter(), clock.instant());
          return Optional.empty();
        }
        case Transmission.Result.Done done -> {
          facts.touch(slip.letter().customer());
          slip = done.slip();
          return ended(open, done);
        }
      }
    }

    private Optional<Optional<Register.Waits>> ended(
        Reach.Finding.Open open, Transmission.Result.Done done) {
      switch (done.outcome()) {
        case SendOutcome.Accepted(String platformId) -> {
          circuits.worked(open.peer(), open.rules().wire());
          register.accepted(slip, open, platformId);
          return Optional.of(Optional.empty());
        }
        case SendOutcome.Refused(SendOutcome.Reason reason, String detail) -> {
          circuits.worked(open.peer(), open.rules().wire());
          refused(open, reason, detail);
          return Optional.empty();
        }
        case SendOutcome.Deferred(Duration retryAfter, String detail) -> {
          circuits.failed(open.peer(), open.rules().wire(), retryAfter, clock.instant());
          register.giveBack(done.attempting());
          if (slip.attempts() >= MOST_ATTEMPTS) {
            register.settle(slip, LetterStatus.State.REFUSED, new Why("deferred-often", detail));
            return Optional.of(Optional.empty());
          }
          Instant until = jittered(clock.instant(), max(retryAfter, backoff(slip.attempts())));
          return Optional.of(register.hold(slip, until, new Why("deferred", detail), true));
        }
        case SendOutcome.Uncertain(String detail) -> {
          circuits.failed(open.peer(), open.rules().wire(), Duration.ZERO, clock.instant());
          register.uncertain(slip, open, detail);
          log.warn("Letter {} is uncertain", slip.letter().id());
          return Optional.of(Optional.empty());
        }
      }
    }

    private void refused(Reach.Finding.Open open, SendOutcome.Reason reason, String detail) {
      lastRefusal = new Why("refused-" + name(reason), detail);
      register.refused(slip, lastRefusal);
      if (reason == SendOutcome.Reason.CONTENT_REJECTED) {
        tell(open, detail);
      }
      Reach.Way way = new Reach.Way(open.peer(), open.rules().wire());
      refused.add(way);
      if (register.shut(slip, open, reason)) {
        shut.add(way);
      }
      if (deadPeer(reason)) {
        open.channel()
            .capabilities()
            .wires()
            .forEach(rules -> refused.add(new Reach.Way(open.peer(), rules.wire())));
      }
    }

    /** A form that is refused for what stands in it is a person's affair. */
    private void tell(Reach.Finding.Open open, String detail) {
      Reach.form(open.content())
          .map(
              form ->
                  new Setback(
                      slip.letter().id(),
                      slip.letter().customer(),
                      open.peer().channel(),
                      open.rules().wire(),
                      form,
                      detail,
                      clock.instant()))
          .ifPresent(
              setback -> {
                try {
                  setbacks.hears(setback);
                } catch (RuntimeException e) {
                  log.warn("Nobody could be told that a form was refused", e);
                }
              });
    }

    /** What spreads a herd: up to a fifth more, the same each time for the same letter. */
    private Instant jittered(Instant now, Duration pause) {
      int spread = Math.floorMod((slip.letter().id() + "#" + slip.attempts()).hashCode(), 1000);
      return now.plus(pause).plus(pause.multipliedBy(spread).dividedBy(5000));
    }
  }

  /**
   * Delivers a letter that is in our hand.
   *
   * @param known the facts about its customer; fresh ones are gathered where these are stale
   * @param tried ways that were refused already
   * @return what it waits for; empty when it is settled, or no longer ours
   */
  Optional<Register.Waits> deliver(Slip slip, @Nullable Facts known, Set<Reach.Way> tried) {
    boolean usable = known != null && !facts.stale(slip.letter().customer(), known);
    Facts fresh = usable ? known : facts.of(slip.letter(), clock.instant());
    return new Errand(slip, fresh, tried).run();
  }

  /** Delivers a letter that a dead courier had attempted: again only where the platform knows it. */
  void recover(Slip slip) {
    Slip.Latest latest = slip.latest().orElseThrow();
    Optional<Channel> channel = reach.channel(latest.peer());
    Optional<WireRules> rules = channel.flatMap(c -> c.capabilities().wire(latest.wire()));
    if (rules.isEmpty() || !withinKey(rules.get(), latest.at())) {
      register.settle(slip, LetterStatus.State.UNCERTAIN, Why.of("uncertain-crash"));
      log.warn("Letter {} is uncertain: it was being sent when a courier died", slip.letter().id());
      return;
    }
    Message content = Reach.content(slip.letter(), rules.get()).orElse(slip.letter().message());
    var open =
        new Reach.Finding.Open(
            channel.get(), latest.peer(), rules.get(), content, Optional.<Opener>empty());
    if (!(transmission.attempt(slip, open) instanceof Transmission.Result.Done done)) {
      register.settle(slip, LetterStatus.State.UNCERTAIN, Why.of("uncertain-crash"));
    } else if (done.outcome() instanceof SendOutcome.Accepted(String platformId)) {
      register.accepted(done.slip(), open, platformId);
    } else if (done.outcome() instanceof SendOutcome.Deferred(Duration _, String detail)) {
      // the earlier attempt may still have arrived: only this wire's key may be tried again
      register.settle(done.slip(), LetterStatus.State.UNCERTAIN, new Why("uncertain", detail));
    } else {
      register.settle(done.slip(), LetterStatus.State.UNCERTAIN, Why.of("uncertain-crash"));
    }
  }

  private Duration waitTurn(Reach.Finding.Open open, Lane lane) {
    long patience = System.nanoTime() + SHORT_WAIT.toNanos();
    int taken = 0;
    while (true) {
      Duration pause =
          pace.take(open.peer().channel(), open.rules().wire(), open.rules().pace(), lane);
      taken += pause.isZero() ? 1 : 0;
      if (taken == open.places() || System.nanoTime() + pause.toNanos() > patience) {
        return pause;
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  private boolean withinKey(WireRules rules, Instant attempted) {
    return rules
        .idempotentFor()
        .filter(life -> Duration.between(attempted, clock.instant()).compareTo(life) < 0)
        .isPresent();
  }

  private static Duration backoff(int attempts) {
    return min(FIRST_BACKOFF.multipliedBy(1L << Math.min(attempts - 1, 12)), LONGEST_BACKOFF);
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
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
