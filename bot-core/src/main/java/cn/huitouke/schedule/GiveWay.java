package cn.huitouke.schedule;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * For work that is long and in no hurry: done in pieces, with a rest after each as long as the piece
 * took. So it has half of the machine at the most, and who waits for an answer waits for one piece.
 */
public final class GiveWay {

  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final long begun = System.nanoTime();

  private GiveWay() {}

  /** A piece of work begins. */
  public static GiveWay begin() {
    return new GiveWay();
  }

  /** It ends; waits. */
  public void give() {
    long took = System.nanoTime() - begun;
    long until = System.nanoTime() + Math.min(took, LONGEST.toNanos());
    while (System.nanoTime() < until && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }
}
