package cn.huitouke.sandbox.shop;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One order with all that will become of it.
 *
 * @param number 19 digits
 * @param paid empty: never, it is closed after a day
 * @param signed when the parcel is in the customer's hands, if ever
 * @param confirmed when Taobao calls it finished
 * @param refunded when the customer gets the money back, if ever
 */
public record Sale(
    String number,
    DemoBuyer buyer,
    List<DemoItem> items,
    String exportedPhone,
    Instant created,
    Optional<Instant> paid,
    Optional<Instant> shipped,
    Optional<Instant> signed,
    Optional<Instant> confirmed,
    Optional<Instant> refunded,
    Fate fate,
    List<DemoWaybill> waybills) {

  /** What happens to its parcel. */
  public enum Fate {
    USUAL,
    /** Into a locker, and fetched on the next evening. */
    LOCKER,
    /** Into a locker, and forgotten there for days. */
    FORGOTTEN,
    /** Nothing heard of it for days. */
    STALLED,
    /** Slower than promised. */
    LATE,
    /** Sent to the wrong city, and on from there. */
    MISROUTED,
    /** Refused at the door, and back to the shop. */
    RETURNED,
    /** Never paid: there is no parcel. */
    NONE
  }

  public Sale {
    items = List.copyOf(items);
    waybills = List.copyOf(waybills);
  }

  /** How it stands at that time. */
  public DemoOrder asOf(Instant now) {
    boolean sent = happened(shipped, now);
    return new DemoOrder(
        number,
        buyer,
        items,
        stand(now),
        exportedPhone,
        "",
        created,
        paid.filter(at -> !at.isAfter(now)),
        shipped.filter(at -> !at.isAfter(now)),
        refunded.or(() -> confirmed).filter(at -> !at.isAfter(now)),
        sent ? waybills : List.of());
  }

  DemoOrder.Stand stand(Instant now) {
    if (happened(refunded, now)) {
      return DemoOrder.Stand.REFUNDED;
    }
    if (happened(confirmed, now)) {
      return paid.isEmpty() ? DemoOrder.Stand.CLOSED : DemoOrder.Stand.FINISHED;
    }
    if (happened(shipped, now)) {
      return DemoOrder.Stand.SHIPPED;
    }
    return happened(paid, now) ? DemoOrder.Stand.UNSHIPPED : DemoOrder.Stand.UNPAID;
  }

  private static boolean happened(Optional<Instant> what, Instant now) {
    return what.filter(at -> !at.isAfter(now)).isPresent();
  }
}
