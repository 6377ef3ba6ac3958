package cn.huitouke.sandbox.phone;

import cn.huitouke.sandbox.world.TurnableClock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Stands still until it is turned. */
final class HandClock implements TurnableClock {

  final List<Consumer<Instant>> dueOnTheWay = new CopyOnWriteArrayList<>();
  private volatile Instant now;

  HandClock(Instant now) {
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void turnTo(Instant to) {
    if (to.isBefore(now)) {
      throw new IllegalArgumentException("back");
    }
    now = to;
    dueOnTheWay.forEach(due -> due.accept(to));
  }
}
