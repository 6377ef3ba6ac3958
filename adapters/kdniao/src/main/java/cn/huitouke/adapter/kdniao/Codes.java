package cn.huitouke.adapter.kdniao;

import cn.huitouke.tracking.ParcelState;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** KDNiao's names of carriers and states in our own terms. Its digits mean other than Kuaidi100's. */
final class Codes {

  private static final Map<String, String> SHIPPERS =
      Map.ofEntries(
          Map.entry("shunfeng", "SF"),
          Map.entry("zhongtong", "ZTO"),
          Map.entry("yuantong", "YTO"),
          Map.entry("shentong", "STO"),
          Map.entry("yunda", "YD"),
          Map.entry("jtexpress", "JTSD"),
          Map.entry("jd", "JD"),
          Map.entry("ems", "EMS"),
          Map.entry("youzhengguonei", "YZPY"),
          Map.entry("debangkuaidi", "DBL"),
          Map.entry("huitongkuaidi", "HTKY"),
          Map.entry("youshuwuliu", "UC"),
          Map.entry("tiantian", "HHTT"));

  /** What the free questions serve. */
  private static final Set<String> FREE = Set.of("STO", "YTO", "HTKY", "HHTT");

  private static final Map<String, String> CARRIERS = new HashMap<>();

  static {
    SHIPPERS.forEach((carrier, shipper) -> CARRIERS.put(shipper, carrier));
  }

  private Codes() {}

  static Optional<String> shipper(String carrier, boolean paid) {
    return Optional.ofNullable(SHIPPERS.get(carrier)).filter(code -> paid || FREE.contains(code));
  }

  /** A shipper that is not in the table keeps its own code, in lower case. */
  static String carrier(String shipper) {
    return CARRIERS.getOrDefault(shipper, shipper.toLowerCase(Locale.ROOT));
  }

  /** By the fine code if there is one, else by the coarse one. */
  static ParcelState state(String coarse, String fine) {
    return switch (fine.isEmpty() ? coarse : fine) {
      case "0" -> ParcelState.CREATED;
      case "1" -> ParcelState.COLLECTED;
      case "2", "204" -> ParcelState.IN_TRANSIT;
      case "201" -> ParcelState.ARRIVED_CITY;
      case "202" -> ParcelState.OUT_FOR_DELIVERY;
      case "211" -> ParcelState.AWAITING_PICKUP;
      case "3", "301", "302" -> ParcelState.SIGNED;
      case "304" -> ParcelState.SIGNED_BY_OTHER;
      case "311" -> ParcelState.SIGNED_AT_STATION;
      case "404" -> ParcelState.REJECTED;
      case "406" -> ParcelState.RETURNED;
      case "407" -> ParcelState.RETURNING;
      case "4", "401", "402", "403", "405", "412" -> ParcelState.EXCEPTION;
      default -> fine.isEmpty() ? ParcelState.UNKNOWN : state(coarse, "");
    };
  }
}
