package cn.huitouke.sandbox.shop;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The days around a start, in the shop's zone. Before six in the morning it is still the evening of
 * the day before: whoever is up then calls the coming dawn "tomorrow".
 */
public record ShopDays(Instant start) {

  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  /** By nine, the morning's messages have been said. */
  private static final LocalTime MORNING = LocalTime.of(9, 0);

  private static final Duration NIGHT = Duration.ofHours(6);

  /** When the next morning's messages are all there. */
  public static Instant nextMorning(Instant now) {
    return new ShopDays(now).at(1, MORNING);
  }

  LocalDate today() {
    return start.minus(NIGHT).atZone(ZONE).toLocalDate();
  }

  /** A time of the day so many days after the start's. */
  Instant at(int day, LocalTime time) {
    return ZonedDateTime.of(today().plusDays(day), time, ZONE).toInstant();
  }

  Instant at(int day, int hour, int minute) {
    return at(day, LocalTime.of(hour, minute));
  }

  /** Today at that time, or a little before the start if that is still to come. */
  Instant already(int hour, int minute, Duration before) {
    Instant planned = at(0, hour, minute);
    Instant latest = start.minus(before);
    return planned.isBefore(latest) ? planned : latest;
  }

  /** Today at that time, or a little after the start; tomorrow morning when it gets late. */
  Instant soon(int hour, int minute, Duration after) {
    Instant planned = at(0, hour, minute);
    Instant earliest = start.plus(after);
    Instant soon = planned.isAfter(earliest) ? planned : earliest;
    return soon.isBefore(at(0, 22, 0)) ? soon : at(1, 9, 50);
  }
}
