package cn.huitouke.care;

import java.util.Locale;

/** What a care plan waits for. */
public enum Occasion {
  /** An order was paid. */
  PAID,
  /** Its first parcel left. */
  SHIPPED,
  /** All its parcels were signed for; or, where the plan allows it, should have been by now. */
  DELIVERED,
  /** A customer follows one of the shop's accounts. */
  FOLLOWED,
  /** A day of the calendar: a festival, the shop's anniversary, a birthday. */
  CALENDAR,
  /** Nothing was ordered for a multiple of the customer's usual gap. */
  QUIET,
  /** What was bought should be nearly used up. */
  PRODUCT_LIFE,
  /** The shop has something new that goes with what the customer bought. */
  NEW_PRODUCT,
  /** A person closed a case of a customer who was not content. */
  CASE_CLOSED;

  /** As plan files write it: {@code product-life}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is about one order. */
  boolean ofAnOrder() {
    return switch (this) {
      case PAID, SHIPPED, DELIVERED, QUIET, PRODUCT_LIFE -> true;
      case FOLLOWED, CALENDAR, NEW_PRODUCT, CASE_CLOSED -> false;
    };
  }
}
