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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.quartz.CronExpression;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every sweep of the house by name, with the times at which it is due. */
final class Sweeps {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeps.class);

  private final Map<String, Sweep> sweeps = new LinkedHashMap<>();
  private final Map<String, CronExpression> crons = new LinkedHashMap<>();

  /** The two spans of each that were worked out last: a turned clock asks for the same ones often. */
  private final Map<String, List<Span>> spans = new ConcurrentHashMap<>();

  private final TimeZone zone;

  /** Within it nothing is due. */
  private record Span(Instant after, Instant next) {}

  /**
   * @param zone by which the shop's day is meant
   * @throws IllegalStateException when two have one name, or a cron cannot be read
   */
  Sweeps(List<Sweep> all, ZoneId zone) {
    this.zone = TimeZone.getTimeZone(zone);
    for (Sweep sweep : all) {
      if (sweeps.put(sweep.name(), sweep) != null) {
        throw new IllegalStateException("Two sweeps are called " + sweep.name());
      }
      crons.put(sweep.name(), cron(sweep));
    }
  }

  private CronExpression cron(Sweep sweep) {
    try {
      CronExpression cron = new CronExpression(sweep.cron());
      cron.setTimeZone(zone);
      return cron;
    } catch (ParseException e) {
      throw new IllegalStateException(
          "The sweep " + sweep.name() + " has no cron expression but: " + sweep.cron(), e);
    }
  }

  TimeZone zone() {
    return zone;
  }

  Collection<String> names() {
    return sweeps.keySet();
  }

  CronExpression cron(String name) {
    return new CronExpression(crons.get(name));
  }

  /** When it is due next, later than {@code after}. */
  Optional<Instant> next(String name, Instant after) {
    List<Span> known = spans.getOrDefault(name, List.of());
    for (Span span : known) {
      if (!after.isBefore(span.after()) && after.isBefore(span.next())) {
        return Optional.of(span.next());
      }
    }
    Optional<Instant> next =
        Optional.ofNullable(crons.get(name).getNextValidTimeAfter(Date.from(after)))
            .map(Date::toInstant);
    next.ifPresent(
        at ->
            spans.put(
                name,
                Stream.concat(Stream.of(new Span(after, at)), known.stream()).limit(2).toList()));
    return next;
  }

  /** What it waits for; empty when it has to run in any case. */
  Optional<String> occasion(String name) {
    return Optional.ofNullable(sweeps.get(name)).flatMap(Sweep::occasion);
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
