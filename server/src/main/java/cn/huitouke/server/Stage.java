package cn.huitouke.server;

import cn.huitouke.sandbox.world.Parcels;
import cn.huitouke.schedule.ShopClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What a rehearsal puts in the place of the real: the clock, which stands still until it is turned,
 * and the parcels. While there is one, nothing but the sandbox is spoken to and nothing is kept.
 *
 * @param clock the shop's
 * @param parcels what the simulated carriers know
 */
record Stage(ShopClock clock, Parcels parcels) {

  static Stage at(Instant start, Parcels parcels) {
    // Ahead of its base from the first moment: the sweeps follow it and not the machine.
    Duration ahead = Duration.ofSeconds(1);
    return new Stage(new ShopClock(InstantSource.fixed(start.minus(ahead)), ahead), parcels);
  }
}
