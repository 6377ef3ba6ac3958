package cn.huitouke.order;

import cn.huitouke.tracking.Waybill;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Optional;

/**
 * What an import changed, one record a change. Published in {@link OrderNews}. The event registry
 * keeps them as JSON, which needs to know the kind.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
public sealed interface OrderEvent {

  /** The platform's order number. */
  String order();

  /** Paid, newly known. */
  record OrderPaid(String order, Instant at) implements OrderEvent {}

  /**
   * A parcel of the order got its waybill.
   *
   * @param phoneTail the receiver's last four digits (or a virtual number's extension), which some
   *     carriers ask for. Not kept by the event registry, where it would lie open: empty after a
   *     restart, then ask {@link Orders#phoneTail}
   * @param destination province and city, for example {@code 广东省 广州市}, or empty
   * @param at when it was shipped, as far as the export says
   */
  record ParcelShipped(
      String order,
      Waybill waybill,
      @JsonIgnore Optional<String> phoneTail,
      String destination,
      Optional<Instant> at)
      implements OrderEvent {}

  /** Refunded, in part or whole. */
  record OrderRefunded(String order, String amount, boolean whole) implements OrderEvent {}

  /** Finished: the buyer confirmed. */
  record OrderFinished(String order, Optional<Instant> at) implements OrderEvent {}

  /** Closed. */
  record OrderClosed(String order, String reason) implements OrderEvent {}
}
