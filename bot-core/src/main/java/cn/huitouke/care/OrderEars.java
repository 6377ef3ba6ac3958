package cn.huitouke.care;

import cn.huitouke.channel.OutboundId;
import cn.huitouke.customer.CustomerFollowed;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.logistics.ParcelDelivered;
import cn.huitouke.order.Order;
import cn.huitouke.order.OrderBound;
import cn.huitouke.order.OrderEvent;
import cn.huitouke.order.OrderNews;
import cn.huitouke.order.OrderUnbound;
import cn.huitouke.order.Orders;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Hears what happens to orders, and plans the care that follows from it. All of it may come twice. */
@Component
class OrderEars {

  private final Orders orders;
  private final PurchaseBook purchases;
  private final DueBook dues;
  private final PlanRound planning;
  private final Plans plans;
  private final Outbox outbox;
  private final DayTime day;
  private final InstantSource clock;

  OrderEars(
      Orders orders,
      PurchaseBook purchases,
      DueBook dues,
      PlanRound planning,
      Plans plans,
      Outbox outbox,
      CareSettings settings,
      InstantSource clock) {
    this.orders = orders;
    this.purchases = purchases;
    this.dues = dues;
    this.planning = planning;
    this.plans = plans;
    this.outbox = outbox;
    this.day = new DayTime(settings);
    this.clock = clock;
  }

  @ApplicationModuleListener
  void on(OrderNews news) {
    Instant now = clock.instant();
    Set<String> changed = new LinkedHashSet<>();
    Map<String, String> off = new HashMap<>();
    for (OrderEvent event : news.events()) {
      changed.add(event.order());
      switch (event) {
        case OrderEvent.OrderRefunded refunded -> {
          if (refunded.whole()) {
            off.put(event.order(), "refund");
          }
        }
        case OrderEvent.OrderClosed _ -> off.putIfAbsent(event.order(), "closed");
        case OrderEvent.OrderPaid _, OrderEvent.ParcelShipped _, OrderEvent.OrderFinished _ -> {
          // the order says the rest
        }
      }
    }
    keep(changed, off);
    List<String> every = plans.all().stream().map(Plan::id).toList();
    off.keySet().forEach(order -> end(order, every, Cause.REFUND.rule(), now));
    planning.chunk(now);
  }

  @ApplicationModuleListener
  void on(ParcelDelivered delivered) {
    keep(delivered.orders(), Map.of());
    purchases.arrived(delivered.orders(), delivered.waybill().toString(), delivered.at());
    planning.chunk(clock.instant());
  }

  @ApplicationModuleListener
  void on(OrderBound bound) {
    keep(List.of(bound.order()), Map.of());
    purchases.bound(bound.order(), bound.customer());
    dues.forget(bound.order());
    planning.chunk(clock.instant());
  }

  /** What was planned for whom it is not is forgotten; what is on its way does not leave. */
  @ApplicationModuleListener
  void on(OrderUnbound unbound) {
    purchases.bound(unbound.order(), null);
    dues.forget(unbound.order());
    withdraw(unbound.order(), "care-not-theirs", clock.instant());
  }

  @ApplicationModuleListener
  void on(CustomerFollowed followed) {
    Instant now = clock.instant();
    dues.plan(
        plans.active().stream()
            .filter(plan -> plan.on() == Occasion.FOLLOWED)
            .map(plan -> afterFollowing(plan, followed))
            .filter(due -> due.worthUntil().isAfter(now))
            .toList());
  }

  private Due afterFollowing(Plan plan, CustomerFollowed followed) {
    Instant at = day.from(followed.at().plus(plan.after()), plan.at());
    return new Due(
        plan.id(),
        followed.customer().toString(),
        followed.customer(),
        java.util.Optional.empty(),
        "",
        false,
        at,
        at.plus(plan.worth()));
  }

  private void keep(Collection<String> numbers, Map<String, String> off) {
    List<Order> found = List.copyOf(orders.find(numbers).values());
    Map<String, CustomerId> owners =
        orders.customersOf(found.stream().map(Order::number).collect(Collectors.toSet()));
    purchases.keep(found, owners, off);
  }

  private void end(String order, List<String> planIds, String rule, Instant now) {
    dues.cancel(order, planIds, rule, now);
    withdraw(order, rule, now);
  }

  private void withdraw(String order, String rule, Instant now) {
    for (Due due : dues.underWay(order, now)) {
      if (outbox.withdraw(List.of(new OutboundId(due.letter())), rule, "") > 0) {
        dues.takenBack(due, rule, "", now);
      }
    }
  }
}
