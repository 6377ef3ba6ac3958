package cn.huitouke.delivery;

import java.time.Duration;

/** Carries letters from the outbox to the customers. */
public interface Courier {

  /** Whether nothing is due and nothing is under way at the shop's present time. */
  boolean idle();

  /** Waits until {@link #idle()}; false when it was not in time. */
  boolean awaitIdle(Duration patience);

  /** Looks for due letters now: the shop's clock has moved. */
  void look();
}
