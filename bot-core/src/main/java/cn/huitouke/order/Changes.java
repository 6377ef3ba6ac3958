package cn.huitouke.order;

import cn.huitouke.order.Found.Shipment;
import cn.huitouke.order.Order.Status;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is new about an order. An order of which only items are known is not spoken of yet. */
final class Changes {

  private Changes() {}

  static List<OrderEvent> between(@Nullable Kept known, Kept after) {
    Kept before = known != null && known.listed() ? known : null;
    List<OrderEvent> events = new ArrayList<>();
    if (!after.listed()) {
      return events;
    }
    Instant paid = after.times().paid();
    if (paid != null && (before == null || before.times().paid() == null)) {
      events.add(new OrderEvent.OrderPaid(after.number(), paid));
    }
    refund(before, after).ifPresent(events::add);
    if (after.status() != Status.CLOSED) {
      events.addAll(shipped(before, after));
    }
    if (before == null || before.status() != after.status()) {
      ended(after).ifPresent(events::add);
    }
    return events;
  }

  private static Optional<OrderEvent> refund(@Nullable Kept before, Kept after) {
    BigDecimal now = after.refunded();
    BigDecimal then = before == null ? BigDecimal.ZERO : before.refunded();
    if (now.signum() <= 0 || now.compareTo(then) <= 0) {
      return Optional.empty();
    }
    BigDecimal paid = after.amounts().paid();
    boolean whole = paid != null && now.compareTo(paid) >= 0;
    return Optional.of(new OrderEvent.OrderRefunded(after.number(), now.toPlainString(), whole));
  }

  private static List<OrderEvent> shipped(@Nullable Kept before, Kept after) {
    List<Shipment> known = before == null ? List.of() : before.shipments();
    return after.shipments().stream()
        .map(Shipment::waybill)
        .filter(waybill -> known.stream().noneMatch(k -> k.waybill().equals(waybill)))
        .<OrderEvent>map(
            waybill ->
                new OrderEvent.ParcelShipped(
                    after.number(),
                    waybill,
                    after.person().carrierTail(),
                    (after.province() + " " + after.city()).strip(),
                    Optional.ofNullable(after.times().shipped())))
        .toList();
  }

  private static Optional<OrderEvent> ended(Kept after) {
    return switch (after.status()) {
      case FINISHED ->
          Optional.of(
              new OrderEvent.OrderFinished(
                  after.number(), Optional.ofNullable(after.times().finished())));
      case CLOSED ->
          Optional.of(
              new OrderEvent.OrderClosed(
                  after.number(), after.closeReason() == null ? "" : after.closeReason()));
      case WAIT_BUYER_PAY, WAIT_SELLER_SEND, WAIT_BUYER_CONFIRM -> Optional.empty();
    };
  }
}
