package cn.huitouke.tracking;

/** Where a parcel stands, in our own terms; every source's codes are mapped to these. */
public enum ParcelState {
  /** The number exists, the carrier has not got the parcel. */
  CREATED,
  COLLECTED,
  IN_TRANSIT,
  /** In the city of delivery. */
  ARRIVED_CITY,
  OUT_FOR_DELIVERY,
  /** In a locker or at a station, for the customer to fetch: not signed for. */
  AWAITING_PICKUP,
  SIGNED,
  SIGNED_BY_OTHER,
  /** Fetched from the locker or station, or so the carrier says. */
  SIGNED_AT_STATION,
  RETURNING,
  RETURNED,
  REJECTED,
  /** The carrier reports a problem. */
  EXCEPTION,
  /** Handed to another carrier or a new address. */
  FORWARDED,
  CUSTOMS,
  CANCELLED,
  /** A code that we do not know: show the text, conclude nothing. */
  UNKNOWN;

  /** Whether the customer has it, or somebody for them. */
  public boolean signed() {
    return this == SIGNED || this == SIGNED_BY_OTHER || this == SIGNED_AT_STATION;
  }

  /** Whether nothing more will happen to it. */
  public boolean terminal() {
    return signed() || this == RETURNED || this == CANCELLED;
  }

  /** Whether somebody should look at it. */
  public boolean troubled() {
    return this == EXCEPTION || this == RETURNING || this == RETURNED || this == REJECTED;
  }
}
