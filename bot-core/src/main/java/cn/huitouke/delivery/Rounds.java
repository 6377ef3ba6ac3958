package cn.huitouke.delivery;

import cn.huitouke.customer.CustomerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The courier's rounds: every lane has its own, so that a broadcast never delays a reply. A round
 * takes due letters in hand and delivers them, one at a time for each customer.
 */
final class Rounds implements Courier {

  private static final Logger log = LoggerFactory.getLogger(Rounds.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int BATCH = 100;
  private static final int IN_HAND = 256;

  private record Queue(CustomerId customer, Lane lane) {}

  private final Map<Lane, Semaphore> bells = new EnumMap<>(Lane.class);
  private final Map<Lane, InOrder<CustomerId>> work = new EnumMap<>(Lane.class);

  /** Until when the letters of a customer in a lane have to wait, because an earlier one waits. */
  private final Map<Queue, Instant> waiting = new ConcurrentHashMap<>();

  private final List<Thread> threads = new ArrayList<>();
  private final LetterTable letters;
  private final Roster roster;
  private final Dispatch dispatch;
  private final InstantSource clock;
  private final BooleanSupplier written;
  private volatile boolean running;

  /**
   * @param written whether every settlement is written
   */
  Rounds(
      LetterTable letters,
      Roster roster,
      Dispatch dispatch,
      InstantSource clock,
      BooleanSupplier written) {
    this.letters = letters;
    this.roster = roster;
    this.dispatch = dispatch;
    this.clock = clock;
    this.written = written;
    for (Lane lane : Lane.values()) {
      bells.put(lane, new Semaphore(0));
      work.put(lane, new InOrder<>("courier-" + lane, IN_HAND));
    }
  }

  void start() {
    running = true;
    threads.add(Thread.ofVirtual().name("courier-roster").start(this::keepRoster));
    for (Lane lane : Lane.values()) {
      threads.add(Thread.ofVirtual().name("courier-round-" + lane).start(() -> goRounds(lane)));
    }
  }

  void stop() {
    running = false;
    look();
    threads.forEach(LockSupport::unpark);
    for (Thread thread : threads) {
      try {
        thread.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    threads.clear();
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (load() > 0 && System.nanoTime() < patience) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  /** Says that a lane has something to do. */
  void ring(Lane lane) {
    Semaphore bell = bells.get(lane);
    if (bell.availablePermits() == 0) {
      bell.release();
    }
  }

  @Override
  public void look() {
    bells.keySet().forEach(this::ring);
  }

  @Override
  public boolean idle() {
    return load() == 0 && written.getAsBoolean() && !letters.anyDue(clock.instant()) && load() == 0;
  }

  @Override
  public boolean awaitIdle(Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    look();
    while (!idle()) {
      if (System.nanoTime() > until) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    return true;
  }

  private int load() {
    return work.values().stream().mapToInt(InOrder::load).sum();
  }

  private void goRounds(Lane lane) {
    while (running) {
      try {
        if (!round(lane)) {
          Semaphore bell = bells.get(lane);
          if (bell.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            bell.drainPermits();
          }
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.warn("The {} round broke off and begins again", lane, e);
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
  }

  /** Takes what is due in hand; whether there may be more. */
  private boolean round(Lane lane) {
    InOrder<CustomerId> queue = work.get(lane);
    int reserved = 0;
    while (reserved < BATCH && queue.reserve(reserved == 0 ? LOOK : Duration.ZERO)) {
      reserved++;
    }
    if (reserved == 0) {
      return true; // hands full
    }
    List<Slip> slips = List.of();
    try {
      slips = letters.claim(lane, clock.instant(), reserved, roster.owner());
      for (Slip slip : slips) {
        queue.put(slip.letter().customer(), () -> deliver(slip));
      }
    } finally {
      for (int i = slips.size(); i < reserved; i++) {
        queue.release();
      }
    }
    return slips.size() == reserved;
  }

  private void deliver(Slip slip) {
    Queue queue = new Queue(slip.letter().customer(), slip.letter().lane());
    Instant held = waiting.get(queue);
    try {
      if (held != null && held.isAfter(clock.instant())) {
        letters.putBack(slip, held);
        return;
      }
      dispatch
          .deliver(slip, Set.of())
          .filter(waits -> !waits.forCustomer()) // another letter may have another way
          .ifPresentOrElse(waits -> waiting.put(queue, waits.until()), () -> waiting.remove(queue));
    } catch (RuntimeException e) {
      log.warn("Letter {} could not be delivered; it is tried again", slip.letter().id(), e);
      retryPutBack(slip);
    }
  }

  /** Claimed and unattempted goes back; attempted stays ours until we are gone, then is judged. */
  private void retryPutBack(Slip slip) {
    for (int tries = 0; tries < 30 && running; tries++) {
      try {
        letters.putBack(slip, clock.instant().plusSeconds(1));
        return;
      } catch (RuntimeException e) {
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
  }

  private void keepRoster() {
    while (running) {
      try {
        roster.sign();
        waiting.values().removeIf(until -> !until.isAfter(clock.instant()));
        for (long dead : roster.dead()) {
          List<Slip> attempted = roster.takeOver(dead, clock.instant());
          log.info("Took over from courier {}: {} letters were under way", dead, attempted.size());
          attempted.forEach(this::recover);
          look();
        }
      } catch (RuntimeException e) {
        log.warn("The courier's roster cannot be kept: {}", e.getMessage());
      }
      LockSupport.parkNanos(roster.signsEvery().toNanos());
    }
  }

  private void recover(Slip slip) {
    InOrder<CustomerId> queue = work.get(slip.letter().lane());
    while (!queue.reserve(LOOK)) {
      log.info("Hands are full; recovery waits");
    }
    queue.put(slip.letter().customer(), () -> dispatch.recover(slip));
  }
}
