package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.order.Order;
import cn.huitouke.order.Orders;
import java.util.List;
import java.util.Optional;
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

  private List<Order> open(Parcel parcel) {
    return book.openOrders(parcel.id()).stream()
        .map(orders::find)
        .flatMap(Optional::stream)
        .filter(order -> order.status() != Order.Status.CLOSED)
        .toList();
  }
}
