package cn.huitouke.sandbox.tracking;

import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Journey.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what Kuaidi100 knows of a parcel: the newest step first. */
final class Kuaidi100Report {
  static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
  static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(CHINA);
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH").withZone(CHINA);
  private static final Set<String> ADVANCED = Set.of("4", "8");

  private Kuaidi100Report() {}

  /**
   * @param steps what has happened, oldest first, at least one
   * @param resultv2 how much is told: empty, 1, 4 or 8
   */
  static ObjectNode write(Journey journey, List<Step> steps, String resultv2, boolean ascending) {
    String code = steps.getLast().kuaidi100();
    boolean advanced = ADVANCED.contains(resultv2);
    ObjectNode report =
        Json.object()
            .put("message", "ok")
            .put("nu", journey.number())
            .put("ischeck", Kuaidi100Codes.signed(code) ? "1" : "0")
            .put("com", journey.carrier())
            .put("status", "200")
            .put("state", advanced ? code : Kuaidi100Codes.base(code))
            .put("condition", "F00")
            .put("isLoop", false);
    ArrayNode data = report.putArray("data");
    for (Step step : ascending ? steps : steps.reversed()) {
      data.add(line(step, resultv2));
    }
    if (advanced) {
      ObjectNode route = report.putObject("routeInfo");
      route.set("from", place(steps.getFirst()));
      route.set("cur", place(steps.getLast()));
      route.putNull("to");
    }
    if (resultv2.equals("8")) {
      journey.promised().ifPresent(promised -> foretell(report, steps, promised));
    }
    return report;
  }

  private static ObjectNode line(Step step, String resultv2) {
    String time = SECOND.format(step.at());
    ObjectNode line =
        Json.object()
            .put("time", time)
            .put("ftime", time)
            .put("context", step.text())
            .put("location", "");
    if (!resultv2.isEmpty()) {
      line.put("status", Kuaidi100Codes.name(step.kuaidi100()))
          .putNull("areaCode")
          .put("areaName", step.place().isEmpty() ? null : step.place())
          .putNull("areaCenter")
          .putNull("areaPinYin");
    }
    if (ADVANCED.contains(resultv2)) {
      line.put("statusCode", step.kuaidi100());
    }
    return line;
  }

  private static ObjectNode place(Step step) {
    return Json.object().put("number", "").put("name", step.place());
  }

  private static void foretell(ObjectNode report, List<Step> steps, Instant promised) {
    Duration left = Duration.between(steps.getLast().at(), promised);
    report
        .put("arrivalTime", HOUR.format(promised))
        .put("totalTime", span(Duration.between(steps.getFirst().at(), promised)))
        .put("remainTime", span(left.isNegative() ? Duration.ZERO : left))
        .putArray("predictedRoute");
  }

  private static String span(Duration time) {
    return time.toDays() + "天" + time.toHoursPart() + "小时";
  }
}
