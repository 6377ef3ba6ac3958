package cn.huitouke.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that stands still until somebody moves it. */
public final class HandClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-21T02:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  public void set(Instant to) {
    now = to;
  }
}
