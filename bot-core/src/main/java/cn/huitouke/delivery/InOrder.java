package cn.huitouke.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does work one piece at a time for each key, in the order in which it came, and for different keys
 * at once, on virtual threads. A key costs memory only while it has work.
 *
 * @param <K> whose work it is
 */
public final class InOrder<K> {

  private static final Logger log = LoggerFactory.getLogger(InOrder.class);

  private final ConcurrentHashMap<K, Box> boxes = new ConcurrentHashMap<>();
  private final ThreadFactory threads;
  private final Semaphore room;
  private final int capacity;

  /**
   * @param name for threads
   * @param capacity pieces of work waiting or under way, at the most
   */
  public InOrder(String name, int capacity) {
    this.threads = Thread.ofVirtual().name(name).factory();
    this.room = new Semaphore(capacity);
    this.capacity = capacity;
  }

  /** Waits for room for one piece of work; false when there was none in time. */
  public boolean reserve(Duration patience) {
    if (room.tryAcquire()) {
      return true;
    }
    try {
      return room.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Gives back room that is not needed after all. */
  public void release() {
    room.release();
  }

  /** Queues a piece of work for which room was reserved; it gives its room back when it is done. */
  public void put(K key, Runnable work) {
    boxes.compute(
        key,
        (_, present) -> {
          if (present != null) {
            present.waiting.add(work);
            return present;
          }
          Box fresh = new Box(key);
          fresh.waiting.add(work);
          threads.newThread(fresh).start();
          return fresh;
        });
  }

  /** Pieces of work waiting or under way. */
  public int load() {
    return capacity - room.availablePermits();
  }

  /** How much more fits at the moment. */
  public int space() {
    return room.availablePermits();
  }

  private final class Box implements Runnable {

    private final K key;
    private final Queue<Runnable> waiting = new ArrayDeque<>(2);

    Box(K key) {
      this.key = key;
    }

    @Override
    public void run() {
      while (true) {
        Runnable[] next = new Runnable[1];
        boxes.computeIfPresent(
            key,
            (_, box) -> {
              next[0] = box.waiting.poll();
              return next[0] == null ? null : box;
            });
        if (next[0] == null) {
          return;
        }
        try {
          next[0].run();
        } catch (RuntimeException e) {
          log.error("Work for one key broke", e);
        } finally {
          room.release();
        }
      }
    }
  }
}
