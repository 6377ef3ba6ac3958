package cn.huitouke.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down whoever guesses passwords: ten wrong ones for a name, or a hundred from an address, in
 * a quarter of an hour, then a pause. What is turned away during the pause does not prolong it.
 */
class LoginThrottle {

  private static final int MOST_FOR_NAME = 10;
  private static final int MOST_FROM_ADDRESS = 100;
  private static final Duration SPAN = Duration.ofMinutes(15);
  private static final int KEPT = 20_000;

  private final InstantSource clock;
  private final Map<String, Deque<Instant>> failures =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
          return size() > KEPT;
        }
      };

  LoginThrottle(InstantSource clock) {
    this.clock = clock;
  }

  /** Takes a try; the try counts as failed until {@link #succeeded}. */
  synchronized boolean allows(String name, String address) {
    if (recent("n:" + name) >= MOST_FOR_NAME || recent("a:" + address) >= MOST_FROM_ADDRESS) {
      return false;
    }
    Instant now = clock.instant();
    failures.computeIfAbsent("n:" + name, _ -> new ArrayDeque<>()).addLast(now);
    failures.computeIfAbsent("a:" + address, _ -> new ArrayDeque<>()).addLast(now);
    return true;
  }

  private int recent(String who) {
    Deque<Instant> times = failures.get(who);
    if (times == null) {
      return 0;
    }
    Instant oldest = clock.instant().minus(SPAN);
    while (!times.isEmpty() && times.peekFirst().isBefore(oldest)) {
      times.removeFirst();
    }
    return times.size();
  }

  synchronized void succeeded(String name, String address) {
    failures.remove("n:" + name);
    Deque<Instant> times = failures.get("a:" + address);
    if (times != null) {
      times.pollLast();
    }
  }
}
