package cn.huitouke.sandbox.wechat;

import java.time.Duration;
import java.time.Instant;

/**
 * How many customer-service messages a customer may still be sent. A message opens 5 for 48 hours, a
 * tap, a follow or a scan 3 for a minute; a new occasion refills, it does not add.
 */
final class Window {
  private Instant longUntil = Instant.EPOCH;
  private int longLeft;
  private Instant shortUntil = Instant.EPOCH;
  private int shortLeft;

  void message(Instant now) {
    longUntil = now.plus(Duration.ofHours(48));
    longLeft = 5;
  }

  void occasion(Instant now) {
    shortUntil = now.plus(Duration.ofMinutes(1));
    shortLeft = 3;
  }

  void close() {
    longUntil = Instant.EPOCH;
    shortUntil = Instant.EPOCH;
  }

  /** Takes one; 0, or the code of the refusal. */
  int take(Instant now) {
    boolean longOpen = now.isBefore(longUntil);
    boolean shortOpen = now.isBefore(shortUntil);
    if (shortOpen && shortLeft > 0) {
      shortLeft--;
    } else if (longOpen && longLeft > 0) {
      longLeft--;
    } else {
      return longOpen || shortOpen ? 45047 : 45015;
    }
    return 0;
  }
}
