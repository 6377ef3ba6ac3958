package cn.huitouke.care;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Optional;

/** The hours in which the shop cares, and the days on which it keeps still. */
final class DayTime {

  private static final int LONGEST_MOURNING = 14;

  private final CareSettings settings;

  DayTime(CareSettings settings) {
    this.settings = settings;
  }

  LocalDate day(Instant at) {
    return at.atZone(settings.zone()).toLocalDate();
  }

  /**
   * The first time from {@code at} on that is right: at that hour, or else by day; never on a day of
   * mourning.
   */
  Instant from(Instant at, Optional<LocalTime> hour) {
    ZonedDateTime wanted = at.atZone(settings.zone());
    ZonedDateTime right =
        hour.map(time -> atHour(wanted, within(time))).orElseGet(() -> byDay(wanted));
    for (int i = 0; i < LONGEST_MOURNING && Festivals.isMourning(right.toLocalDate()); i++) {
      right =
          right
              .toLocalDate()
              .plusDays(1)
              .atTime(within(hour.orElse(settings.opens())))
              .atZone(settings.zone());
    }
    return right.toInstant();
  }

  /** That hour of that day, whatever the time is. */
  Instant on(LocalDate day, Optional<LocalTime> hour) {
    return day.atTime(within(hour.orElse(settings.opens()))).atZone(settings.zone()).toInstant();
  }

  /** An hour already gone by is that of the next day, unless only little of it has. */
  private static ZonedDateTime atHour(ZonedDateTime wanted, LocalTime hour) {
    ZonedDateTime same = wanted.with(hour);
    return same.isBefore(wanted) ? same.plusDays(1) : same;
  }

  private ZonedDateTime byDay(ZonedDateTime wanted) {
    LocalTime time = wanted.toLocalTime();
    if (time.isBefore(settings.opens())) {
      return wanted.with(settings.opens());
    }
    return time.isAfter(settings.closes()) ? wanted.plusDays(1).with(settings.opens()) : wanted;
  }

  private LocalTime within(LocalTime hour) {
    if (hour.isBefore(settings.opens())) {
      return settings.opens();
    }
    return hour.isAfter(settings.closes()) ? settings.closes() : hour;
  }
}
