package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.tracking.Waybill;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A customer is promised something because their parcel is late. Published once a parcel, in one
 * transaction with the ledger's row; whoever keeps points or coupons gives it.
 *
 * @param orders what is in the parcel
 * @param kind what is given
 * @param what points: their number; a coupon: its name; an amount: yuan, for example {@code 8.00}
 * @param worth what it costs the shop in yuan, as the shop's rule says; zero for points without worth
 */
public record CompensationPromised(
    Waybill waybill,
    List<String> orders,
    CustomerId customer,
    Kind kind,
    String what,
    BigDecimal worth,
    Instant at) {

  public CompensationPromised {
    orders = List.copyOf(orders);
  }

  /** What is given. */
  public enum Kind {
    POINTS,
    COUPON,
    AMOUNT
  }
}
