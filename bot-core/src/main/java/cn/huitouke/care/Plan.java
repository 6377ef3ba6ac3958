package cn.huitouke.care;

import cn.huitouke.channel.Purpose;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A care plan as its file says it.
 *
 * @param id the file's name without its ending: part of every message's natural name
 * @param name for operators
 * @param after how long after the occasion
 * @param at at what time of the day; empty: as soon as it is day
 * @param guess whether an arrival that nobody signed for may be guessed
 * @param day which day, for {@link Occasion#CALENDAR}
 * @param quiet for {@link Occasion#QUIET}
 * @param lives for {@link Occasion#PRODUCT_LIFE}
 * @param launches for {@link Occasion#NEW_PRODUCT}
 * @param boughtWithin for the calendar: only those who bought something that lately
 * @param say the template
 * @param brief the same in at most 20 characters, for forms
 * @param tips a further sentence by what was bought; the first that fits
 * @param question whether it asks how things are, so that what comes back is an answer
 * @param asksCredit whether it asks for the permission of a later notice
 * @param early how long before it is due it may be said, when the customer is there just then
 * @param worth how long after it is due it is still worth sending
 * @param priority who goes first when two are due, 0-100
 * @param holdOut the share of customers in percent who never hear it
 */
record Plan(
    String id,
    String name,
    boolean enabled,
    Occasion on,
    Duration after,
    Optional<LocalTime> at,
    boolean guess,
    Optional<CalendarDay> day,
    Quiet quiet,
    List<Life> lives,
    List<Launch> launches,
    Duration boughtWithin,
    Condition when,
    String say,
    String brief,
    List<Tip> tips,
    boolean question,
    boolean asksCredit,
    String form,
    Purpose purpose,
    Duration early,
    Duration worth,
    Set<Cause> cancelledBy,
    int priority,
    int holdOut) {

  Plan {
    lives = List.copyOf(lives);
    launches = List.copyOf(launches);
    tips = List.copyOf(tips);
    cancelledBy = Set.copyOf(cancelledBy);
  }

  /** The same plan as the shop's people changed it. */
  Plan adjusted(CareDesk.Adjustment by) {
    return new Plan(
        id,
        name,
        by.standing() != CareDesk.Standing.OFF,
        on,
        by.after(),
        by.at(),
        guess,
        day,
        quiet,
        lives,
        launches,
        boughtWithin,
        when,
        say,
        brief,
        tips,
        question,
        asksCredit,
        form,
        purpose,
        early,
        worth,
        cancelledBy,
        priority,
        by.holdOut());
  }

  /**
   * When somebody counts as quiet.
   *
   * @param factor of their usual gap between orders
   * @param atLeast however often they order
   */
  record Quiet(double factor, Duration atLeast) {}

  /** What is used up in how long, reminded of so long ahead. */
  record Life(Words products, Duration lasts, Duration ahead) {}

  /** Something new, and what it goes with. */
  record Launch(String id, String product, Words goesWith, LocalDate since) {}

  /** A further sentence for buyers of these. */
  record Tip(Words products, String say) {}
}
