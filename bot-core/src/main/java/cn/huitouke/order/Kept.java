package cn.huitouke.order;

import cn.huitouke.order.Found.Amounts;
import cn.huitouke.order.Found.Item;
import cn.huitouke.order.Found.Shipment;
import cn.huitouke.order.Found.Times;
import cn.huitouke.order.Order.Status;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is kept of an order, and how what a later file says is added to it. */
record Kept(
    String number,
    String source,
    boolean listed,
    Status status,
    Amounts amounts,
    String province,
    String city,
    Times times,
    @Nullable String closeReason,
    boolean presale,
    boolean noLogistics,
    String titles,
    int quantity,
    Person person,
    List<Item> items,
    List<Shipment> shipments) {

  Kept {
    items = List.copyOf(items);
    shipments = List.copyOf(shipments);
  }

  static Kept of(Found f) {
    Kept blank =
        new Kept(
            f.number(),
            f.source(),
            f.listed(),
            guess(f),
            Amounts.NONE,
            "",
            "",
            new Times(null, null, null, null),
            null,
            false,
            false,
            "",
            0,
            Person.NOBODY,
            List.of(),
            List.of());
    return blank.with(f);
  }

  private static Status guess(Found f) {
    if (f.status() != null) {
      return f.status();
    }
    if (f.times().finished() != null) {
      return Status.FINISHED;
    }
    if (f.times().shipped() != null || !f.shipments().isEmpty()) {
      return Status.WAIT_BUYER_CONFIRM;
    }
    return f.times().paid() != null ? Status.WAIT_SELLER_SEND : Status.WAIT_BUYER_PAY;
  }

  /** The later file wins; what it leaves empty stays. */
  Kept with(Found f) {
    return new Kept(
        number,
        f.listed() && !listed ? f.source() : source,
        listed || f.listed(),
        later(f),
        later(amounts, f.amounts()),
        filled(province, f.province()),
        filled(city, f.city()),
        later(times, f.times()),
        later(closeReason, f.closeReason()),
        presale || f.presale(),
        noLogistics || f.noLogistics(),
        filled(titles, f.titles() == null ? "" : f.titles()),
        f.quantity() > 0 ? f.quantity() : quantity,
        person.with(f.person()),
        items(f),
        shipments(f));
  }

  /**
   * An order never goes back on its platform: a file that says so is merely older. An item that was
   * closed does not close its order, and an order list knows better than any item.
   */
  private Status later(Found f) {
    if (f.status() == null || listed && !f.listed()) {
      return status;
    }
    if (f.listed() && !listed) {
      return f.status();
    }
    if (!listed) {
      return status == Status.CLOSED ? f.status() : f.status() == Status.CLOSED ? status : max(f);
    }
    return max(f);
  }

  private Status max(Found f) {
    Status found = f.status() == null ? status : f.status();
    return found.compareTo(status) > 0 ? found : status;
  }

  private static Amounts later(Amounts before, Amounts found) {
    return new Amounts(
        later(before.goods(), found.goods()),
        later(before.postage(), found.postage()),
        later(before.paid(), found.paid()),
        later(before.refund(), found.refund()));
  }

  private static Times later(Times before, Times found) {
    return new Times(
        finer(before.created(), found.created()),
        finer(before.paid(), found.paid()),
        finer(before.shipped(), found.shipped()),
        finer(before.finished(), found.finished()));
  }

  /** A spreadsheet drops the seconds: that is no news. */
  private static @Nullable Instant finer(@Nullable Instant before, @Nullable Instant found) {
    if (before != null && found != null && found.equals(before.truncatedTo(ChronoUnit.MINUTES))) {
      return before;
    }
    return later(before, found);
  }

  private static <T extends @Nullable Object> T later(T before, T found) {
    return found == null ? before : found;
  }

  private static String filled(String before, String found) {
    return found.isEmpty() ? before : found;
  }

  private List<Item> items(Found f) {
    if (f.item() == null) {
      return items;
    }
    Item found = f.item();
    List<Item> all = new ArrayList<>(items);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).key().equals(found.key())) {
        Item before = all.get(i);
        all.set(
            i,
            new Item(
                before.key(),
                later(before.subNumber(), found.subNumber()),
                found.title(),
                found.sku(),
                later(before.price(), found.price()),
                found.quantity(),
                found.merchantCode(),
                found.refund().max(before.refund())));
        return all;
      }
    }
    all.add(found);
    return all;
  }

  private List<Shipment> shipments(Found f) {
    if (f.allShipments() || f.shipments().isEmpty()) {
      return f.shipments().isEmpty() ? shipments : keepNamed(f.shipments());
    }
    List<Shipment> all = new ArrayList<>(shipments);
    for (Shipment found : f.shipments()) {
      all.removeIf(known -> sameNumber(known, found) && isUnknown(known));
      if (all.stream().noneMatch(known -> sameNumber(known, found))) {
        all.add(found);
      }
    }
    return all;
  }

  /** A number whose carrier a file does not name keeps the carrier that we know. */
  private List<Shipment> keepNamed(List<Shipment> found) {
    return found.stream()
        .map(
            f ->
                shipments.stream()
                    .filter(known -> isUnknown(f) && sameNumber(known, f))
                    .findFirst()
                    .orElse(f))
        .toList();
  }

  private static boolean sameNumber(Shipment one, Shipment other) {
    return one.waybill().number().equals(other.waybill().number());
  }

  private static boolean isUnknown(Shipment shipment) {
    return shipment.waybill().carrier().equals(Carriers.UNKNOWN);
  }

  /** What was refunded, by the order or by its items. */
  BigDecimal refunded() {
    BigDecimal byItems =
        items.stream().map(Item::refund).reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
    return amounts.refund() == null ? byItems : amounts.refund().max(byItems);
  }
}
