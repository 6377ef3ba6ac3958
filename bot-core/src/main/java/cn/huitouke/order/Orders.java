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

  /** Those of them that there are, by number: in one look where the store can. */
  default Map<String, Order> find(Collection<String> numbers) {
    Map<String, Order> found = new HashMap<>();
    numbers.forEach(number -> find(number).ifPresent(order -> found.put(number, order)));
    return found;
  }

  /** The numbers of all orders in their order, so many after one: for walks over everything. */
  default List<String> numbersAfter(String number, int most) {
    return List.of();
  }

  /** The orders bound to a customer, newest first. Nothing is said about any other order. */
  List<Order> ordersOf(CustomerId customer);

  /** Whose an order is, if it is bound. */
  Optional<CustomerId> customerOf(String order);

  /** Whose they are, by number; those that are bound. In one look where the store can. */
  default Map<String, CustomerId> customersOf(Collection<String> orders) {
    Map<String, CustomerId> owners = new HashMap<>();
    orders.forEach(order -> customerOf(order).ifPresent(owner -> owners.put(order, owner)));
    return owners;
  }

  /** The orders in a parcel. */
  List<Order> ordersIn(Waybill waybill);

  /** The receiver's last four digits, which some carriers ask for. Never shown to anybody. */
  Optional<String> phoneTail(String order);

  /** The receiver's name as far as the export shows it, for addressing an owner of the order. */
  Optional<String> receiverName(String order);

  /** A signed, single-purpose code for the order's parcel card: the scene of its QR code. */
  String claimCode(String order);
}
