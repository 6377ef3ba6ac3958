package cn.huitouke.schedule;

import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every sweep of the house by name, with the times at which it is due. */
final class Sweeps {

  static final TimeZone SHOP = TimeZone.getTimeZone(ZoneId.of("Asia/Shanghai"));

  private static final Logger LOG = LoggerFactory.getLogger(Sweeps.class);

  private final Map<String, Sweep> sweeps = new LinkedHashMap<>();
  private final Map<String, CronExpression> crons = new LinkedHashMap<>();

  /**
   * @throws IllegalStateException when two have one name, or a cron cannot be read
   */
  Sweeps(List<Sweep> all) {
    for (Sweep sweep : all) {
      if (sweeps.put(sweep.name(), sweep) != null) {
        throw new IllegalStateException("Two sweeps are called " + sweep.name());
      }
      crons.put(sweep.name(), cron(sweep));
    }
  }

  private static CronExpression cron(Sweep sweep) {
    try {
      CronExpression cron = new CronExpression(sweep.cron());
      cron.setTimeZone(SHOP);
      return cron;
    } catch (ParseException e) {
      throw new IllegalStateException(
          "The sweep " + sweep.name() + " has no cron expression but: " + sweep.cron(), e);
    }
  }

  Collection<String> names() {
    return sweeps.keySet();
  }

  CronExpression cron(String name) {
    return new CronExpression(crons.get(name));
  }

  /** When it is due next, later than {@code after}. */
  Optional<Instant> next(String name, Instant after) {
    return Optional.ofNullable(crons.get(name).getNextValidTimeAfter(Date.from(after)))
        .map(Date::toInstant);
  }

  /** Runs it. One sweep's fault is no other's. */
  void run(String name, Instant now) {
    Sweep sweep = sweeps.get(name);
    if (sweep == null) {
      LOG.info("No sweep is called {} any more", name);
      return;
    }
    try {
      sweep.run(now);
    } catch (RuntimeException e) {
      LOG.error("The sweep {} failed; it is tried again when it is due next", name, e);
    }
  }
}
