package cn.huitouke.schedule;

import java.time.Instant;

/**
 * A piece of work that is due from time to time. A bean of this type is fired by {@code schedule};
 * it looks itself for what is due, so that firing twice, late or on two nodes is harmless.
 */
public interface Sweep {

  /** Unique, for example {@code morning-digest}. */
  String name();

  /** Quartz cron expression in the shop's time zone, for example {@code 0 0/5 7-8 * * ?}. */
  String cron();

  /** Does what is due by {@code now}. */
  void run(Instant now);
}
