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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The courier's rounds: every lane has its own, so that a broadcast never delays a reply. A round
 * takes due letters in hand and delivers them, one at a time for each customer.
 */
final class Rounds implements Courier {

  private static final Logger log = LoggerFactory.getLogger(Rounds.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final long A_MOMENT = TimeUnit.MICROSECONDS.toNanos(200);
  static final int BATCH = 100;
  private static final int IN_HAND = 256;

  private record Queue(CustomerId customer, Lane lane) {}

  private final Map<Lane, Semaphore> bells = new EnumMap<>(Lane.class);
  private final Map<Lane, Semaphore> room = new EnumMap<>(Lane.class);

  /** Replies apart; of all the rest, one customer's letters go one at a time over all lanes. */
  private final InOrder<CustomerId> replies = new InOrder<>("courier-replies", IN_HAND);

  private final InOrder<CustomerId> others =
      new InOrder<>("courier", IN_HAND * (Lane.values().length - 1));

  /** Until when the letters of a customer in a lane have to wait, because an earlier one waits. */
  private final Map<Queue, Instant> waiting = new ConcurrentHashMap<>();

  /** Claims are made together; not while it is sorted out what a dead courier had under way. */
  private final ReadWriteLock taking = new ReentrantReadWriteLock();

  private final List<Thread> threads = new ArrayList<>();
  private final LetterTable letters;
  private final Roster roster;
  private final Recovery recovery;
  private final FactFinder facts;
  private final Dispatch dispatch;
  private final InHand hands;
  private final InstantSource clock;
  private final BooleanSupplier written;
  private final Sorting sorting;

  private final Runnable write;
  private final AtomicLong changes = new AtomicLong();
  private volatile Quiet quiet = new Quiet(-1, Instant.MIN);
  private volatile boolean running;

  /**
   * @param written whether every settlement is written
   * @param write writes them now, instead of when enough have come together
   */
  Rounds(
      LetterTable letters,
      Roster roster,
      FactFinder facts,
      Dispatch dispatch,
      Register register,
      InHand hands,
      InstantSource clock,
      BooleanSupplier written,
      Runnable write,
      Bundles bundles,
      MailingTable mailings) {
    this.letters = letters;
    this.roster = roster;
    this.facts = facts;
    this.dispatch = dispatch;
    this.hands = hands;
    this.clock = clock;
    this.written = written;
    this.write = write;
    this.recovery =
        new Recovery(
            letters,
            roster,
            hands,
            bundles,
            clock,
            written,
            taking.writeLock(),
            this::recover,
            this::look);
    this.sorting =
        new Sorting(
            letters, mailings, roster, hands, register, bundles, clock, taking.readLock(), this);
    for (Lane lane : Lane.values()) {
      bells.put(lane, new Semaphore(0));
      room.put(lane, new Semaphore(IN_HAND));
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
    changed();
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
    return settled() && due(clock.instant()).isEmpty() && load() == 0;
  }

  /**
   * Nothing was due at the latest look, and nothing will be before this time, unless something
   * changes.
   */
  private record Quiet(long change, Instant until) {}

  /**
   * The lanes in which something is due; asks the books only where something may have changed. Not
   * while a dead courier's letters are taken over.
   */
  private List<Lane> due(Instant now) {
    taking.readLock().lock();
    try {
      return dueNow(now);
    } finally {
      taking.readLock().unlock();
    }
  }

  private List<Lane> dueNow(Instant now) {
    Quiet known = quiet;
    if (known.change() == changes.get() && now.isBefore(known.until())) {
      return List.of();
    }
    long change = changes.get();
    Map<Lane, Instant> next = letters.nextDue();
    quiet = new Quiet(change, next.values().stream().min(Instant::compareTo).orElse(Instant.MAX));
    return next.entrySet().stream()
        .filter(lane -> !lane.getValue().isAfter(now))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Letters were written that may be due at another time. */
  void changed() {
    changes.incrementAndGet();
  }

  private boolean settled() {
    return load() == 0 && written.getAsBoolean();
  }

  @Override
  public boolean awaitIdle(Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < until) {
      if (load() == 0 && !written.getAsBoolean()) {
        write.run(); // somebody waits for it now
      }
      long pause = A_MOMENT;
      if (settled()) {
        List<Lane> due = due(clock.instant());
        if (due.isEmpty() && settled()) {
          return true;
        }
        due.forEach(this::ring); // nobody else need be woken: what is due is in the books
        pause *= due.isEmpty() ? 1 : 4; // until it is in hand
      }
      LockSupport.parkNanos(pause);
    }
    return idle();
  }

  private int load() {
    return sorting.load()
        + room.values().stream().mapToInt(free -> IN_HAND - free.availablePermits()).sum();
  }

  private void goRounds(Lane lane) {
    while (running) {
      try {
        if (!(lane == Lane.BROADCAST ? sorting.round() : round(lane))) {
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
  private boolean round(Lane lane) throws InterruptedException {
    int reserved = reserve(lane);
    if (reserved == 0) {
      return true; // hands full
    }
    List<Slip> slips = List.of();
    taking.readLock().lock();
    try {
      slips = letters.claim(lane, clock.instant(), reserved, roster.owner());
      slips.forEach(hands::take);
      Map<CustomerId, Facts> known = facts(slips);
      for (Slip slip : slips) {
        put(slip, () -> deliver(slip, known.get(slip.letter().customer()), Set.of()));
      }
    } finally {
      taking.readLock().unlock();
      room.get(lane).release(reserved - slips.size());
    }
    return slips.size() == reserved;
  }

  private int reserve(Lane lane) throws InterruptedException {
    Semaphore free = room.get(lane);
    if (!free.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      return 0;
    }
    int reserved = 1;
    while (reserved < BATCH && free.tryAcquire()) {
      reserved++;
    }
    return reserved;
  }

  /** Gathered for all at once; who delivers without looks again. */
  Map<CustomerId, Facts> facts(List<Slip> slips) {
    if (slips.isEmpty()) {
      return Map.of();
    }
    try {
      return facts.of(slips.stream().map(Slip::letter).toList(), clock.instant());
    } catch (RuntimeException e) {
      log.warn("The facts about {} letters cannot be gathered yet", slips.size(), e);
      return Map.of();
    }
  }

  /** Delivers one of the lowest lane as soon as there is room for it; false when the rounds end. */
  boolean putWhenThereIsRoom(Slip slip, @Nullable Facts known, Set<Reach.Way> tried)
      throws InterruptedException {
    while (running) {
      if (room.get(Lane.BROADCAST).tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        put(slip, () -> deliver(slip, known, tried));
        return true;
      }
    }
    return false;
  }

  /** For a letter for which there is room. */
  private void put(Slip slip, Runnable work) {
    Lane lane = slip.letter().lane();
    InOrder<CustomerId> queue = lane == Lane.REPLY ? replies : others;
    queue.reserve(LOOK); // never waits: there are as many places as room in all lanes
    queue.put(
        slip.letter().customer(),
        () -> {
          try {
            work.run();
          } finally {
            hands.lay(slip);
            changed();
            room.get(lane).release();
          }
        });
  }

  private void deliver(Slip slip, @Nullable Facts known, Set<Reach.Way> tried) {
    Queue queue = new Queue(slip.letter().customer(), slip.letter().lane());
    Instant held = waiting.get(queue);
    try {
      if (held != null && held.isAfter(clock.instant())) {
        letters.putBack(slip, held);
        return;
      }
      dispatch
          .deliver(slip, known, tried)
          .filter(Register.Waits::inOrder)
          .ifPresentOrElse(waits -> waiting.put(queue, waits.until()), () -> waiting.remove(queue));
    } catch (RuntimeException e) {
      log.warn("Letter {} could not be delivered; it is tried again", slip.letter().id(), e);
      retryPutBack(slip);
    }
  }

  /** Claimed and unattempted goes back; attempted stays ours until we are gone, then is judged. */
  void retryPutBack(Slip slip) {
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
        recovery.look();
        waiting.values().removeIf(until -> !until.isAfter(clock.instant()));
      } catch (RuntimeException e) {
        log.warn("The courier's roster cannot be kept: {}", e.getMessage());
      }
      LockSupport.parkNanos(roster.signsEvery().toNanos());
    }
  }

  private void recover(Slip slip) {
    try {
      while (!room.get(slip.letter().lane()).tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        log.info("Hands are full; recovery waits");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    hands.take(slip);
    put(slip, () -> dispatch.recover(slip));
  }
}
