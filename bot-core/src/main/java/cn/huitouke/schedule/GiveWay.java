package cn.huitouke.schedule;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * For work that is long and in no hurry: done in pieces, one at a time whatever work they belong to, with
 * a rest after each as long as the piece took. So all of it together has half of the machine at the most,
 * and who waits for an answer waits for one piece.
 */
public final class GiveWay implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofSeconds(2);

  /** Of the process, because the machine is. */
  private static final ReentrantLock ROAD = new ReentrantLock(true);

  private final long begun = System.nanoTime();

  private GiveWay() {}

  /** A piece of work begins as soon as no other is on the way. */
  public static GiveWay begin() {
    ROAD.lock();
    return new GiveWay();
  }

  /** The piece is done; waits, and lets nobody else begin meanwhile. */
  public void give() {
    long took = System.nanoTime() - begun;
    long until = System.nanoTime() + Math.min(took, LONGEST.toNanos());
    while (System.nanoTime() < until && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  /** The next one may begin. */
  @Override
  public void close() {
    ROAD.unlock();
  }
}
