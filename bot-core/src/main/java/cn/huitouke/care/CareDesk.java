package cn.huitouke.care;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/** Where the shop's people change how plans are followed. A plan's file stays as it is. */
public interface CareDesk {

  /** Whether a plan is followed. */
  enum Standing {
    ON,
    /** What is due waits, as long as it is worth sending. */
    PAUSED,
    /** What is due passes, and is not made up for. */
    OFF
  }

  /**
   * What may be changed about a plan.
   *
   * @param after how long after the occasion, at most {@link #LONGEST}; where the calendar is the occasion
   *     so many whole days after it, or before it where negative, at most {@link #FARTHEST}
   * @param at at what time of the day; empty: as soon as it is day
   * @param holdOut the share of customers in percent who never hear it, 0 to 50
   */
  record Adjustment(Standing standing, Duration after, Optional<LocalTime> at, int holdOut) {}

  /** Who changed a plan, and when. */
  record Changed(String operator, Instant at) {}

  /** The longest delay that a plan takes. */
  Duration LONGEST = Duration.ofDays(3 * 365);

  /** So far from its day a festival is still meant. */
  Duration FARTHEST = Duration.ofDays(60);

  /**
   * From now on the plan is followed so, here and after any restart; orders are planned anew.
   *
   * @return false where there is no such plan, or a value is out of its bounds
   */
  boolean adjust(String plan, Adjustment adjustment, String operator);

  /** Back to what its file says; false when nothing was changed. */
  boolean reset(String plan);

  /** Who changed it, if it is changed. */
  Optional<Changed> changed(String plan);

  /**
   * When it would go the next three times with such a delay at such an hour. Empty where the occasion is no
   * day of the calendar, or each customer has their own.
   */
  List<Sending> sendings(String plan, Duration after, Optional<LocalTime> at);

  /** A day of the calendar, and when a message because of it goes. */
  record Sending(LocalDate occasion, Instant at) {}

  /**
   * As a made-up customer would read it. Empty where there is no such plan.
   *
   * @param sample what they bought, while nobody has bought anything that the plan is for
   */
  Optional<Preview> preview(String plan, String sample);

  /**
   * A plan's message.
   *
   * @param courteous as a shop that says 您 says it
   * @param affectionate as a shop that says 亲 says it
   * @param ours which of the two this shop uses: whether it is the affectionate one
   * @param brief as it goes into notices that take no more than 20 characters
   * @param tips what is added by what was bought
   */
  record Preview(
      String courteous, String affectionate, boolean ours, String brief, List<TipView> tips) {

    public Preview {
      tips = List.copyOf(tips);
    }
  }

  /**
   * A sentence that is added.
   *
   * @param products for buyers of what, for example 茶壶、茶杯
   * @param template its name
   */
  record TipView(String products, String template, String text) {}
}
