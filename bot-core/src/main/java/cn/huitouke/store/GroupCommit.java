package cn.huitouke.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
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

  private final BlockingQueue<Entry<T>> waiting = new LinkedBlockingQueue<>();
  private final AtomicInteger unwritten = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private final String name;
  private final int largest;
  private final Consumer<List<T>> write;
  private final long lingerNanos;
  private volatile boolean closing;

  /**
   * @param name for threads and logs
   * @param largest items per transaction at the most
   * @param writers transactions under way at once; with one, items are written in the order of
   *     their callers
   * @param write writes one group in one transaction; when it throws, each of its callers gets that
   */
  public GroupCommit(String name, int largest, int writers, Consumer<List<T>> write) {
    this(name, largest, writers, Duration.ZERO, write);
  }

  /**
   * The same, for things that mostly nobody waits for.
   *
   * @param linger how long a group without callers may wait to grow
   */
  public GroupCommit(
      String name, int largest, int writers, Duration linger, Consumer<List<T>> write) {
    this.name = name;
    this.lingerNanos = linger.toNanos();
    this.largest = largest;
    this.write = write;
    for (int i = 0; i < writers; i++) {
      threads.add(Thread.ofPlatform().daemon().name(name + "-" + i).start(this::writeGroups));
    }
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
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    List<Entry<T>> late = new ArrayList<>();
    waiting.drainTo(late);
    fail(late, new IllegalStateException(name + " is closed"));
  }

  private void put(Entry<T> entry) {
    if (closing) {
      throw new IllegalStateException(name + " is closed");
    }
    unwritten.incrementAndGet();
    waiting.add(entry);
    if (closing && threads.stream().noneMatch(Thread::isAlive) && waiting.remove(entry)) {
      unwritten.decrementAndGet();
      throw new IllegalStateException(name + " is closed");
    }
  }

  private void writeGroups() {
    List<Entry<T>> group = new ArrayList<>(largest);
    while (true) {
      try {
        Entry<T> first = waiting.poll(20, TimeUnit.MILLISECONDS);
        if (first == null) {
          if (closing) {
            return;
          }
          continue;
        }
        group.add(first);
        waiting.drainTo(group, largest - 1);
        linger(group);
        write(group);
      } catch (InterruptedException e) {
        // only close() ends a writer: an item that is waiting must be written
      } finally {
        group.clear();
      }
    }
  }

  private void linger(List<Entry<T>> group) throws InterruptedException {
    long until = System.nanoTime() + lingerNanos;
    while (lingerNanos > 0
        && !closing
        && group.size() < largest
        && group.stream().allMatch(entry -> entry.caller == null)) {
      Entry<T> next = waiting.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      group.add(next);
      waiting.drainTo(group, largest - group.size());
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
      write.accept(group.stream().map(entry -> entry.item).toList());
      group.forEach(entry -> finish(entry, null));
      return null;
    } catch (RuntimeException e) {
      return e;
    } catch (Error e) { // callers are waiting: they must hear of it, whatever it was
      return new IllegalStateException(name + " broke", e);
    }
  }

  private void fail(List<Entry<T>> group, RuntimeException trouble) {
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

  private static final class Entry<T> {
    final T item;
    final @Nullable Thread caller;
    int tries;
    @Nullable RuntimeException trouble;
    volatile boolean done;

    Entry(T item, @Nullable Thread caller) {
      this.item = item;
      this.caller = caller;
    }
  }
}
