package cn.huitouke.delivery;

import cn.huitouke.channel.Purpose;
import cn.huitouke.customer.Wishes.QuietHours;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether a letter may go now, as far as the customer and the shop are concerned: consent, complaint
 * brake, quiet hours, frequency, mourning days, in this order. The first rule that objects decides
 * and is named. Answers go always. The platform's own quotas and windows are {@link Reach}'s.
 */
final class Clearance {

  /** The rules, in their order. */
  enum Rule {
    CONSENT,
    BRAKE,
    QUIET_HOURS,
    FREQUENCY,
    MOURNING
  }

  /** What a rule says. */
  sealed interface Ruling {

    /** It may go. */
    record Clear() implements Ruling {}

    /** Not yet. */
    record Hold(Rule rule, Why why, Instant until) implements Ruling {}

    /** Never. */
    record Bar(Rule rule, Why why) implements Ruling {}
  }

  private static final Ruling CLEAR = new Ruling.Clear();
  private static final Duration WEEK = Duration.ofDays(7);

  private final ZoneId zone;

  Clearance(ZoneId zone) {
    this.zone = zone;
  }

  Ruling decide(Letter letter, Facts facts, Instant now) {
    return decide(letter, facts, now, EnumSet.noneOf(Rule.class));
  }

  /**
   * @param off rules not to ask, to see what would be without them
   */
  Ruling decide(Letter letter, Facts facts, Instant now, Set<Rule> off) {
    if (letter.purpose() == Purpose.REPLY) {
      return CLEAR;
    }
    for (Rule rule : Rule.values()) {
      Ruling ruling = off.contains(rule) ? CLEAR : ask(rule, letter, facts, now);
      if (!(ruling instanceof Ruling.Clear)) {
        return ruling;
      }
    }
    return CLEAR;
  }

  private Ruling ask(Rule rule, Letter letter, Facts facts, Instant now) {
    boolean unasked = unasked(letter.purpose());
    return switch (rule) {
      case CONSENT -> consent(letter.purpose(), facts);
      case BRAKE -> unasked ? brake(letter, facts) : CLEAR;
      case QUIET_HOURS -> quietHours(unasked, facts, now);
      case FREQUENCY -> unasked ? frequency(letter.purpose(), facts, now) : CLEAR;
      case MOURNING -> unasked ? mourning(facts.limits(), now) : CLEAR;
    };
  }

  static boolean unasked(Purpose purpose) {
    return switch (purpose) {
      case REPLY, SERVICE -> false;
      case CARE, COMMUNITY, MARKETING -> true;
    };
  }

  private static Ruling consent(Purpose purpose, Facts facts) {
    boolean welcome =
        switch (purpose) {
          case REPLY, SERVICE -> true;
          case CARE -> facts.wishes().care();
          case COMMUNITY -> facts.wishes().community();
          case MARKETING -> facts.wishes().marketing();
        };
    return welcome
        ? CLEAR
        : new Ruling.Bar(
            Rule.CONSENT, Why.of("no-consent-" + purpose.name().toLowerCase(Locale.ROOT)));
  }

  private static Ruling brake(Letter letter, Facts facts) {
    return facts.brakes().stream()
        .findFirst()
        .<Ruling>map(
            brake ->
                new Ruling.Hold(
                    Rule.BRAKE,
                    new Why(
                        "brake-" + brake.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        brake.cause()),
                    letter.worthUntil()))
        .orElse(CLEAR);
  }

  /** The shop's for what is unasked; the customer's own for everything. */
  private Ruling quietHours(boolean unasked, Facts facts, Instant now) {
    LocalTime time = now.atZone(zone).toLocalTime();
    Stream<QuietHours> shop = unasked ? facts.limits().quiet().stream() : Stream.empty();
    Optional<QuietHours> quiet =
        Stream.concat(facts.wishes().quiet().stream(), shop)
            .filter(hours -> hours.contains(time))
            .findFirst();
    return quiet.isEmpty()
        ? CLEAR
        : new Ruling.Hold(
            Rule.QUIET_HOURS,
            new Why("quiet-hours", quiet.get().toString()),
            next(now, quiet.get().to()));
  }

  private Ruling frequency(Purpose purpose, Facts facts, Instant now) {
    LocalDate today = now.atZone(zone).toLocalDate();
    List<Instant> sent =
        facts.unasked().stream()
            .filter(one -> one.purpose() == purpose)
            .map(Facts.Unasked::at)
            .toList();
    List<Instant> week = sent.stream().filter(at -> at.plus(WEEK).isAfter(now)).toList();
    int perWeek = facts.limits().perWeek(purpose);
    if (week.size() >= perWeek) {
      Instant until = perWeek == 0 ? Instant.MAX : week.get(week.size() - perWeek).plus(WEEK);
      return new Ruling.Hold(
          Rule.FREQUENCY, new Why("frequency-week", Integer.toString(perWeek)), until);
    }
    long day = sent.stream().filter(at -> at.atZone(zone).toLocalDate().equals(today)).count();
    int perDay = facts.limits().perDay(purpose);
    return day < perDay
        ? CLEAR
        : new Ruling.Hold(
            Rule.FREQUENCY,
            new Why("frequency-day", Integer.toString(perDay)),
            morning(facts.limits(), today.plusDays(1)));
  }

  private Ruling mourning(Limits limits, Instant now) {
    LocalDate today = now.atZone(zone).toLocalDate();
    return limits.mourns(today)
        ? new Ruling.Hold(
            Rule.MOURNING,
            new Why("mourning", today.toString()),
            morning(limits, today.plusDays(1)))
        : CLEAR;
  }

  /** When a day's messages may begin. */
  private Instant morning(Limits limits, LocalDate day) {
    LocalTime begins =
        limits
            .quiet()
            .map(QuietHours::to)
            .filter(to -> to.isBefore(LocalTime.NOON))
            .orElse(LocalTime.MIN);
    return day.atTime(begins).atZone(zone).toInstant();
  }

  private Instant next(Instant now, LocalTime time) {
    ZonedDateTime here = now.atZone(zone);
    ZonedDateTime then = here.with(time);
    return (then.isAfter(here) ? then : then.plusDays(1)).toInstant();
  }
}
