package cn.huitouke.care;

import cn.huitouke.care.DueBook.Decision;
import cn.huitouke.care.DueBook.Posted;
import cn.huitouke.care.DueBook.Ripe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What one customer hears when several messages are due: at most one. The others are said in it, wait
 * until it has been a while, or give way for good. Decides only; changes nothing.
 */
final class Choosing {

  /** From this priority on a message cannot wait until there was less of others. */
  private static final int CANNOT_WAIT = 80;

  /**
   * What is known of the customer's latest care message.
   *
   * @param waiting whether it has not left yet
   * @param month how many there were in the last thirty days
   */
  record Latest(Posted posted, boolean waiting, int month) {}

  /** Put off. */
  record Later(Due due, Instant until) {}

  /** Goes out: the first of them is the letter, the others are said in it. */
  record Going(Plan plan, List<Due> together) {}

  /**
   * @param decisions about what does not go
   * @param later what is put off
   * @param going what goes
   * @param takenBack the latest message, when it has not left and this one matters more
   */
  record Choice(
      List<Decision> decisions,
      List<Later> later,
      Optional<Going> going,
      Optional<Due> takenBack) {}

  private final Function<String, Optional<Plan>> plans;
  private final BiPredicate<Plan, Due> suits;
  private final BiPredicate<Plan, Due> heldOut;
  private final DayTime day;
  private final CareSettings settings;
  private final Duration spacing;

  /**
   * @param suits whether a plan's conditions about the customer hold
   * @param heldOut whether the customer is left out of a plan
   */
  Choosing(
      Function<String, Optional<Plan>> plans,
      BiPredicate<Plan, Due> suits,
      BiPredicate<Plan, Due> heldOut,
      CareSettings settings) {
    this.plans = plans;
    this.suits = suits;
    this.heldOut = heldOut;
    this.day = new DayTime(settings);
    this.settings = settings;
    this.spacing = settings.spacing();
  }

  private record Candidate(Plan plan, Due due) {}

  private static final Comparator<Candidate> FIRST =
      Comparator.comparingInt((Candidate c) -> -c.plan().priority())
          .thenComparing(c -> c.due().dueAt())
          .thenComparing(c -> c.due().letter());

  /**
   * @param ripe what is due now, and what will be within the spacing: for that the others make room
   */
  Choice choose(List<Ripe> ripe, Optional<Latest> latest, Instant now) {
    List<Decision> decisions = new ArrayList<>();
    List<Candidate> candidates = new ArrayList<>();
    List<Candidate> soon = new ArrayList<>();
    for (Ripe one : ripe) {
      boolean due = !one.due().dueAt().isAfter(now);
      Optional<Plan> plan = plans.apply(one.due().plan());
      Optional<Decision> against =
          plan.map(p -> against(p, one, now))
              .orElseGet(() -> Optional.of(decision(one.due(), DueState.PASSED, "care-off", "")));
      if (against.isEmpty()) {
        (due ? candidates : soon).add(new Candidate(plan.orElseThrow(), one.due()));
      } else if (due) {
        decisions.add(against.get());
      }
    }
    candidates.sort(FIRST);
    List<Later> later = new ArrayList<>();
    makeRoom(candidates, soon, decisions, later);
    if (latest.filter(l -> l.month() >= settings.perMonth()).isPresent()) {
      enough(candidates, decisions);
    }
    if (candidates.isEmpty()) {
      return new Choice(decisions, later, Optional.empty(), Optional.empty());
    }
    return choose(candidates, latest, decisions, later, now);
  }

  private void enough(List<Candidate> candidates, List<Decision> decisions) {
    String most = Integer.toString(settings.perMonth());
    candidates.removeIf(
        candidate -> {
          boolean waits = candidate.plan().priority() < CANNOT_WAIT;
          if (waits) {
            decisions.add(decision(candidate.due(), DueState.YIELDED, "care-enough", most));
          }
          return waits;
        });
  }

