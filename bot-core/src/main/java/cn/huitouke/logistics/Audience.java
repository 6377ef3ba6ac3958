package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.order.Order;
import cn.huitouke.order.Orders;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Whose a parcel is, and what is in it for them. */
@Component
class Audience {

  private final ParcelBook book;
  private final Orders orders;

  Audience(ParcelBook book, Orders orders) {
    this.book = book;
    this.orders = orders;
  }

  /** The customers whose open orders are in it. */
  List<CustomerId> of(Parcel parcel) {
    return open(parcel).stream()
        .map(order -> orders.customerOf(order.number()))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  /** A short name of what is in it for this customer, or empty. */
  String title(Parcel parcel, CustomerId customer) {
    return open(parcel).stream()
        .filter(order -> orders.customerOf(order.number()).filter(customer::equals).isPresent())
        .map(Order::shortTitle)
        .filter(title -> !title.isBlank())
        .findFirst()
        .orElse("");
  }

  /** Of many at once: whose each parcel is, and a short name of what is in it for them, or empty. */
  Map<Long, Map<CustomerId, String>> titles(Collection<Long> parcels) {
    Map<Long, List<String>> numbers = book.openOrders(parcels);
    Set<String> all = new HashSet<>();
    numbers.values().forEach(all::addAll);
    Map<String, Order> found = orders.find(all);
    Map<String, CustomerId> owners = orders.customersOf(all);
    Map<Long, Map<CustomerId, String>> titles = new HashMap<>();
    numbers.forEach(
        (parcel, theirs) -> {
          Map<CustomerId, String> named = titles.computeIfAbsent(parcel, _ -> new HashMap<>());
          for (String number : theirs) {
            Order order = found.get(number);
            CustomerId owner = owners.get(number);
            if (order != null && owner != null && order.status() != Order.Status.CLOSED) {
              named.merge(owner, order.shortTitle(), (one, other) -> one.isBlank() ? other : one);
            }
          }
        });
    return titles;
  }

  private List<Order> open(Parcel parcel) {
    return book.openOrders(parcel.id()).stream()
        .map(orders::find)
        .flatMap(Optional::stream)
        .filter(order -> order.status() != Order.Status.CLOSED)
        .toList();
  }
}
