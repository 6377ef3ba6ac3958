package cn.huitouke.sandbox.world;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that somebody can turn forward; the whole product follows it. */
public interface TurnableClock extends InstantSource {

  /**
   * Turns the clock forward and returns when everything due on the way has been done, in its order.
   *
   * @param to not before {@link #instant()}
   * @throws IllegalArgumentException when it would go back
   */
  void turnTo(Instant to);

  /** Whether it may not be turned: somebody real goes by it. */
  default boolean held() {
    return false;
  }
}
