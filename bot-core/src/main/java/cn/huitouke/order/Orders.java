package cn.huitouke.order;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.tracking.Waybill;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shop's orders, and whose they are. */
public interface Orders {

  Optional<Order> find(String number);

  /** Several at once, in no order; those that do not exist are left out. */
  default List<Order> findAll(Collection<String> numbers) {
    return numbers.stream().map(this::find).flatMap(Optional::stream).toList();
  }

  /** Whose these orders are; those of nobody are left out. */
  default Map<String, CustomerId> customersOf(Collection<String> orders) {
    Map<String, CustomerId> owners = new HashMap<>();
    orders.forEach(order -> customerOf(order).ifPresent(owner -> owners.put(order, owner)));
    return owners;
  }

  /** The orders bound to a customer, newest first. Nothing is said about any other order. */
  List<Order> ordersOf(CustomerId customer);

  /** Whose an order is, if it is bound. */
  Optional<CustomerId> customerOf(String order);

  /** The orders in a parcel. */
  List<Order> ordersIn(Waybill waybill);

  /** The receiver's last four digits, which some carriers ask for. Never shown to anybody. */
  Optional<String> phoneTail(String order);

  /** The receiver's name as far as the export shows it, for addressing an owner of the order. */
  Optional<String> receiverName(String order);

  /** A signed, single-purpose code for the order's parcel card: the scene of its QR code. */
  String claimCode(String order);
}
