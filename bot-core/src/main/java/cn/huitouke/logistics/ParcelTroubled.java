package cn.huitouke.logistics;

import cn.huitouke.tracking.Waybill;
import java.time.Instant;
import java.util.List;

/**
 * Something is wrong with a parcel. Published once a parcel and kind, whatever is pushed again; the
 * customer has been, or is just being, told by logistics itself.
 *
 * @param orders what is in it
 * @param at when it was noticed
 */
public record ParcelTroubled(Waybill waybill, Kind kind, List<String> orders, Instant at) {

  public ParcelTroubled {
    orders = List.copyOf(orders);
  }

  /** What is wrong. */
  public enum Kind {
    /** It was said to be sent, and the carrier has not got it. */
    NOT_COLLECTED,
    /** It has not moved for longer than the carrier takes on this lane. */
    STALLED,
    /** It should have arrived. */
    LATE,
    /** Out for delivery, and not delivered within a day. */
    UNDELIVERED,
    /** It lies in a locker or at a station for two days. */
    UNFETCHED,
    /** It lies there for five days: soon it goes back. */
    FORGOTTEN,
    /** The carrier reports a problem. */
    EXCEPTION,
    MISROUTED,
    REJECTED,
    RETURNING
  }
}
