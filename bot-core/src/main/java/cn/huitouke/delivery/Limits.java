package cn.huitouke.delivery;

import cn.huitouke.channel.Purpose;
import cn.huitouke.customer.Wishes.QuietHours;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What the shop keeps to on its own account, besides what platforms and customers demand.
 *
 * @param quiet when nothing unasked is sent, the shop's local time; empty: never quiet
 * @param carePerDay care messages a customer at the most, each calendar day; 0: none at all
 * @param carePerWeek the same in any seven days
 * @param communityPerWeek invitations and rewards in any seven days
 * @param marketingPerWeek advertising in any seven days
 * @param mourningDays when nothing unasked is sent at all: {@code 12-13} each year, {@code 2026-05-12}
 *     once, or {@code qingming}
 */
public record Limits(
    Optional<QuietHours> quiet,
    int carePerDay,
    int carePerWeek,
    int communityPerWeek,
    int marketingPerWeek,
    List<String> mourningDays) {

  /** More a day or a week than this is no limit any more. */
  public static final int MOST = 50;

  /** So many days a shop may mourn. */
  public static final int MOST_DAYS = 60;

  /**
   * @throws IllegalArgumentException if a number is not within 0 and {@link #MOST}, the quiet hours
   *     are no time, or a day cannot be read
   */
  public Limits {
    mourningDays = List.copyOf(mourningDays);
    check("care-per-day", carePerDay);
    check("care-per-week", carePerWeek);
    check("community-per-week", communityPerWeek);
    check("marketing-per-week", marketingPerWeek);
    if (quiet.filter(hours -> hours.from().equals(hours.to())).isPresent()) {
      throw new IllegalArgumentException("quiet-hours must not end when they begin");
    }
    if (mourningDays.size() > MOST_DAYS) {
      throw new IllegalArgumentException("mourning-days must be " + MOST_DAYS + " at the most");
    }
    mourningDays.forEach(MourningDays::check);
  }

  private static void check(String name, int count) {
    if (count < 0 || count > MOST) {
      throw new IllegalArgumentException(name + " must be 0 to " + MOST + ", but is " + count);
    }
  }

  /** Whether a day of mourning may be written so. */
  public static boolean isDay(String written) {
    try {
      MourningDays.check(written);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
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

  boolean mourns(LocalDate day) {
    return mourningDays.stream().anyMatch(written -> MourningDays.means(written, day));
  }
}