  private void makeRoom(
      List<Candidate> candidates,
      List<Candidate> soon,
      List<Decision> decisions,
      List<Later> later) {
    if (soon.isEmpty()) {
      return;
    }
    Candidate coming = soon.stream().min(FIRST).orElseThrow();
    candidates.removeIf(
        candidate -> {
          boolean room = candidate.plan().priority() < coming.plan().priority();
          if (room) {
            Instant free = coming.due().dueAt().plus(spacing);
            giveWay(candidate, free, coming.plan().id(), decisions, later);
          }
          return room;
        });
  }

  private Choice choose(
      List<Candidate> candidates,
      Optional<Latest> latest,
      List<Decision> decisions,
      List<Later> later,
      Instant now) {
    Plan best = candidates.getFirst().plan();
    Optional<Due> takenBack =
        latest
            .filter(Latest::waiting)
            .map(l -> l.posted().due())
            .filter(
                due ->
                    plans.apply(due.plan()).filter(p -> p.priority() > best.priority()).isEmpty());
    Optional<Latest> before = takenBack.isPresent() ? Optional.empty() : latest;
    Optional<Instant> free =
        before
            .map(l -> l.waiting() ? l.posted().due().worthUntil() : l.posted().at())
            .map(at -> at.plus(spacing))
            .filter(at -> at.isAfter(now));
    if (free.isPresent()) {
      String winner = before.orElseThrow().posted().due().plan();
      candidates.forEach(c -> giveWay(c, free.get(), winner, decisions, later));
      return new Choice(decisions, later, Optional.empty(), Optional.empty());
    }
    List<Due> together = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (candidate.plan().id().equals(best.id()) && mayMerge(best, together)) {
        together.add(candidate.due());
        if (together.size() > 1) {
          decisions.add(
              decision(
                  candidate.due(), DueState.MERGED, "care-merged", together.getFirst().subject()));
        }
      } else {
        giveWay(candidate, now.plus(spacing), best.id(), decisions, later);
      }
    }
    return new Choice(decisions, later, Optional.of(new Going(best, together)), takenBack);
  }

  private static boolean mayMerge(Plan plan, List<Due> together) {
    return together.isEmpty() || plan.on().ofAnOrder();
  }

  private void giveWay(
      Candidate candidate,
      Instant free,
      String winner,
      List<Decision> decisions,
      List<Later> later) {
    Instant next = day.from(free, candidate.plan().at());
    if (next.isBefore(candidate.due().worthUntil())) {
      later.add(new Later(candidate.due(), next));
    } else {
      String name = plans.apply(winner).map(Plan::name).orElse(winner);
      decisions.add(decision(candidate.due(), DueState.YIELDED, "care-yielded", name));
    }
  }

  private Optional<Decision> against(Plan plan, Ripe ripe, Instant now) {
    Due due = ripe.due();
    if (!due.worthUntil().isAfter(now)) {
      return Optional.of(decision(due, DueState.PASSED, "care-passed", ""));
    }
    Optional<Cause> cause = cause(plan, ripe);
    if (cause.isPresent()) {
      return Optional.of(decision(due, DueState.CANCELLED, cause.get().rule(), ""));
    }
    if (!suits.test(plan, due)) {
      return Optional.of(decision(due, DueState.PASSED, "care-not-for", ""));
    }
    return heldOut.test(plan, due)
        ? Optional.of(decision(due, DueState.HELD_OUT, "hold-out", plan.name()))
        : Optional.empty();
  }

  /** A refund cancels everything about the order: nothing of it is left to care for. */
  private static Optional<Cause> cause(Plan plan, Ripe ripe) {
    if (!ripe.off().isEmpty()) {
      return Optional.of(Cause.REFUND);
    }
    if (ripe.troubled() && plan.cancelledBy().contains(Cause.COMPLAINT)) {
      return Optional.of(Cause.COMPLAINT);
    }
    if (ripe.newer() && plan.cancelledBy().contains(Cause.NEWER_ORDER)) {
      return Optional.of(Cause.NEWER_ORDER);
    }
    return ripe.replied() && plan.cancelledBy().contains(Cause.REPLY)
        ? Optional.of(Cause.REPLY)
        : Optional.empty();
  }

  private static Decision decision(Due due, DueState state, String rule, String about) {
    return new Decision(due, state, rule, about);
  }
}
