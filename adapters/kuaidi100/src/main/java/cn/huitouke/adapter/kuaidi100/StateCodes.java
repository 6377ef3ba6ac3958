package cn.huitouke.adapter.kuaidi100;

import cn.huitouke.tracking.ParcelState;
import java.util.Map;

/** Kuaidi100's base and advanced state codes in our own terms. */
final class StateCodes {

  private static final Map<String, ParcelState> KNOWN =
      Map.ofEntries(
          Map.entry("101", ParcelState.CREATED),
          Map.entry("102", ParcelState.CREATED),
          Map.entry("1", ParcelState.COLLECTED),
          Map.entry("103", ParcelState.COLLECTED),
          Map.entry("0", ParcelState.IN_TRANSIT),
          Map.entry("1001", ParcelState.ARRIVED_CITY),
          Map.entry("5", ParcelState.OUT_FOR_DELIVERY),
          Map.entry("501", ParcelState.AWAITING_PICKUP),
          Map.entry("3", ParcelState.SIGNED),
          Map.entry("301", ParcelState.SIGNED),
          Map.entry("302", ParcelState.SIGNED),
          Map.entry("303", ParcelState.SIGNED_BY_OTHER),
          Map.entry("304", ParcelState.SIGNED_AT_STATION),
          Map.entry("6", ParcelState.RETURNING),
          Map.entry("4", ParcelState.RETURNED),
          Map.entry("401", ParcelState.CANCELLED),
          Map.entry("210", ParcelState.CANCELLED),
          Map.entry("14", ParcelState.REJECTED),
          Map.entry("203", ParcelState.REJECTED),
          Map.entry("7", ParcelState.FORWARDED),
          Map.entry("2", ParcelState.EXCEPTION),
          Map.entry("8", ParcelState.CUSTOMS));

  private StateCodes() {}

  /** A code that is not in the table falls back to its base state, which is its first digit. */
  static ParcelState read(String code) {
    ParcelState known = KNOWN.get(code);
    if (known != null) {
      return known;
    }
    if (code.matches("100\\d")) {
      return ParcelState.IN_TRANSIT;
    }
    if (code.matches("1[0-3]")) {
      return ParcelState.CUSTOMS;
    }
    if (code.matches("\\d{3}")) {
      return KNOWN.getOrDefault(code.substring(0, 1), ParcelState.UNKNOWN);
    }
    return ParcelState.UNKNOWN;
  }
}
