package cn.huitouke.gateway;

import java.util.concurrent.atomic.AtomicLong;

/** One remote address: its open connections and its bucket of requests. */
final class Caller {

  /** Guarded by the map entry in {@link Callers}. */
  private int connections;

  /** When the bucket is full again; a request pushes it into the future. */
  private final AtomicLong fullAt = new AtomicLong();

  private final long costNanos;

  Caller(int requestsPerSecond) {
    costNanos = 1_000_000_000L / requestsPerSecond;
  }

  /** Takes one request out of the bucket, which holds one second's worth. */
  boolean mayAsk(long now) {
    while (true) {
      long seen = fullAt.get();
      long from = Math.max(seen, now);
      if (from + costNanos - now > 1_000_000_000L) {
        return false;
      }
      if (fullAt.compareAndSet(seen, from + costNanos)) {
        return true;
      }
    }
  }

  boolean connect(int limit) {
    if (connections >= limit) {
      return false;
    }
    connections++;
    return true;
  }

  void leave() {
    connections--;
  }

  /** Nothing would be forgiven by forgetting it. */
  boolean forgettable(long now) {
    return connections == 0 && fullAt.get() <= now;
  }
}
