package cn.huitouke.logistics;

import cn.huitouke.tracking.Waybill;
import java.time.Instant;
import java.util.List;

/**
 * A parcel is with the customer, or with somebody for them. Published once a parcel. One that the
 * carrier calls signed for because it lies in a locker or at a station is not delivered yet: the
 * record comes when it is fetched, or, where carriers do not tell, three days after it was put there.
 *
 * @param orders what is in it
 * @param at when it was signed for
 */
public record ParcelDelivered(Waybill waybill, List<String> orders, Instant at) {

  public ParcelDelivered {
    orders = List.copyOf(orders);
  }
}
