package cn.huitouke.delivery;

import cn.huitouke.customer.Wishes.QuietHours;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The shop's {@link Limits} as its file sets them; the console may change them.
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
    try {
      limits(quietHours, carePerDay, carePerWeek, communityPerWeek, marketingPerWeek, mourningDays);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("huitouke.delivery." + e.getMessage(), e);
    }
  }

  /** The settings without any file. */
  static DeliverySettings usual() {
    return new DeliverySettings(
        ZoneId.of("Asia/Shanghai"), "21:00-08:00", 1, 3, 2, 1, List.of("qingming", "12-13"));
  }

  Limits limits() {
    return limits(
        quietHours, carePerDay, carePerWeek, communityPerWeek, marketingPerWeek, mourningDays);
  }

  private static Limits limits(
      String quietHours, int careDay, int care, int community, int marketing, List<String> days) {
    return new Limits(parse(quietHours), careDay, care, community, marketing, days);
  }

  private static Optional<QuietHours> parse(String hours) {
    if (hours.equals("none")) {
      return Optional.empty();
    }
    String[] ends = hours.split("-", -1);
    try {
      return Optional.of(new QuietHours(LocalTime.parse(ends[0]), LocalTime.parse(ends[1])));
    } catch (DateTimeException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "quiet-hours must be like 21:00-08:00, or none, but is " + hours, e);
    }
  }
}
