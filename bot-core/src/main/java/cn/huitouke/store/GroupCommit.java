package cn.huitouke.store;

import java.util.List;
import java.util.function.Consumer;

/**
 * Writes many small durable things in few transactions: callers hand one item each and wait until
 * the transaction that holds it is committed.
 *
 * @param <T> the item
 */
public final class GroupCommit<T> implements AutoCloseable {

  /**
   * @param name for threads and logs
   * @param largest items per transaction at the most
   * @param writers transactions under way at once
   * @param write writes one group in one transaction; when it throws, each of its callers gets that
   */
  public GroupCommit(String name, int largest, int writers, Consumer<List<T>> write) {
    throw new IllegalStateException("unwritten");
  }

  /** Returns when the item is durable. Throws what writing threw. */
  public void commit(T item) {
    throw new IllegalStateException("unwritten");
  }

  /** Returns at once; the item is written with the next group. Failures are retried, then logged. */
  public void later(T item) {
    throw new IllegalStateException("unwritten");
  }

  /** Writes what is waiting, then stops. */
  @Override
  public void close() {
    throw new IllegalStateException("unwritten");
  }
}
