package cn.huitouke.care;

import cn.huitouke.customer.CustomerId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the shop's care is doing, for its operators. Reading it changes nothing. */
public interface CareBook {

  /**
   * A plan as it is followed.
   *
   * @param id as in messages' names, {@code care:ID:…}, and the name of its file
   * @param after how long after the occasion
   * @param at at what time of the day
   * @param next for a festival or anniversary: its next date
   * @param worth how long it is worth sending
   * @param holdOut the share of customers in percent who never hear it
   * @param brief what it says, in at most 20 characters
   * @param question whether it asks how things are
   * @param standing whether it is followed now
   * @param changed whether the shop's people changed what its file says
   */
  record PlanView(
      String id,
      String name,
      boolean enabled,
      Occasion on,
      Duration after,
      Optional<LocalTime> at,
      Optional<LocalDate> next,
      String template,
      String purpose,
      Duration worth,
      int priority,
      int holdOut,
      List<String> cancelledBy,
      String brief,
      boolean question,
      CareDesk.Standing standing,
      boolean changed) {

    public PlanView {
      cancelledBy = List.copyOf(cancelledBy);
    }
  }

  /**
   * One message of a plan.
   *
   * @param letter its name in the outbox
   * @param guessed whether it counts from an arrival that nobody signed for
   * @param rule why it does not go, the name of a sentence below {@code why/}; empty while it does
   */
  record CareDue(
      String plan,
      String letter,
      CustomerId customer,
      Optional<String> order,
      String thing,
      boolean guessed,
      Instant dueAt,
      Instant worthUntil,
      DueState state,
      String rule,
      String about,
      Optional<Instant> decidedAt) {}

  /** How many messages are planned for a day. */
  record DayCount(LocalDate day, long messages, long customers) {}

  /**
   * What became of those who should hear a plan and of those left out on purpose. Everybody counts
   * once, with the first message that was due to them since the plan leaves anybody out, whether it
   * was sent or gave way: so both sides were chosen by nothing but chance.
   *
   * @param due how many should hear it
   * @param dueBought how many of them bought again within the time
   * @param heldOut how many were left out
   * @param heldOutBought how many of them bought again within the time
   */
  record Trial(String plan, long due, long dueBought, long heldOut, long heldOutBought) {}

  /** Somebody whom a plan leaves out. */
  record HeldOut(String plan, CustomerId customer, Instant since, int share) {}

  /** A customer who is or was not content. */
  record Case(
      CustomerId customer,
      Optional<String> order,
      Instant openedAt,
      Optional<Instant> closedAt,
      String outcome) {}

  /** Every plan, in the order in which a customer would meet them. */
  List<PlanView> plans();

  /** A customer's care, the latest due first. */
  List<CareDue> dueOf(CustomerId customer, int limit);

  /** What is planned until then, the soonest first. */
  List<CareDue> upcoming(Instant until, int limit);

  /** How much is planned for each of the next days, today first; days without anything too. */
  List<DayCount> ahead(int days);

  /** What is planned for a day, the soonest first. */
  List<CareDue> on(LocalDate day, int limit);

  /** What was decided about a plan, the latest first. */
  List<CareDue> decided(String plan, int limit);

  /**
   * Each plan against those it leaves out. Only who was decided about long enough ago to be judged.
   *
   * @param window within so long after it was due somebody has to buy to count
   */
  List<Trial> trials(Duration window);

  /** How many messages of each plan stand in each state, of those due since. */
  Map<String, Map<DueState, Long>> figures(Instant since);

  /** Whom a plan leaves out, the latest first. */
  List<HeldOut> heldOut(String plan, int limit);

  /** What a customer told us, the latest first. */
  List<CareNote> notesOf(CustomerId customer, int limit);

  /** What customers told us, the latest first. */
  List<CareNote> recentNotes(int limit);

  /** A customer's cases, the latest first. */
  List<Case> casesOf(CustomerId customer, int limit);
}
