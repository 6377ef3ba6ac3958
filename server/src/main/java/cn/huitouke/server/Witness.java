package cn.huitouke.server;

import cn.huitouke.sandbox.people.Deed;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.schedule.ShopClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps what was on every phone, and what customers did that leaves no message. */
final class Witness {

  /** What a customer did, when. */
  record Done(Instant at, Deed deed) {}

  private final Map<String, List<ScreenMessage>> screens = new HashMap<>();
  private final Map<String, List<Done>> deeds = new HashMap<>();
  private final ShopClock clock;

  Witness(ShopClock clock) {
    this.clock = clock;
  }

  synchronized void sees(ScreenMessage message) {
    screens.computeIfAbsent(message.customer(), _ -> new ArrayList<>()).add(message);
  }

  synchronized void sees(String openid, Deed deed) {
    deeds.computeIfAbsent(openid, _ -> new ArrayList<>()).add(new Done(clock.instant(), deed));
  }

  synchronized List<ScreenMessage> screenOf(String openid) {
    return List.copyOf(screens.getOrDefault(openid, List.of()));
  }

  synchronized List<Done> deedsOf(String openid) {
    return List.copyOf(deeds.getOrDefault(openid, List.of()));
  }
}
