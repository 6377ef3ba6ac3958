package cn.huitouke.customer;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** Who asked for less, and who left, in numbers. */
public interface Departures {

  /** Each week in which anybody did, the oldest first. */
  List<Week> weeks(ZoneId zone, Instant since);

  /**
   * One week.
   *
   * @param monday its first day
   * @param fewer asked for no care any more, or for no advertising
   * @param left no longer follow an account, and have not come back
   */
  record Week(LocalDate monday, long fewer, long left) {}
}
