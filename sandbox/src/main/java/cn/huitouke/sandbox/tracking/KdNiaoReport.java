package cn.huitouke.sandbox.tracking;

import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Journey.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what KDNiao knows of a parcel: the oldest step first, and its own codes. */
final class KdNiaoReport {
  private static final Map<String, String> CARRIERS =
      Map.ofEntries(
          Map.entry("SF", "shunfeng"),
          Map.entry("ZTO", "zhongtong"),
          Map.entry("YTO", "yuantong"),
          Map.entry("STO", "shentong"),
          Map.entry("YD", "yunda"),
          Map.entry("JTSD", "jtexpress"),
          Map.entry("JD", "jd"),
          Map.entry("EMS", "ems"),
          Map.entry("YZPY", "youzhengguonei"),
          Map.entry("DBL", "debangkuaidi"),
          Map.entry("HTKY", "huitongkuaidi"),
          Map.entry("UC", "youshuwuliu"));

  private KdNiaoReport() {}

  /** Kuaidi100's code, by which parcels are known here, of KDNiao's. */
  static Optional<String> carrier(String shipperCode) {
    return Optional.ofNullable(CARRIERS.get(shipperCode));
  }

  /** KDNiao's code of Kuaidi100's. */
  static Optional<String> shipperCode(String carrier) {
    return CARRIERS.entrySet().stream()
        .filter(pair -> pair.getValue().equals(carrier))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  static ObjectNode write(
      String businessId, String shipperCode, String number, String order, List<Step> steps) {
    ObjectNode report =
        Json.object()
            .put("EBusinessID", businessId)
            .put("OrderCode", order)
            .put("ShipperCode", shipperCode)
            .put("LogisticCode", number)
            .put("Success", true);
    if (steps.isEmpty()) {
      report.put("Reason", "暂无轨迹信息").put("State", "0").put("StateEx", "0").put("Location", "");
    } else {
      Step last = steps.getLast();
      report
          .putNull("Reason")
          .put("State", last.kdniao().isEmpty() ? "2" : last.kdniao().substring(0, 1))
          .put("StateEx", last.kdniao())
          .put("Location", town(last));
    }
    ArrayNode traces = report.putArray("Traces");
    for (Step step : steps) {
      traces
          .addObject()
          .put("AcceptTime", Kuaidi100Report.SECOND.format(step.at()))
          .put("AcceptStation", step.text())
          .put("Location", town(step))
          .put("Action", step.kdniao());
    }
    return report;
  }

  static List<Step> steps(Optional<Journey> journey, Instant now) {
    return journey.map(known -> known.until(now)).orElse(List.of());
  }

  /** The last part of {@code 浙江,杭州市}. */
  private static String town(Step step) {
    return step.place().substring(step.place().lastIndexOf(',') + 1);
  }
}
