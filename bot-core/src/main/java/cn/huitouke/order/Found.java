package cn.huitouke.order;

import cn.huitouke.tracking.Waybill;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one row of a file says of one order. Null: it says nothing of that.
 *
 * @param listed the row is of an order list, not only of an item
 * @param allShipments the row names all parcels of the order
 */
record Found(
    String number,
    String source,
    boolean listed,
    Order.@Nullable Status status,
    Amounts amounts,
    String province,
    String city,
    Times times,
    @Nullable String closeReason,
    boolean presale,
    boolean noLogistics,
    @Nullable String titles,
    int quantity,
    Person person,
    @Nullable Item item,
    List<Shipment> shipments,
    boolean allShipments) {

  /** Amounts of the order in yuan. */
  record Amounts(
      @Nullable BigDecimal goods,
      @Nullable BigDecimal postage,
      @Nullable BigDecimal paid,
      @Nullable BigDecimal refund) {
    static final Amounts NONE = new Amounts(null, null, null, null);
  }

  /** When things happened to the order. */
  record Times(
      @Nullable Instant created,
      @Nullable Instant paid,
      @Nullable Instant shipped,
      @Nullable Instant finished) {}

  /**
   * One item.
   *
   * @param key what tells it from the order's other items, in whatever export
   */
  record Item(
      String key,
      @Nullable String subNumber,
      String title,
      String sku,
      @Nullable BigDecimal price,
      int quantity,
      String merchantCode,
      BigDecimal refund) {}

  /** One parcel; {@code carrierName} as the export has it, perhaps empty. */
  record Shipment(Waybill waybill, String carrierName) {}
}
