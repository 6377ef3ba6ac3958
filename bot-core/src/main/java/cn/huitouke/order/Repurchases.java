package cn.huitouke.order;

import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;

/** Who comes back, in numbers. */
public interface Repurchases {

  /**
   * Buyers by the month of their first order, and in which months after it they bought again. A buyer
   * is a customer, or the platform's account as long as nobody has claimed its orders. What was closed,
   * never paid or refunded whole does not count.
   *
   * @param from cohorts before this month are left out; their buyers are new in none
   */
  List<Cohort> cohorts(ZoneId zone, YearMonth from);

  /**
   * So many buyers of a month bought again.
   *
   * @param monthsLater 0 for the month itself: everybody who bought first in it
   */
  record Cohort(YearMonth first, int monthsLater, long buyers) {}
}
