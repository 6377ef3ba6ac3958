package cn.huitouke.adapter.kuaidi100;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps questions about one number apart. Kuaidi100 locks a number that is asked for more often than
 * every 30 minutes, or more than 48 times in 24 hours; we stop at 40.
 */
public interface QueryLock {

  Duration APART = Duration.ofMinutes(30);
  Duration DAY = Duration.ofHours(24);
  int MOST_A_DAY = 40;

  /**
   * Takes the right to ask once, now.
   *
   * @return zero when it was taken, else how long to wait
   */
  Duration take(String number);

  /** Kept by this process alone. */
  static QueryLock inMemory(InstantSource clock) {
    return new InMemory(clock);
  }

  /** Remembers when each number was asked for. */
  final class InMemory implements QueryLock {

    private static final int SWEEP_AT = 10_000;

    private final InstantSource clock;
    private final Map<String, Deque<Instant>> asked = new HashMap<>();

    InMemory(InstantSource clock) {
      this.clock = clock;
    }

    @Override
    public synchronized Duration take(String number) {
      Instant now = clock.instant();
      forgetBefore(now.minus(DAY));
      Deque<Instant> times = asked.computeIfAbsent(number, _ -> new ArrayDeque<>());
      times.removeIf(time -> !time.isAfter(now.minus(DAY)));
      if (times.size() >= MOST_A_DAY) {
        return Duration.between(now, times.getFirst().plus(DAY));
      }
      if (!times.isEmpty() && now.isBefore(times.getLast().plus(APART))) {
        return Duration.between(now, times.getLast().plus(APART));
      }
      times.addLast(now);
      return Duration.ZERO;
    }

    private void forgetBefore(Instant then) {
      if (asked.size() >= SWEEP_AT) {
        asked.values().removeIf(times -> times.isEmpty() || times.getLast().isBefore(then));
      }
    }
  }
}
