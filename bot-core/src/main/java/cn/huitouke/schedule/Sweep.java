package cn.huitouke.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * A piece of work that is due from time to time. A bean of this type is fired by {@code schedule};
 * it looks itself for what is due, so that firing twice, late or on two nodes is harmless.
 */
public interface Sweep {

  /** Unique, for example {@code morning-digest}. */
  String name();

  /** Quartz cron expression in the shop's time zone, for example {@code 0 0/5 7-8 * * ?}. */
  String cron();

  /**
   * What it waits for, as an SQL condition over its own tables in which {@code :now} is the time:
   * cheap to look at, and true whenever {@link #run} would do something, if perhaps more often. Where
   * the clock is turned, many sweeps come due at once and most find nothing: they are looked at
   * together, and those without an occasion are passed over.
   *
   * @return empty when it has to run in any case
   */
  default Optional<String> occasion() {
    return Optional.empty();
  }

  /** Does what is due by {@code now}. */
  void run(Instant now);
}
