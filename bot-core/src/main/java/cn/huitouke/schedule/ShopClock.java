package cn.huitouke.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The shop's time: the machine's, moved on by an offset. Everybody asks this clock. Whoever turns it
 * keeps the {@link #offset()} over a restart.
 */
public final class ShopClock implements InstantSource, ClockHands {

  private final InstantSource base;
  private final AtomicReference<Duration> offset;

  public ShopClock(InstantSource base, Duration offset) {
    this.base = base;
    this.offset = new AtomicReference<>(offset);
  }

  @Override
  public Instant instant() {
    Duration ahead = offset.get();
    return ahead.isZero() ? base.instant() : base.instant().plus(ahead);
  }

  @Override
  public Instant now() {
    return instant();
  }

  @Override
  public void set(Instant to) {
    offset.set(Duration.between(base.instant(), to));
  }

  /** How far it is ahead of the machine. */
  public Duration offset() {
    return offset.get();
  }
}
