package cn.huitouke.care;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What care an order calls for, and when. Knows no database and no clock. */
final class Planner {

  private final Plans plans;
  private final Products products;
  private final CareSettings settings;
  private final DayTime day;

  Planner(Plans plans, CareSettings settings) {
    this.plans = plans;
    this.products = plans.products();
    this.settings = settings;
    this.day = new DayTime(settings);
  }

  /**
   * Everything that is still worth sending.
   *
   * @param took what nine in ten parcels take, by province
   */
  List<Due> plan(Purchase order, Map<String, Duration> took, Instant now) {
    if (order.customer().isEmpty() || !order.off().isEmpty()) {
      return List.of();
    }
    List<Due> dues = new ArrayList<>();
    for (Plan plan : ofOrders()) {
      moment(plan, order, took)
          .map(moment -> due(plan, order, moment))
          .filter(due -> due.worthUntil().isAfter(now))
          .ifPresent(dues::add);
    }
    return dues;
  }

  /** The plans that are followed and that wait for something about an order. */
  List<Plan> ofOrders() {
    return plans.active().stream().filter(plan -> plan.on().ofAnOrder()).toList();
  }

  /** When, and about what. */
  private record Moment(Instant at, boolean guessed, Purchase.Line line) {}

  /** An arrival, seen or guessed. */
  private record Arrived(Instant at, boolean guessed) {}

  private Due due(Plan plan, Purchase order, Moment moment) {
    Instant dueAt = day.from(moment.at(), plan.at());
    return new Due(
        plan.id(),
        order.number(),
        order.customer().orElseThrow(),
        Optional.of(order.number()),
        products.name(moment.line()),
        moment.guessed(),
        dueAt,
        dueAt.plus(plan.worth()));
  }

  private Optional<Moment> moment(Plan plan, Purchase order, Map<String, Duration> took) {
    List<Purchase.Line> lines = plan.when().fitting(order);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Purchase.Line first = lines.getFirst();
    return switch (plan.on()) {
      case PAID -> order.paidAt().map(at -> new Moment(at.plus(plan.after()), false, first));
      case SHIPPED -> order.shippedAt().map(at -> new Moment(at.plus(plan.after()), false, first));
      case DELIVERED ->
          arrived(plan, order, took)
              .map(a -> new Moment(a.at().plus(plan.after()), a.guessed(), first));
      case PRODUCT_LIFE -> arrived(plan, order, took).flatMap(a -> usedUp(plan, lines, a));
      case QUIET -> quiet(plan, order).map(at -> new Moment(at, false, first));
      case FOLLOWED, CALENDAR, NEW_PRODUCT, CASE_CLOSED -> Optional.empty();
    };
  }

  /**
   * Signed for; else, where the plan allows a guess, confirmed by the buyer, or as long after it was
   * shipped as nearly all parcels take, and some days more.
   */
  private Optional<Arrived> arrived(Plan plan, Purchase order, Map<String, Duration> took) {
    Optional<Arrived> seen = order.deliveredAt().map(at -> new Arrived(at, false));
    if (seen.isPresent() || !plan.guess()) {
      return seen;
    }
    Duration usual = took.getOrDefault(order.province(), settings.arrivalGuess());
    Optional<Instant> expected =
        order.shippedAt().map(at -> at.plus(usual).plus(settings.arrivalMargin()));
    return Stream.of(order.finishedAt(), expected)
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .map(at -> new Arrived(at, true));
  }

  /** The first of its things to be used up; twice as much lasts twice as long, within reason. */
  private Optional<Moment> usedUp(Plan plan, List<Purchase.Line> lines, Arrived arrived) {
    List<Moment> ends = new ArrayList<>();
    for (Purchase.Line line : lines) {
      plan.lives().stream()
          .filter(life -> life.products().fits(line))
          .findFirst()
          .ifPresent(
              life -> {
                Duration lasts = life.lasts().multipliedBy(Math.clamp(line.quantity(), 1, 3));
                Instant at = arrived.at().plus(lasts).minus(life.ahead()).plus(plan.after());
                ends.add(new Moment(at, arrived.guessed(), line));
              });
    }
    return ends.stream().min(Comparator.comparing(Moment::at));
  }

  /** Only the newest order can be followed by silence, and only who came back has a usual gap. */
  private static Optional<Instant> quiet(Plan plan, Purchase order) {
    if (!order.latest() || order.gap().isZero()) {
      return Optional.empty();
    }
    Duration gap = Duration.ofSeconds(Math.round(order.gap().toSeconds() * plan.quiet().factor()));
    Duration silence = gap.compareTo(plan.quiet().atLeast()) < 0 ? plan.quiet().atLeast() : gap;
    return order.paidAt().map(at -> at.plus(silence).plus(plan.after()));
  }
}
