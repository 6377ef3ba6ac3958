package cn.huitouke.server;

import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.world.TurnableClock;
import cn.huitouke.schedule.ShopClock;
import cn.huitouke.schedule.TimeTravel;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Turns the shop's time from one thing that happens to the next, so that nothing is skipped. */
final class TurningClock implements TurnableClock {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ShopClock clock;
  private final Supplier<TimeTravel> travel;
  private final Sandbox sandbox;
  private final BooleanSupplier real;
  private final Consumer<Duration> remember;

  TurningClock(
      ShopClock clock,
      Supplier<TimeTravel> travel,
      Sandbox sandbox,
      BooleanSupplier real,
      Consumer<Duration> remember) {
    this.real = real;
    this.clock = clock;
    this.travel = travel;
    this.sandbox = sandbox;
    this.remember = remember;
  }

  @Override
  public Instant instant() {
    return clock.instant();
  }

  /** Whoever has added an account of their own has customers who live by the world's time. */
  @Override
  public boolean held() {
    return real.getAsBoolean();
  }

  /**
   * @throws IllegalStateException when it is held
   */
  @Override
  public synchronized void turnTo(Instant to) {
    if (to.isBefore(instant())) {
      throw new IllegalArgumentException("The clock turns forward only");
    }
    while (instant().isBefore(to)) {
      if (held()) {
        throw new IllegalStateException("A real account is set up: the clock stays as it is");
      }
      Instant next =
          sandbox.nextDue().filter(due -> due.isAfter(instant()) && due.isBefore(to)).orElse(to);
      travel.get().turnTo(next);
      // After each stretch: a clock that goes back after a crash has letters of tomorrow behind it.
      remember.accept(clock.offset());
      sandbox.advance();
      sandbox.settles(PATIENCE);
    }
  }
}
