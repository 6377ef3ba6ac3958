package cn.huitouke.schedule;

import java.time.Instant;

/** A clock whose hands can be moved. */
public interface ClockHands {

  /** What it shows. */
  Instant now();

  /** Moves it. It goes on from there. */
  void set(Instant to);
}
