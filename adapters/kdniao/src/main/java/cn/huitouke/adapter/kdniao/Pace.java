package cn.huitouke.adapter.kdniao;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Keeps questions about one number half an hour apart, and the free account below its daily 500. */
final class Pace {

  private static final Duration APART = Duration.ofMinutes(30);
  private static final Duration DAY = Duration.ofHours(24);
  private static final int FREE_A_DAY = 500;

  private final InstantSource clock;
  private final boolean paid;
  private final Map<String, Instant> asked = new HashMap<>();
  private final Deque<Instant> today = new ArrayDeque<>();

  Pace(InstantSource clock, boolean paid) {
    this.clock = clock;
    this.paid = paid;
  }

  /** Zero when one question may be asked now, else how long to wait. */
  synchronized Duration take(String number) {
    Instant now = clock.instant();
    asked.values().removeIf(at -> !now.isBefore(at.plus(APART)));
    today.removeIf(at -> !now.isBefore(at.plus(DAY)));
    Instant last = asked.get(number);
    if (last != null) {
      return Duration.between(now, last.plus(APART));
    }
    if (!paid && today.size() >= FREE_A_DAY) {
      return Duration.between(now, today.getFirst().plus(DAY));
    }
    asked.put(number, now);
    today.addLast(now);
    return Duration.ZERO;
  }
}
