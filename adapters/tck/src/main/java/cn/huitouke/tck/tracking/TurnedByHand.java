package cn.huitouke.tck.tracking;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until a test moves it. */
public final class TurnedByHand implements InstantSource {

  private volatile Instant now = Instant.parse("2026-11-21T02:00:00Z");

  public void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
