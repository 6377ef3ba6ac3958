package cn.huitouke.sandbox.wecom;

import java.time.Duration;
import java.time.Instant;

/** One customer's talk with the account: five messages within 48 hours of their last one. */
final class Session {
  private static final Duration OPEN = Duration.ofHours(48);
  private static final int MESSAGES = 5;

  private Instant spokeAt = Instant.EPOCH;
  private int left;
  boolean rejecting;

  void spoke(Instant now) {
    spokeAt = now;
    left = MESSAGES;
  }

  /** Takes one; 0, or the code of the refusal. */
  int take(Instant now) {
    if (!now.isBefore(spokeAt.plus(OPEN))) {
      return 95002;
    }
    if (left == 0) {
      return 95001;
    }
    left--;
    return 0;
  }
}
