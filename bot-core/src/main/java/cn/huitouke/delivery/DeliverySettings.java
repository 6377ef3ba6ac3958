package cn.huitouke.delivery;

import cn.huitouke.channel.Purpose;
import cn.huitouke.customer.Wishes.QuietHours;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the shop keeps to on its own account, besides what platforms and customers demand.
 *
 * @param zone the shop's time zone
 * @param quietHours when nothing unasked is sent, like {@code 21:00-08:00}; {@code none}: never quiet
 * @param carePerDay care messages a customer at the most, each calendar day
 * @param carePerWeek the same in any seven days
 * @param communityPerWeek invitations and rewards in any seven days
 * @param marketingPerWeek advertising in any seven days
 * @param mourningDays when nothing unasked is sent at all: {@code 12-13} each year, {@code 2026-05-12}
 *     once, or {@code qingming}
 */
@ConfigurationProperties("huitouke.delivery")
record DeliverySettings(
    @DefaultValue("Asia/Shanghai") ZoneId zone,
    @DefaultValue("21:00-08:00") String quietHours,
    @DefaultValue("1") int carePerDay,
    @DefaultValue("3") int carePerWeek,
    @DefaultValue("2") int communityPerWeek,
    @DefaultValue("1") int marketingPerWeek,
    @DefaultValue({"qingming", "12-13"}) List<String> mourningDays) {

  DeliverySettings {
    parse(quietHours);
    new MourningDays(mourningDays);
    Map.of(
            "care-per-day", carePerDay,
            "care-per-week", carePerWeek,
            "community-per-week", communityPerWeek,
            "marketing-per-week", marketingPerWeek)
        .forEach(DeliverySettings::notNegative);
  }

  /** The settings without any file. */
  static DeliverySettings usual() {
    return new DeliverySettings(
        ZoneId.of("Asia/Shanghai"), "21:00-08:00", 1, 3, 2, 1, List.of("qingming", "12-13"));
  }

  Optional<QuietHours> quiet() {
    return parse(quietHours);
  }

  /** At the most this many in any seven days. */
  int perWeek(Purpose purpose) {
    return switch (purpose) {
      case REPLY, SERVICE -> Integer.MAX_VALUE;
      case CARE -> carePerWeek;
      case COMMUNITY -> communityPerWeek;
      case MARKETING -> marketingPerWeek;
    };
  }

  /** At the most this many on one calendar day. */
  int perDay(Purpose purpose) {
    return purpose == Purpose.CARE ? carePerDay : perWeek(purpose);
  }

  private static Optional<QuietHours> parse(String hours) {
    if (hours.equals("none")) {
      return Optional.empty();
    }
    String[] ends = hours.split("-", -1);
    try {
      QuietHours quiet = new QuietHours(LocalTime.parse(ends[0]), LocalTime.parse(ends[1]));
      if (!quiet.from().equals(quiet.to())) {
        return Optional.of(quiet);
      }
    } catch (DateTimeException | ArrayIndexOutOfBoundsException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "huitouke.delivery.quiet-hours must be like 21:00-08:00, or none, but is " + hours);
  }

  private static void notNegative(String key, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "huitouke.delivery." + key + " must be 0 or more, but is " + value);
    }
  }
}
