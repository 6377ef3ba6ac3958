package cn.huitouke.console;

import cn.huitouke.console.Webhooks.Event;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.CustomerUnfollowed;
import cn.huitouke.customer.Customers;
import cn.huitouke.customer.WishesChanged;
import cn.huitouke.delivery.Figures;
import cn.huitouke.logistics.ParcelDelivered;
import cn.huitouke.logistics.ParcelTroubled;
import cn.huitouke.order.OrderBound;
import cn.huitouke.order.OrderEvent;
import cn.huitouke.order.OrderNews;
import cn.huitouke.schedule.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/**
 * Turns what the modules publish into events for the shop's own systems. Nothing in them names a
 * person; their names make a repetition harmless.
 */
@Component
class EventsOut implements Sweep {

  /** A letter that failed is found within this, whatever was down meanwhile. */
  private static final Duration LATELY = Duration.ofDays(1);

  private static final int MOST = 5_000;

  /** Where nobody listens, nothing is registered to be told. */
  private static final String HEARD = "@eventsOut.isHeard()";

  private final Webhooks hooks;
  private final Customers customers;
  private final Figures letters;

  EventsOut(Webhooks hooks, Customers customers, Figures letters) {
    this.hooks = hooks;
    this.customers = customers;
    this.letters = letters;
  }

  /** Whether anybody hears of anything. Asked by the publisher, in its transaction. */
  public boolean isHeard() {
    return hooks.anyWanted();
  }

  @ApplicationModuleListener(condition = HEARD)
  void on(OrderNews news) {
    boolean paid = hooks.wanted(EventType.ORDER_PAID);
    boolean shipped = hooks.wanted(EventType.PARCEL_SHIPPED);
    List<Event> events = new ArrayList<>();
    for (OrderEvent event : news.events()) {
      switch (event) {
        case OrderEvent.OrderPaid(String order, Instant at) when paid ->
            events.add(
                event(EventType.ORDER_PAID, order, Map.of("order", order, "paidAt", "" + at)));
        case OrderEvent.ParcelShipped parcel when shipped ->
            events.add(
                event(
                    EventType.PARCEL_SHIPPED,
                    parcel.waybill() + ":" + parcel.order(),
                    Map.of(
                        "order",
                        parcel.order(),
                        "carrier",
                        parcel.waybill().carrier(),
                        "number",
                        parcel.waybill().number())));
        case OrderEvent.OrderPaid _,
            OrderEvent.ParcelShipped _,
            OrderEvent.OrderRefunded _,
            OrderEvent.OrderFinished _,
            OrderEvent.OrderClosed _ -> {
          // nobody asked for it
        }
      }
    }
    hooks.happened(events);
  }

  private static Event event(EventType type, String subject, Map<String, ?> data) {
    return new Event(type.word() + ":" + subject, type, subject, data, null);
  }

  @ApplicationModuleListener(condition = HEARD)
  void on(ParcelDelivered delivered) {
    tell(
        EventType.PARCEL_DELIVERED,
        () ->
            event(
                EventType.PARCEL_DELIVERED,
                delivered.waybill().toString(),
                Map.of(
                    "carrier",
                    delivered.waybill().carrier(),
                    "number",
                    delivered.waybill().number(),
                    "orders",
                    delivered.orders(),
                    "at",
                    delivered.at().toString())));
  }

  @ApplicationModuleListener(condition = HEARD)
  void on(ParcelTroubled troubled) {
    if (troubled.kind() == ParcelTroubled.Kind.STALLED) {
      tell(
          EventType.PARCEL_STUCK,
          () ->
              event(
                  EventType.PARCEL_STUCK,
                  troubled.waybill().toString(),
                  Map.of(
                      "carrier",
                      troubled.waybill().carrier(),
                      "number",
                      troubled.waybill().number(),
                      "orders",
                      troubled.orders(),
                      "at",
                      troubled.at().toString())));
    }
  }

  @ApplicationModuleListener(condition = HEARD)
  void on(OrderBound bound) {
    tell(
        EventType.CUSTOMER_BOUND,
        () ->
            about(
                bound.customer(),
                EventType.CUSTOMER_BOUND,
                bound.order() + ":" + bound.customer(),
                Map.of("customer", bound.customer().value(), "order", bound.order())));
  }

  /** They want no care any more. */
  @ApplicationModuleListener(condition = HEARD)
  void on(WishesChanged changed) {
    if (changed.wishes().care()) {
      return;
    }
    tell(
        EventType.CUSTOMER_UNSUBSCRIBED,
        () ->
            gone(
                changed.customer(),
                "asked",
                customers.wishHistory(changed.customer()).stream()
                    .findFirst()
                    .map(Customers.Wished::at)
                    .orElse(Instant.EPOCH)));
  }

  @ApplicationModuleListener(condition = HEARD)
  void on(CustomerUnfollowed left) {
    tell(EventType.CUSTOMER_UNSUBSCRIBED, () -> gone(left.customer(), "left", left.at()));
  }

  private static Event gone(CustomerId customer, String how, Instant at) {
    return about(
        customer,
        EventType.CUSTOMER_UNSUBSCRIBED,
        customer + ":" + how + ":" + at.getEpochSecond(),
        Map.of("customer", customer.value(), "how", how));
  }

  private static Event about(
      CustomerId customer, EventType type, String name, Map<String, ?> data) {
    return new Event(type.word() + ":" + name, type, customer.toString(), data, customer.value());
  }

  private void tell(EventType type, Supplier<Event> event) {
    if (hooks.wanted(type)) {
      hooks.happened(List.of(event.get()));
    }
  }

  @Override
  public String name() {
    return "events-out";
  }

  @Override
  public String cron() {
    return "10 * * * * ?";
  }

  @Override
  public Optional<String> occasion() {
    return Optional.of(Webhooks.ANY_WANTED);
  }

  /** Of letters that fail nobody publishes a record; they are looked for. */
  @Override
  public void run(Instant now) {
    if (hooks.wanted(EventType.MESSAGE_FAILED)) {
      hooks.happened(
          letters.failed(now.minus(LATELY), MOST).stream()
              .map(
                  failed ->
                      about(
                          failed.customer(),
                          EventType.MESSAGE_FAILED,
                          failed.letter(),
                          Map.of(
                              "message",
                              failed.letter(),
                              "customer",
                              failed.customer().value(),
                              "state",
                              failed.state(),
                              "reason",
                              failed.why())))
              .toList());
    }
  }
}
