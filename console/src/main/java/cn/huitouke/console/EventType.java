package cn.huitouke.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the shop's own systems can be told of. */
enum EventType {
  ORDER_PAID,
  PARCEL_SHIPPED,
  PARCEL_DELIVERED,
  PARCEL_STUCK,
  CUSTOMER_BOUND,
  CUSTOMER_UNSUBSCRIBED,
  MESSAGE_FAILED,
  /** Only to see whether it arrives. */
  TEST_PING;

  /** As it is written: {@code order.paid}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  static Optional<EventType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }
}
