package cn.huitouke.order;

import cn.huitouke.order.Found.Amounts;
import cn.huitouke.order.Found.Item;
import cn.huitouke.order.Found.Shipment;
import cn.huitouke.order.Found.Times;
import cn.huitouke.tracking.Waybill;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Orders that another system tells, kept like those of a file. */
@Service
class ToldOrders implements OrderIntake {

  private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9_-]{6,40}");
  private static final Pattern SOURCE = Pattern.compile("[a-z0-9_-]{2,20}");
  private static final Pattern CARRIER_CODE = Pattern.compile("[a-z0-9]{2,30}");
  private static final int LONGEST_TEXT = 2000;

  private final OrderKeeper keeper;
  private final OrderStore store;

  ToldOrders(OrderKeeper keeper, OrderStore store) {
    this.keeper = keeper;
    this.store = store;
  }

  @Override
  public List<Taken> take(List<Given> orders) {
    refuseTooMany(orders.size());
    Map<Integer, String> refused = new HashMap<>();
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < orders.size(); i++) {
      Optional<String> fault = fault(orders.get(i));
      if (fault.isPresent()) {
        refused.put(i, fault.get());
      } else {
        found.addAll(found(orders.get(i)));
      }
    }
    return told(orders.stream().map(Given::number).toList(), refused, found);
  }

  @Override
  public List<Taken> ship(List<GivenParcel> parcels) {
    refuseTooMany(parcels.size());
    Map<String, Kept> known = store.load(parcels.stream().map(GivenParcel::order).toList());
    Map<Integer, String> refused = new HashMap<>();
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < parcels.size(); i++) {
      GivenParcel parcel = parcels.get(i);
      Kept order = known.get(parcel.order());
      Optional<Shipment> shipment = shipment(parcel);
      if (order == null) {
        refused.put(i, "There is no order of that number: send the order first");
      } else if (shipment.isEmpty()) {
        refused.put(i, "The waybill number must be 6 to 32 letters, digits and dashes");
      } else {
        found.add(shipped(order, parcel, shipment.get()));
      }
    }
    return told(parcels.stream().map(GivenParcel::order).toList(), refused, found);
  }

  private static void refuseTooMany(int count) {
    if (count > MOST) {
      throw new IllegalArgumentException("At most " + MOST + " at once, not " + count);
    }
  }

  private List<Taken> told(List<String> numbers, Map<Integer, String> refused, List<Found> found) {
    Optional<Chunk> kept = found.isEmpty() ? Optional.empty() : Optional.of(keeper.keep(found));
    List<Taken> told = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      String number = numbers.get(i);
      String reason = refused.get(i);
      told.add(
          reason == null
              ? new Taken(number, became(kept.orElseThrow(), number), "")
              : new Taken(number, Became.REFUSED, reason));
    }
    return told;
  }

  private static Became became(Chunk kept, String number) {
    if (kept.isNew(number)) {
      return Became.CREATED;
    }
    return kept.isChanged(number) ? Became.UPDATED : Became.UNCHANGED;
  }

  private static Optional<String> fault(Given order) {
    if (!NUMBER.matcher(order.number()).matches()) {
      return Optional.of("The number must be 6 to 40 letters, digits, _ and -");
    }
    if (!SOURCE.matcher(order.source()).matches()) {
      return Optional.of("The source must be 2 to 20 small letters and digits, like taobao");
    }
    if (order.lines().stream().anyMatch(line -> line.title().isBlank() || line.quantity() < 1)) {
      return Optional.of("Each line needs a title and a quantity of at least 1");
    }
    boolean negative =
        order.paidAmount().filter(amount -> amount.signum() < 0).isPresent()
            || order.refundAmount().filter(amount -> amount.signum() < 0).isPresent();
    if (negative) {
      return Optional.of("Amounts are not negative");
    }
    return order.parcels().stream().anyMatch(parcel -> shipment(parcel).isEmpty())
        ? Optional.of("Each waybill number must be 6 to 32 letters, digits and dashes")
        : Optional.empty();
  }

  private static Optional<Shipment> shipment(GivenParcel parcel) {
    return Carriers.shipments(parcel.number(), parcel.carrier())
        .filter(each -> each.size() == 1)
        .map(List::getFirst)
        .map(
            one ->
                one.waybill().carrier().equals(Carriers.UNKNOWN)
                        && CARRIER_CODE.matcher(parcel.carrier()).matches()
                    ? new Shipment(
                        new Waybill(parcel.carrier(), one.waybill().number()), parcel.carrier())
                    : one);
  }

  /** What is told of the order, and then each of its lines: as a list and its items tell it. */
  private static List<Found> found(Given order) {
    List<Found> found = new ArrayList<>();
    found.add(listed(order));
    Items items = new Items();
    for (GivenLine line : order.lines()) {
      found.add(
          item(
              order,
              items.item(
                  order.number(),
                  null,
                  cut(line.title()),
                  cut(line.sku()),
                  line.price().orElse(null),
                  line.quantity(),
                  cut(line.merchantCode()),
                  BigDecimal.ZERO.setScale(2))));
    }
    return found;
  }

  private static Found listed(Given order) {
    GivenReceiver to = order.receiver();
    Map<String, Shipment> shipments = new LinkedHashMap<>();
    order
        .parcels()
        .forEach(
            parcel ->
                shipment(parcel).ifPresent(one -> shipments.put(one.waybill().number(), one)));
    boolean virtual = Person.isVirtual(to.phone());
    return new Found(
        order.number(),
        order.source(),
        true,
        order.status().orElse(null),
        new Amounts(null, null, yuan(order.paidAmount()), yuan(order.refundAmount())),
        cut(to.province()),
        cut(to.city()),
        new Times(
            order.createdAt().orElse(null),
            order.paidAt().orElse(null),
            order.shippedAt().orElse(null),
            order.finishedAt().orElse(null)),
        order.closeReason().orElse(null),
        order.presale(),
        false,
        order.lines().isEmpty() ? null : cut(order.lines().getFirst().title()),
        order.lines().stream().mapToInt(GivenLine::quantity).sum(),
        new Person(
            orNull(to.nick()),
            orNull(to.name()),
            virtual ? null : orNull(to.phone()),
            virtual ? to.phone() : null,
            orNull(to.address()),
            orNull(to.district()),
            null,
            null),
        null,
        List.copyOf(shipments.values()),
        false);
  }

  private static Found item(Given order, Item item) {
    return new Found(
        order.number(),
        order.source(),
        false,
        null,
        Amounts.NONE,
        "",
        "",
        new Times(null, null, null, null),
        null,
        false,
        false,
        null,
        0,
        Person.NOBODY,
        item,
        List.of(),
        false);
  }

  private static Found shipped(Kept order, GivenParcel parcel, Shipment shipment) {
    return new Found(
        order.number(),
        order.source(),
        true,
        Order.Status.WAIT_BUYER_CONFIRM,
        Amounts.NONE,
        "",
        "",
        new Times(
            null,
            null,
            order.times().shipped() == null ? parcel.shippedAt().orElse(null) : null,
            null),
        null,
        false,
        false,
        null,
        0,
        Person.NOBODY,
        null,
        List.of(shipment),
        false);
  }

  private static @Nullable BigDecimal yuan(Optional<BigDecimal> amount) {
    return amount.map(it -> it.setScale(2, java.math.RoundingMode.HALF_UP)).orElse(null);
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(LONGEST_TEXT, text.length()));
  }

  private static @Nullable String orNull(String text) {
    return text.isBlank() ? null : cut(text);
  }
}
