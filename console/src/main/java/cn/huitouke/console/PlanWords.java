package cn.huitouke.console;

import cn.huitouke.care.CareBook.PlanView;
import cn.huitouke.care.Occasion;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** A care plan in the words of the shop: what it waits for, when it goes, until when it is worth it. */
@Component
class PlanWords {

  private static final DateTimeFormatter MONTH_DAY = DateTimeFormatter.ofPattern("MM-dd");
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm");
  private static final long HOURS_A_DAY = 24;

  private final Words words;
  private final ShopTime times;

  PlanWords(Words words, ShopTime times) {
    this.words = words;
    this.times = times;
  }

  /**
   * The stops of a plan.
   *
   * @param trigger what it waits for
   * @param then how long then, and at what time of the day
   * @param brief what it says
   * @param expiry until when it is worth sending
   * @param unless what makes it pointless
   */
  record Line(
      String id,
      String name,
      String standing,
      boolean changed,
      String trigger,
      String then,
      String brief,
      boolean question,
      String expiry,
      List<String> unless,
      int holdOut,
      boolean hasDelay) {}

  Line line(PlanView plan, Locale locale) {
    return new Line(
        plan.id(),
        plan.name(),
        plan.standing().name(),
        plan.changed(),
        trigger(plan, locale),
        wait(plan, locale),
        plan.brief(),
        plan.question(),
        words.said("care.expiry", locale, span(plan.worth(), locale)),
        plan.cancelledBy().stream()
            .map(cause -> words.saidOr("care.unless." + cause, cause, locale))
            .toList(),
        plan.holdOut(),
        hasDelay(plan.on()));
  }

  private String trigger(PlanView plan, Locale locale) {
    String on = words.said("care.on." + plan.on(), locale);
    return plan.next()
        .map(next -> words.said("care.on.date", locale, on, day(next, locale)))
        .orElse(on);
  }

  private String wait(PlanView plan, Locale locale) {
    String after =
        plan.after().isZero() || !hasDelay(plan.on())
            ? ""
            : words.said(putOff(plan), locale, span(plan.after().abs(), locale));
    String at = plan.at().map(time -> words.said("care.at", locale, time)).orElse("");
    String both = (after + " " + at).strip();
    return both.isEmpty() ? words.said("care.at-once", locale) : both;
  }

  private static String putOff(PlanView plan) {
    if (plan.after().isNegative()) {
      return "care.ahead";
    }
    return plan.on() == Occasion.CALENDAR ? "care.later" : "care.after";
  }

  /** Whether how long after the occasion, or before it, is the shop's to say. */
  static boolean hasDelay(Occasion on) {
    return switch (on) {
      case PAID, SHIPPED, DELIVERED, FOLLOWED, CASE_CLOSED, CALENDAR -> true;
      case QUIET, PRODUCT_LIFE, NEW_PRODUCT -> false;
    };
  }

  String span(Duration span, Locale locale) {
    Delay delay = Delay.of(span);
    return words.said("span." + delay.unit(), locale, delay.number());
  }

  /** {@code 今天}, {@code 11-25 周三}. */
  String day(LocalDate day, Locale locale) {
    LocalDate today = times.today();
    if (day.equals(today)) {
      return words.said("today.title", locale);
    }
    String name = day.getDayOfWeek().getDisplayName(TextStyle.SHORT, locale);
    return (day.getYear() == today.getYear() ? MONTH_DAY.format(day) : day) + " " + name;
  }

  /** With its year: {@code 2027-02-06 周六}. */
  String whole(LocalDate day, Locale locale) {
    return day + " " + day.getDayOfWeek().getDisplayName(TextStyle.SHORT, locale);
  }

  String whole(Instant moment, Locale locale) {
    ZonedDateTime there = moment.atZone(times.zone());
    return whole(there.toLocalDate(), locale) + " " + HOUR.format(there);
  }

  /** A time that is put off, in the largest unit that says it without a remainder. */
  record Delay(long number, String unit) {

    /** The days before the occasion. */
    private static final String AHEAD = "ahead";

    /** What no plan takes. */
    private static final Duration IMPOSSIBLE = Duration.ofDays(-100_000);

    static Delay of(Duration span) {
      if (span.isNegative()) {
        return new Delay(-span.toDays(), AHEAD);
      }
      long minutes = span.toMinutes();
      if (minutes % 60 != 0) {
        return new Delay(minutes, "minutes");
      }
      long hours = minutes / 60;
      return hours % HOURS_A_DAY == 0
          ? new Delay(hours / HOURS_A_DAY, "days")
          : new Delay(hours, "hours");
    }

    Duration span() {
      if (number < 0) {
        return IMPOSSIBLE;
      }
      return switch (unit) {
        case "minutes" -> Duration.ofMinutes(number);
        case "hours" -> Duration.ofHours(number);
        case AHEAD -> Duration.ofDays(-number);
        default -> Duration.ofDays(number);
      };
    }
  }
}
