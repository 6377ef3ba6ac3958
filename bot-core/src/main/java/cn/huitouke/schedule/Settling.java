package cn.huitouke.schedule;

import java.time.Duration;

/** Somebody who works on after a sweep has returned: a turned clock waits for them. */
public interface Settling {

  /**
   * Waits until nothing that is due now is left to do.
   *
   * @return false when something still was after {@code atMost}
   */
  boolean awaitQuiet(Duration atMost);
}
