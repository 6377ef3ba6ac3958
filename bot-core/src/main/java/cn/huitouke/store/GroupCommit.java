package cn.huitouke.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes many small durable things in few transactions: callers hand one item each and wait until
 * the transaction that holds it is committed. A writer takes what is waiting, without waiting for
 * more: alone, an item is written at once; under load, groups grow by themselves.
 *
 * <p>One bad item does not spoil its group: when a group fails, its items are written one by one.
 * When the store is away ({@link StoreTrouble#isOutage}) nobody is kept waiting: all fail at once.
 *
 * @param <T> the item
 */
public final class GroupCommit<T> implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);
  private static final int TRIES_OF_LATER = 10;

  /** So many moments a group may grow by those that come at the same time. */
  private static final int MOMENTS = 6;

  private final LinkedBlockingQueue<Entry<T>> waiting = new LinkedBlockingQueue<>();
  private final AtomicInteger unwritten = new AtomicInteger();

  /** Of those that wait, how many have a caller. */
  private final AtomicInteger callers = new AtomicInteger();

  private final List<Thread> threads = new ArrayList<>();
  private final @Nullable Clerk clerk;
  private final String name;
  private final int largest;
  private final Consumer<List<T>> write;
  private final Consumer<List<T>> written;
  private final long lingerNanos;
  private final long momentNanos;
  private volatile boolean closing;
  private volatile @Nullable Thread lingering;

  /** What the clerk has in hand of ours. */
  private final List<Entry<T>> taken = new ArrayList<>();

  /**
   * @param name for threads and logs
   * @param largest items per transaction at the most
   * @param writers transactions under way at once; with one, items are written in the order of
   *     their callers
   * @param write writes one group in one transaction; when it throws, each of its callers gets that
   */
  public GroupCommit(String name, int largest, int writers, Consumer<List<T>> write) {
    this(name, largest, null, Duration.ZERO, Duration.ZERO, write, _ -> {});
    for (int i = 0; i < writers; i++) {
      threads.add(Thread.ofPlatform().daemon().name(name + "-" + i).start(this::writeGroups));
    }
  }

  /**
   * The same with one writer, for things that mostly come several at a time and are dear to write: a
   * group waits for a moment whether one more comes, and after that for another, some moments long.
   *
   * @param moment how long one item waits for the next, for example half a millisecond
   */
  public static <T> GroupCommit<T> gathering(
      String name, int largest, Duration moment, Consumer<List<T>> write) {
    GroupCommit<T> gathering =
        new GroupCommit<>(name, largest, null, Duration.ZERO, moment, write, _ -> {});
    gathering.begin();
    return gathering;
  }

  /**
   * The same with one writer, for things that mostly nobody waits for.
   *
   * @param linger how long a group without callers may wait to grow
   */
  public GroupCommit(String name, int largest, Duration linger, Consumer<List<T>> write) {
    this(name, largest, null, linger, Duration.ZERO, write, _ -> {});
    begin();
  }

  /**
   * Written by a clerk, in one transaction with what others gave the clerk, in the order of the
   * callers.
   *
   * @param write writes one group on {@link Clerk#line}; nothing is committed when it returns
   * @param written is told of a group that is committed, before its callers are
   */
  public GroupCommit(
      String name, int largest, Clerk clerk, Consumer<List<T>> write, Consumer<List<T>> written) {
    this(name, largest, clerk, Duration.ZERO, Duration.ZERO, write, written);
    clerk.serve(this);
  }

  private GroupCommit(
      String name,
      int largest,
      @Nullable Clerk clerk,
      Duration linger,
      Duration moment,
      Consumer<List<T>> write,
      Consumer<List<T>> written) {
    this.name = name;
    this.largest = largest;
    this.clerk = clerk;
    this.lingerNanos = linger.toNanos();
    this.momentNanos = moment.toNanos();
    this.write = write;
    this.written = written;
  }

  private void begin() {
    threads.add(Thread.ofPlatform().daemon().name(name).start(this::writeGroups));
  }

  /** Returns when the item is durable. Throws what writing threw. */
  public void commit(T item) {
    Entry<T> entry = new Entry<>(item, Thread.currentThread());
    put(entry);
    boolean interrupted = false;
    while (!entry.done) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted(); // whether it was written must be known before we leave
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (entry.trouble != null) {
      throw entry.trouble;
    }
  }

  /** Returns at once; the item is written with the next group. Failures are retried, then logged. */
  public void later(T item) {
    put(new Entry<>(item, null));
  }

  /** How many items are not yet written. */
  public int backlog() {
    return unwritten.get();
  }

  /** Writes what is waiting, then stops. */
  @Override
  public void close() {
    closing = true;
    boolean interrupted = false;
    if (clerk != null) {
      clerk.leave(this);
    }
    for (Thread thread : threads) {
      waiting.add(new Entry<>(null, null)); // wakes it
      while (thread.isAlive()) {
        LockSupport.unpark(thread);
        try {
          thread.join(20);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    List<Entry<T>> late = new ArrayList<>();
    drain(late);
    fail(late, new IllegalStateException(name + " is closed"));
  }

  private void put(Entry<T> entry) {
    if (closing) {
      throw new IllegalStateException(name + " is closed");
    }
    unwritten.incrementAndGet();
    if (entry.caller != null) {
      callers.incrementAndGet();
    }
    waiting.add(entry);
    Thread writer = lingering;
    if (writer != null && (entry.caller != null || waiting.size() >= largest)) {
      LockSupport.unpark(writer);
    }
    if (clerk != null) {
      clerk.ring();
    }
    if (closing && isOver() && waiting.remove(entry)) {
      unwritten.decrementAndGet();
      throw new IllegalStateException(name + " is closed");
    }
  }

  private boolean isOver() {
    return clerk != null ? !clerk.serves(this) : threads.stream().noneMatch(Thread::isAlive);
  }

  private void writeGroups() {
    List<Entry<T>> group = new ArrayList<>(largest);
    while (true) {
      try {
        Entry<T> first = waiting.poll(1, TimeUnit.SECONDS);
        if (first != null && first.item != null) {
          take(first, group);
          drain(group);
          gather(group);
          linger(group);
          write(group);
        } else if (closing && waiting.isEmpty()) {
          return;
        }
      } catch (InterruptedException e) {
        // only close() ends a writer: an item that is waiting must be written
      } finally {
        group.clear();
      }
    }
  }

  private void drain(List<Entry<T>> group) {
    while (group.size() < largest) {
      Entry<T> next = waiting.poll();
      if (next == null) {
        return;
      }
      if (next.item != null) {
        take(next, group);
      }
    }
  }

  private void take(Entry<T> entry, List<Entry<T>> group) {
    group.add(entry);
    if (entry.caller != null) {
      callers.decrementAndGet();
    }
  }

  /** Takes those that come one right after the other. */
  private void gather(List<Entry<T>> group) {
    long until = System.nanoTime() + momentNanos * MOMENTS;
    for (long left = momentNanos * MOMENTS;
        left > 0 && group.size() < largest && !closing;
        left = until - System.nanoTime()) {
      Entry<T> next = next(Math.min(momentNanos, left));
      if (next == null || next.item == null) {
        return;
      }
      take(next, group);
    }
  }

  private @Nullable Entry<T> next(long nanos) {
    try {
      return waiting.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return null; // what is taken must be written
    }
  }

  /** Sleeps, instead of waking for each item: until somebody waits, the group is full, or the end. */
  private void linger(List<Entry<T>> group) {
    if (lingerNanos == 0 || group.stream().anyMatch(entry -> entry.caller != null)) {
      return;
    }
    long until = System.nanoTime() + lingerNanos;
    lingering = Thread.currentThread();
    long left = lingerNanos;
    while (left > 0 && !closing && callers.get() == 0 && group.size() + waiting.size() < largest) {
      LockSupport.parkNanos(this, left);
      left = until - System.nanoTime();
    }
    lingering = null;
    drain(group);
  }

  /** For the clerk: whether there is something to write, which is then in the clerk's hand. */
  boolean takeGroup() {
    drain(taken);
    return !taken.isEmpty();
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** For the clerk: writes what it has in hand, within a transaction that is the clerk's. */
  void writeTaken() {
    write.accept(items(taken));
  }

  /** For the clerk: what it had in hand is committed. */
  void committed() {
    tell(taken);
    taken.clear();
  }

  /** For the clerk: writes what it has in hand by itself, after it failed with others, or alone. */
  void writeAlone(@Nullable RuntimeException trouble) {
    try {
      if (StoreTrouble.isOutage(trouble)) {
        fail(taken, trouble);
      } else {
        write(taken);
      }
    } finally {
      taken.clear();
    }
  }

  private void write(List<Entry<T>> group) {
    RuntimeException trouble = attempt(group);
    if (trouble == null) {
      return;
    }
    if (group.size() == 1 || StoreTrouble.isOutage(trouble)) {
      fail(group, trouble);
      return;
    }
    for (int i = 0; i < group.size(); i++) {
      List<Entry<T>> one = group.subList(i, i + 1);
      RuntimeException own = attempt(one);
      if (own != null) {
        fail(StoreTrouble.isOutage(own) ? group.subList(i, group.size()) : one, own);
        if (StoreTrouble.isOutage(own)) {
          return;
        }
      }
    }
  }

  private @Nullable RuntimeException attempt(List<Entry<T>> group) {
    try {
      write.accept(items(group));
    } catch (RuntimeException e) {
      return e;
    } catch (Error e) { // callers are waiting: they must hear of it, whatever it was
      return new IllegalStateException(name + " broke", e);
    }
    tell(group);
    return null;
  }

  private void tell(List<Entry<T>> group) {
    try {
      written.accept(items(group));
    } catch (RuntimeException e) {
      log.error("{}: what is written was not passed on", name, e);
    }
    for (Entry<T> entry : group) {
      finish(entry, null);
    }
  }

  private void fail(List<Entry<T>> group, @Nullable RuntimeException trouble) {
    boolean outage = StoreTrouble.isOutage(trouble);
    boolean again = false;
    for (Entry<T> entry : group) {
      if (entry.caller != null) {
        finish(entry, trouble);
      } else if (!closing && (outage || ++entry.tries < TRIES_OF_LATER)) {
        waiting.add(entry);
        again = true;
      } else {
        log.error("{}: an item could not be written", name, trouble);
        finish(entry, null);
      }
    }
    if (again && waiting.size() <= group.size()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(outage ? 200 : 20));
    }
  }

  private void finish(Entry<T> entry, @Nullable RuntimeException trouble) {
    unwritten.decrementAndGet();
    entry.trouble = trouble;
    entry.done = true;
    LockSupport.unpark(entry.caller);
  }

  private static <T> List<T> items(List<Entry<T>> group) {
    List<T> items = new ArrayList<>(group.size());
    for (Entry<T> entry : group) {
      items.add(entry.item());
    }
    return items;
  }

  private static final class Entry<T> {
    /** Null only in what wakes a writer at the end. */
    final @Nullable T item;

    final @Nullable Thread caller;
    int tries;
    @Nullable RuntimeException trouble;
    volatile boolean done;

    Entry(@Nullable T item, @Nullable Thread caller) {
      this.item = item;
      this.caller = caller;
    }

    T item() {
      return java.util.Objects.requireNonNull(item);
    }
  }
}
