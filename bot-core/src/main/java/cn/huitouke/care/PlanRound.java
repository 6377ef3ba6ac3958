package cn.huitouke.care;

import cn.huitouke.channel.OutboundId;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.schedule.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Plans the care of orders about which something is new. As a sweep it takes up what a crash left,
 * and everything once more after the plans were edited; each chunk is a transaction of its own.
 */
@Component
class PlanRound implements Sweep {

  private static final int CHUNK = 500;
  private static final Duration LATELY = Duration.ofDays(180);

  private final Plans plans;
  private final Planner planner;
  private final PurchaseBook purchases;
  private final DueBook dues;
  private final CatchUp catchUp;
  private final Outbox outbox;
  private final ZoneId zone;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  /** For which plans all orders were marked, as far as this node knows. */
  private volatile String marked = "";

  private volatile Usual usual = new Usual(Map.of(), LocalDate.MIN);

  /**
   * What parcels usually take, by province. Measured once a day over those that had arrived by midnight:
   * it hardly changes, takes long where they are many, and is the same for all orders of a day.
   */
  private record Usual(Map<String, Duration> took, LocalDate day) {}

  PlanRound(
      Plans plans,
      PurchaseBook purchases,
      DueBook dues,
      CatchUp catchUp,
      Outbox outbox,
      CareSettings settings,
      JdbcClient jdbc,
      PlatformTransactionManager transactions) {
    this.plans = plans;
    this.planner = new Planner(plans, settings);
    this.purchases = purchases;
    this.dues = dues;
    this.catchUp = catchUp;
    this.outbox = outbox;
    this.zone = settings.zone();
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
  }

  @Override
  public String name() {
    return "care-plans";
  }

  @Override
  public String cron() {
    return "0 5/30 * * * ?";
  }

  @Override
  public void run(Instant now) {
    plans.refresh();
    catchUp.run();
    markAfterAnEdit();
    while (chunk(now) == CHUNK) {
      // the next one
    }
  }

  private List<String> endedByNewer() {
    return plans.active().stream()
        .filter(plan -> plan.cancelledBy().contains(Cause.NEWER_ORDER))
        .map(Plan::id)
        .toList();
  }

  /** Plans what is marked, up to one chunk; how many that were. */
  int chunk(Instant now) {
    plans.refresh();
    Integer done =
        transaction.execute(
            _ -> {
              List<String> numbers = purchases.toPlan(CHUNK);
              if (!numbers.isEmpty()) {
                plan(numbers, now);
              }
              return numbers.size();
            });
    return done == null ? 0 : done;
  }

  private Map<String, Duration> usuallyTook(Instant now) {
    Usual known = usual;
    LocalDate today = now.atZone(zone).toLocalDate();
    if (!known.day().equals(today)) {
      Instant midnight = today.atStartOfDay(zone).toInstant();
      known = new Usual(purchases.usuallyTook(midnight.minus(LATELY), midnight), today);
      usual = known;
    }
    return known.took();
  }

  private void plan(List<String> numbers, Instant now) {
    purchases.count(numbers);
    List<Purchase> orders = purchases.find(numbers);
    boolean unsigned = orders.stream().anyMatch(order -> order.deliveredAt().isEmpty());
    Map<String, Duration> took = unsigned ? usuallyTook(now) : Map.of();
    List<Due> due = new ArrayList<>();
    orders.forEach(order -> due.addAll(planner.plan(order, took, now)));
    dues.plan(due);
    purchases.planned(numbers);
    outdate(orders, now);
    List<String> living =
        orders.stream()
            .filter(order -> order.customer().isPresent() && order.off().isEmpty())
            .map(Purchase::number)
            .toList();
    if (!living.isEmpty()) {
      List<String> ofOrders = planner.ofOrders().stream().map(Plan::id).toList();
      dues.unplan(living, ofOrders, due, now);
    }
  }

  /** What a newer order of the same customer ends. */
  private void outdate(List<Purchase> orders, Instant now) {
    Long[] owners =
        orders.stream()
            .flatMap(order -> order.customer().stream())
            .map(customer -> customer.value())
            .distinct()
            .toArray(Long[]::new);
    List<String> endedByNewer = endedByNewer();
    if (owners.length == 0 || endedByNewer.isEmpty()) {
      return;
    }
    String rule = Cause.NEWER_ORDER.rule();
    dues.outdated(owners, endedByNewer, rule, now);
    for (Due outdated : dues.underWayOutdated(owners, endedByNewer, now)) {
      if (outbox.withdraw(List.of(new OutboundId(outdated.letter())), rule, "") > 0) {
        dues.takenBack(outdated, rule, "", now);
      }
    }
  }

  /** An edited plan is a new plan for everybody: all orders are looked at once more. */
  private void markAfterAnEdit() {
    String print = plans.print();
    if (print.equals(marked)) {
      return; // another node may have looked since; it looked at the same plans
    }
    Optional<String> before =
        jdbc.sql("SELECT print FROM care.plans").query(String.class).optional();
    if (before.filter(print::equals).isPresent()) {
      marked = print;
      return;
    }
    Optional<String> after = Optional.of("");
    while (after.isPresent()) {
      after = purchases.planAgain(after.get(), 10 * CHUNK);
    }
    jdbc.sql(
            "INSERT INTO care.plans (print) VALUES (?)"
                + " ON CONFLICT (only_row) DO UPDATE SET print = excluded.print")
        .param(print)
        .update();
    marked = print;
  }
}
