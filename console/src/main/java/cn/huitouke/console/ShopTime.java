package cn.huitouke.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Instants as people in the shop say them. */
@Component
class ShopTime {

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd HH:mm");
  private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final InstantSource clock;
  private final ZoneId zone;
  private final MessageSource messages;

  ShopTime(
      InstantSource clock,
      @Value("${huitouke.shop.zone:Asia/Shanghai}") ZoneId zone,
      MessageSource messages) {
    this.clock = clock;
    this.zone = zone;
    this.messages = messages;
  }

  Instant now() {
    return clock.instant();
  }

  ZoneId zone() {
    return zone;
  }

  /** The moment that a clock in the shop shows so. */
  Instant of(LocalDateTime there) {
    return there.atZone(zone).toInstant();
  }

  LocalDate today() {
    return now().atZone(zone).toLocalDate();
  }

  Instant startOfToday() {
    return today().atStartOfDay(zone).toInstant();
  }

  /** Today only the hour, this year without the year. */
  String at(Instant instant) {
    var there = instant.atZone(zone);
    if (there.toLocalDate().equals(today())) {
      return CLOCK.format(there);
    }
    return (there.getYear() == today().getYear() ? DAY : YEAR).format(there);
  }

  String at(Optional<Instant> instant) {
    return instant.map(this::at).orElse("");
  }

  /** How long ago, or until then, in one unit. */
  String span(Duration span, Locale locale) {
    long minutes = Math.max(1, span.toMinutes());
    if (minutes < 60) {
      return messages.getMessage("span.minutes", new Object[] {minutes}, locale);
    }
    return minutes < 48 * 60
        ? messages.getMessage("span.hours", new Object[] {minutes / 60}, locale)
        : messages.getMessage("span.days", new Object[] {minutes / (24 * 60)}, locale);
  }

  String since(Instant instant, Locale locale) {
    return span(Duration.between(instant, now()), locale);
  }
}
