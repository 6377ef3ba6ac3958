package cn.huitouke.logistics;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/** Times as people say them, in the shop's zone. */
final class SpokenTime {

  private static final String WEEKDAYS = "一二三四五六日";

  private final ZoneId zone;

  SpokenTime(ZoneId zone) {
    this.zone = zone;
  }

  /** {@code 今天上午10:23}, {@code 昨晚8:05}, {@code 11月18日下午3:05}. */
  String at(Instant time, Instant now) {
    ZonedDateTime then = time.atZone(zone);
    LocalDate today = now.atZone(zone).toLocalDate();
    String clock = clock(then.toLocalTime());
    return switch (part(then.toLocalTime()) + ChronoUnit.DAYS.between(then.toLocalDate(), today)) {
      case "早上0" -> "今早" + clock;
      case "晚上0" -> "今晚" + clock;
      case "晚上1" -> "昨晚" + clock;
      default -> past(then.toLocalDate(), today) + part(then.toLocalTime()) + clock;
    };
  }

  /** A day to come: {@code 今天}, {@code 明天}, {@code 周三}, {@code 下周二}, {@code 12月3日}. */
  String day(LocalDate day, Instant now) {
    LocalDate today = today(now);
    long ahead = ChronoUnit.DAYS.between(today, day);
    LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    if (ahead == 0) {
      return "今天";
    }
    if (ahead == 1) {
      return "明天";
    }
    if (ahead < 0 || !day.isBefore(monday.plusWeeks(2))) {
      return date(day);
    }
    return (day.isBefore(monday.plusWeeks(1)) ? "周" : "下周")
        + WEEKDAYS.charAt(day.getDayOfWeek().getValue() - 1);
  }

  /** For forms: {@code 11月21日 10:23}. */
  String plain(Instant time) {
    ZonedDateTime then = time.atZone(zone);
    return "%d年%s %d:%02d"
        .formatted(then.getYear(), date(then.toLocalDate()), then.getHour(), then.getMinute());
  }

  /** {@code 11月21日}. */
  String plain(LocalDate day) {
    return date(day);
  }

  LocalDate today(Instant now) {
    return dayOf(now);
  }

  LocalDate dayOf(Instant time) {
    return time.atZone(zone).toLocalDate();
  }

  Instant instant(LocalDate day, LocalTime time) {
    return day.atTime(time).atZone(zone).toInstant();
  }

  private static String past(LocalDate day, LocalDate today) {
    return switch (Math.clamp(ChronoUnit.DAYS.between(day, today), -1, 3)) {
      case 0 -> "今天";
      case 1 -> "昨天";
      case 2 -> "前天";
      default -> date(day);
    };
  }

  private static String date(LocalDate day) {
    return day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
  }

  private static String part(LocalTime time) {
    int hour = time.getHour();
    if (hour < 5) {
      return "凌晨";
    }
    if (hour < 9) {
      return "早上";
    }
    if (hour < 12) {
      return "上午";
    }
    if (hour < 13) {
      return "中午";
    }
    return hour < 18 ? "下午" : "晚上";
  }

  private static String clock(LocalTime time) {
    int hour = time.getHour() > 12 ? time.getHour() - 12 : time.getHour();
    return "%d:%02d".formatted(hour, time.getMinute());
  }
}
