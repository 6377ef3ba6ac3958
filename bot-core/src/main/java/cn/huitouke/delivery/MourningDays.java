package cn.huitouke.delivery;

import com.tyme.solar.SolarDay;
import com.tyme.solar.SolarTerm;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The days on which a decent shop keeps silent. */
final class MourningDays {

  private final Set<LocalDate> once = new HashSet<>();
  private final Set<MonthDay> yearly = new HashSet<>();
  private final boolean qingming;

  MourningDays(List<String> days) {
    boolean tombs = false;
    for (String day : days) {
      try {
        if (day.equals("qingming")) {
          tombs = true;
        } else if (day.length() == 5) {
          yearly.add(MonthDay.parse("--" + day));
        } else {
          once.add(LocalDate.parse(day));
        }
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "huitouke.delivery.mourning-days must be like 12-13, 2026-05-12 or qingming, but one is"
                + " "
                + day);
      }
    }
    qingming = tombs;
  }

  boolean contains(LocalDate day) {
    return once.contains(day)
        || yearly.contains(MonthDay.from(day))
        || qingming && day.equals(qingming(day.getYear()));
  }

  /** The solar term Qingming, 4 or 5 April in this century. */
  static LocalDate qingming(int year) {
    SolarDay day = SolarTerm.fromName(year, "清明").getSolarDay();
    return LocalDate.of(day.getYear(), day.getMonth(), day.getDay());
  }
}
