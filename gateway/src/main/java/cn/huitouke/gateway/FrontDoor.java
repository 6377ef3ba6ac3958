package cn.huitouke.gateway;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** What all connections of one gateway share. */
final class FrontDoor {

  final GatewaySettings settings;
  final Mounts mounts = new Mounts();
  final Callers callers;
  final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  /** Bytes left for bodies that come in pieces, so that many slow senders cannot fill the heap. */
  final AtomicLong bodyBudget;

  volatile boolean draining;

  private final long origin = System.nanoTime();

  FrontDoor(GatewaySettings settings) {
    this.settings = settings;
    callers = new Callers(settings);
    bodyBudget = new AtomicLong(Math.max(64L << 20, 16L * settings.maxBodyBytes()));
  }

  /** Nanoseconds since this door was built: positive, unlike {@link System#nanoTime()}. */
  long now() {
    return System.nanoTime() - origin;
  }

  /** One look at every connection. A pass over some thousand of them costs well under 1 ms. */
  void sweep() {
    long now = now();
    for (Connection connection : connections) {
      if (connection.deadline() <= now) {
        connection.expire();
      }
    }
    callers.forgetIdle(now);
  }
}
