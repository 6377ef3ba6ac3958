package cn.huitouke.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the shop's clock forward and lets happen what is due on the way. While the clock is ahead of
 * the machine, Quartz, which goes by the machine, is not listened to: the sweeps follow the shop's
 * clock.
 */
public final class TimeTravel implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TimeTravel.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration FREQUENT = Duration.ofMinutes(5);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MOST_ROUNDS = 100;
  private static final long TICK = Duration.ofSeconds(1).toNanos();

  private final ClockHands clock;
  private final Sweeps sweeps;
  private final List<Settling> settlings;
  private final BiFunction<Map<String, String>, Instant, Set<String>> glance;
  private final ReentrantLock lock = new ReentrantLock();
  private Instant seen;
  private volatile boolean turned;
  private volatile boolean closed;

  /**
   * @param glance says which of these sweeps, given with what they wait for, have nothing to do
   */
  TimeTravel(
      ClockHands clock,
      Sweeps sweeps,
      List<Settling> settlings,
      BiFunction<Map<String, String>, Instant, Set<String>> glance) {
    this.glance = glance;
    this.clock = clock;
    this.sweeps = sweeps;
    this.settlings = List.copyOf(settlings);
    this.seen = clock.now();
  }

  private record Due(Instant at, int order, String sweep, boolean collapsed) {}

  /**
   * Runs every sweep that is due between now and then, in order, with the clock at its time, and
   * waits after each until the house is quiet. A sweep that is due more often than every five minutes
   * runs hourly on the way, and once at the end; within an hour, at the end only.
   *
   * @param target not before now
   * @throws IllegalArgumentException when it is before now
   */
  public void turnTo(Instant target) {
    lock.lock();
    try {
      Instant now = clock.now();
      if (target.isBefore(now)) {
        throw new IllegalArgumentException("The clock turns forward only");
      }
      follow();
      settle();
      boolean ran = travel(target);
      forward(target);
      if (ran || target.isAfter(now)) {
        settle();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether any sweep was due. */
  private boolean travel(Instant target) {
    if (!target.isAfter(seen)) {
      return false;
    }
    PriorityQueue<Due> ahead =
        new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
    int order = 0;
    for (String sweep : sweeps.names()) {
      plan(sweep, order++, seen, target).map(due -> atTheEnd(due, target)).ifPresent(ahead::add);
    }
    boolean any = !ahead.isEmpty();
    Set<String> idle = Set.of();
    for (Due due = ahead.poll(); due != null; due = ahead.poll()) {
      forward(due.at());
      if (idle.isEmpty()) {
        idle = idle(due, ahead);
      }
      if (!idle.contains(due.sweep())) {
        sweeps.run(due.sweep(), due.at());
        idle = Set.of(); // what one has done may be another's occasion
      }
      Due next = ahead.peek();
      if (next == null || next.at().isAfter(due.at())) {
        settle();
        idle = Set.of();
      }
      plan(due, target).ifPresent(ahead::add);
    }
    seen = target;
    return any;
  }

  /** Which have nothing to do, of this one and the others that are due at the same time. */
  private Set<String> idle(Due due, Collection<Due> ahead) {
    if (sweeps.occasion(due.sweep()).isEmpty()) {
      return Set.of();
    }
    Map<String, String> occasions = new TreeMap<>();
    Stream.concat(Stream.of(due), ahead.stream().filter(other -> other.at().equals(due.at())))
        .map(Due::sweep)
        .forEach(name -> sweeps.occasion(name).ifPresent(what -> occasions.put(name, what)));
    return occasions.size() < 2 ? Set.of() : glance.apply(occasions, due.at());
  }

  /** Within an hour a frequent sweep has one turn. */
  private static Due atTheEnd(Due due, Instant target) {
    boolean once = due.collapsed() && !due.at().plus(HOUR).isBefore(target);
    return once ? new Due(target, due.order(), due.sweep(), false) : due;
  }

  private Optional<Due> plan(Due last, Instant target) {
    if (last.at().equals(target)) {
      return Optional.empty();
    }
    Instant from = last.collapsed() ? last.at().plus(HOUR).minusMillis(1) : last.at();
    return plan(last.sweep(), last.order(), from, target)
        .or(
            () ->
                last.collapsed() && isDue(last.sweep(), last.at(), target)
                    ? Optional.of(new Due(target, last.order(), last.sweep(), false))
                    : Optional.empty());
  }

  private boolean isDue(String sweep, Instant after, Instant until) {
    return sweeps.next(sweep, after).filter(at -> !at.isAfter(until)).isPresent();
  }

  private Optional<Due> plan(String sweep, int order, Instant after, Instant target) {
    return sweeps
        .next(sweep, after)
        .filter(at -> !at.isAfter(target))
        .map(
            at -> {
              boolean frequent =
                  sweeps
                      .next(sweep, at)
                      .filter(then -> then.isBefore(at.plus(FREQUENT)))
                      .isPresent();
              return new Due(at, order, sweep, frequent);
            });
  }

  /** The hands never go back, though the clock ran on while a sweep worked. */
  private void forward(Instant to) {
    if (to.isAfter(clock.now())) {
      clock.set(to);
    }
  }

  /** What one of them ends another may begin: until all are quiet at once. */
  private void settle() {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      boolean ended = true;
      for (Settling settling : settlings) {
        if (!settling.awaitQuiet(PATIENCE)) {
          LOG.warn("Something was still at work when the clock was turned on: {}", settling);
          ended = false;
        }
      }
      if (!ended || quiet()) {
        return; // nobody waits for the same one twice
      }
    }
    LOG.warn("The house did not come to rest at {}: one goes on setting another to work", seen);
  }

  private boolean quiet() {
    return settlings.stream().allMatch(settling -> settling.awaitQuiet(Duration.ZERO));
  }

  /** From now on the sweeps go by this clock: it will not agree with the machine's any more. */
  void follow() {
    if (!turned) {
      seen = clock.now();
      turned = true;
      Thread.ofVirtual().name("shop-clock").start(this::tick);
    }
  }

  private void tick() {
    while (!closed) {
      LockSupport.parkNanos(TICK);
      catchUp();
    }
  }

  /** Runs what became due while time went by of itself. */
  void catchUp() {
    lock.lock();
    try {
      Instant now = clock.now();
      if (now.isAfter(seen) && !closed) {
        travel(now);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Quartz fired. */
  void wallClockSays(String sweep) {
    if (!turned) {
      sweeps.run(sweep, clock.now());
    }
  }

  /** Follows the clock no longer; a sweep that is running may end. */
  @Override
  public void close() {
    closed = true;
    try {
      if (lock.tryLock(10, TimeUnit.SECONDS)) {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
