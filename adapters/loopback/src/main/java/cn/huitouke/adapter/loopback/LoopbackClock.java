package cn.huitouke.adapter.loopback;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until somebody turns it. */
public final class LoopbackClock implements InstantSource {

  private final AtomicReference<Instant> now;

  public LoopbackClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  public void turn(Duration by) {
    now.updateAndGet(instant -> instant.plus(by));
  }

  public void turnTo(Instant to) {
    now.set(to);
  }
}
