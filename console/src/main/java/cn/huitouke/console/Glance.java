package cn.huitouke.console;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.logistics.ParcelBoard;
import cn.huitouke.order.Order;
import cn.huitouke.order.Orders;
import cn.huitouke.order.Trades;
import cn.huitouke.tracking.Waybill;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What somebody who speaks with a customer wants to see beside the chat. */
@Component
class Glance {

  private static final int TASKS = 500;

  private final Orders orders;
  private final Trades trades;
  private final ParcelBoard parcels;
  private final TaskCards tasks;
  private final ShopTime times;

  Glance(Orders orders, Trades trades, ParcelBoard parcels, TaskCards tasks, ShopTime times) {
    this.orders = orders;
    this.trades = trades;
    this.parcels = parcels;
    this.tasks = tasks;
    this.times = times;
  }

  record OrderView(
      String number,
      String title,
      String status,
      String amount,
      String at,
      String phone,
      List<ParcelView> parcels) {}

  record ParcelView(String number, String state, String text, String at) {}

  List<OrderView> orders(CustomerId customer, int limit) {
    List<Order> latest = orders.ordersOf(customer).stream().limit(limit).toList();
    Map<Waybill, ParcelBoard.Seen> seen =
        parcels.of(latest.stream().flatMap(o -> o.waybills().stream()).collect(Collectors.toSet()));
    return latest.stream().map(order -> view(order, seen)).toList();
  }

  private OrderView view(Order order, Map<Waybill, ParcelBoard.Seen> seen) {
    return new OrderView(
        order.number(),
        order.shortTitle(),
        order.status().name(),
        order.paidAmount().toPlainString(),
        times.at(order.createdAt()),
        trades.receiver(order.number()).map(r -> Mask.phone(r.phone())).orElse(""),
        order.waybills().stream().map(waybill -> view(waybill, seen.get(waybill))).toList());
  }

  private ParcelView view(
      Waybill waybill, ParcelBoard.@org.jspecify.annotations.Nullable Seen seen) {
    return seen == null
        ? new ParcelView(waybill.number(), "UNKNOWN", "", "")
        : new ParcelView(
            waybill.number(), seen.state().name(), seen.latestText(), times.at(seen.latestAt()));
  }

  List<TaskCards.Card> tasks(CustomerId customer, Locale locale) {
    return tasks.open(TASKS, locale).stream()
        .filter(task -> task.customer() == customer.value())
        .toList();
  }

  /** Their name, masked, or their number where none is known. */
  String name(CustomerId customer) {
    return names(List.of(customer)).getOrDefault(customer, "");
  }

  Map<CustomerId, String> names(List<CustomerId> customers) {
    return trades.names(customers).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Mask.name(entry.getValue())));
  }
}
