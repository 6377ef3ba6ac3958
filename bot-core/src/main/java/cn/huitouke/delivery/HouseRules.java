package cn.huitouke.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * The shop's own limits, changed while it runs. Every decision reads them anew with its other facts,
 * on every node; whatever waits because of the old ones is looked at again.
 */
public interface HouseRules {

  /**
   * What holds.
   *
   * @param changed who changed it when; empty: it stands as in the settings' file
   */
  record Standing(Limits limits, Optional<Changed> changed) {}

  /** Who changed them, and when. */
  record Changed(String operator, Instant at) {}

  Standing standing();

  /** What the settings' file says, or the program where that is silent. */
  Limits usual();

  void keep(Limits limits, String operator);

  /** As the settings' file says again. */
  void reset();
}
