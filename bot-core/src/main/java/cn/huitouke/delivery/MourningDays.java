package cn.huitouke.delivery;

import com.tyme.solar.SolarDay;
import com.tyme.solar.SolarTerm;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;

/**
 * How the days are written on which a decent shop keeps silent: {@code 12-13} each year, {@code
 * 2026-05-12} once, {@code qingming}.
 */
final class MourningDays {

  private static final String QINGMING = "qingming";
  private static final int OF_A_YEAR = "12-13".length();

  private MourningDays() {}

  /**
   * @throws IllegalArgumentException if that is no day
   */
  static void check(String written) {
    try {
      if (written.length() == OF_A_YEAR) {
        MonthDay.parse("--" + written);
      } else if (!written.equals(QINGMING)) {
        LocalDate.parse(written);
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "mourning-days must be like 12-13, 2026-05-12 or qingming, but one is " + written, e);
    }
  }

  static boolean means(String written, LocalDate day) {
    if (written.equals(QINGMING)) {
      return day.equals(qingming(day.getYear()));
    }
    return written.length() == OF_A_YEAR
        ? MonthDay.from(day).equals(MonthDay.parse("--" + written))
        : day.equals(LocalDate.parse(written));
  }

  /** The solar term Qingming, 4 or 5 April in this century. */
  static LocalDate qingming(int year) {
    SolarDay day = SolarTerm.fromName(year, "清明").getSolarDay();
    return LocalDate.of(day.getYear(), day.getMonth(), day.getDay());
  }
}
