package cn.huitouke.order;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.order.Found.Item;
import cn.huitouke.order.Found.Shipment;
import cn.huitouke.tracking.Waybill;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The orders, as the rest of the house may see them. */
@Service
class JdbcOrders implements Orders {

  private static final BigDecimal ZERO = BigDecimal.ZERO.setScale(2);

  private final JdbcClient jdbc;
  private final OrderStore store;
  private final ClaimCodes codes;

  JdbcOrders(JdbcClient jdbc, OrderStore store, ClaimCodes codes) {
    this.jdbc = jdbc;
    this.store = store;
    this.codes = codes;
  }

  @Override
  public Optional<Order> find(String number) {
    return find(List.of(number)).values().stream().findFirst();
  }

  @Override
  public Map<String, Order> find(Collection<String> numbers) {
    return orders(numbers.stream().distinct().toList()).stream()
        .collect(Collectors.toMap(Order::number, order -> order));
  }

  @Override
  public Map<String, CustomerId> customersOf(Collection<String> orders) {
    Map<String, CustomerId> owners = new HashMap<>();
    jdbc.sql(
            "SELECT number, customer FROM orders.orders WHERE number = ANY(?)"
                + " AND customer IS NOT NULL")
        .param(orders.toArray(String[]::new))
        .query(
            row -> {
              owners.put(row.getString(1), new CustomerId(row.getLong(2)));
            });
    return owners;
  }

  @Override
  public List<String> numbersAfter(String number, int most) {
    return jdbc.sql("SELECT number FROM orders.orders WHERE number > ? ORDER BY number LIMIT ?")
        .params(number, most)
        .query(String.class)
        .list();
  }

  @Override
  public List<Order> ordersOf(CustomerId customer) {
    return store.ofCustomer(customer).stream().map(JdbcOrders::order).toList();
  }

  @Override
  public Optional<CustomerId> customerOf(String order) {
    return jdbc.sql("SELECT customer FROM orders.orders WHERE number = ? AND customer IS NOT NULL")
        .param(order)
        .query(Long.class)
        .optional()
        .map(CustomerId::new);
  }

  @Override
  public List<Order> ordersIn(Waybill waybill) {
    return orders(
        jdbc.sql("SELECT order_number FROM orders.parcel WHERE number = ? AND carrier = ?")
            .params(waybill.number(), waybill.carrier())
            .query(String.class)
            .list());
  }

  private List<Order> orders(List<String> numbers) {
    return numbers.isEmpty()
        ? List.of()
        : store.find(numbers).stream()
            .map(JdbcOrders::order)
            .sorted(
                Comparator.comparing((Order order) -> order.createdAt().orElse(Instant.EPOCH))
                    .reversed()
                    .thenComparing(Order::number))
            .toList();
  }

  private static Order order(Kept kept) {
    return new Order(
        kept.number(),
        kept.source(),
        kept.status(),
        Objects.requireNonNullElse(kept.amounts().paid(), ZERO),
        kept.refunded(),
        kept.province(),
        kept.city(),
        Optional.ofNullable(kept.times().created()),
        Optional.ofNullable(kept.times().paid()),
        Optional.ofNullable(kept.times().shipped()),
        Optional.ofNullable(kept.times().finished()),
        kept.presale(),
        kept.noLogistics(),
        lines(kept),
        kept.shipments().stream().map(Shipment::waybill).toList());
  }

  /** Until the item list comes, the titles in the order list stand for the lines. */
  private static List<Order.Line> lines(Kept kept) {
    if (!kept.items().isEmpty()) {
      return kept.items().stream().map(JdbcOrders::line).toList();
    }
    if (kept.titles().isEmpty()) {
      return List.of();
    }
    String[] titles = kept.titles().split("，");
    int quantity = titles.length == 1 ? Math.max(1, kept.quantity()) : 1;
    return Arrays.stream(titles)
        .map(title -> new Order.Line(title.strip(), "", ZERO, quantity, ""))
        .toList();
  }

  private static Order.Line line(Item item) {
    return new Order.Line(
        item.title(),
        item.sku(),
        Objects.requireNonNullElse(item.price(), ZERO),
        item.quantity(),
        item.merchantCode());
  }

  @Override
  public Optional<String> phoneTail(String order) {
    return kept(order).flatMap(kept -> kept.person().carrierTail());
  }

  @Override
  public Optional<String> receiverName(String order) {
    return kept(order).flatMap(kept -> Optional.ofNullable(kept.person().name()));
  }

  private Optional<Kept> kept(String order) {
    return store.find(order);
  }

  @Override
  public String claimCode(String order) {
    return codes.codeFor(order);
  }
}
