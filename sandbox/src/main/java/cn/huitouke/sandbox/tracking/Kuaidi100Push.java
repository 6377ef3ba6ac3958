package cn.huitouke.sandbox.tracking;

import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Journey.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Writes what Kuaidi100 posts about a watched parcel. */
record Kuaidi100Push(Watch watch, Journey journey, List<Step> steps) {

  Letter letter(String status, Instant now) {
    return letter(status, steps, false, now);
  }

  private Letter letter(String status, List<Step> shown, boolean ascending, Instant now) {
    String message =
        status.equals("abort")
            ? "60天无变化"
            : Kuaidi100Codes.name(Kuaidi100Codes.base(shown.getLast().kuaidi100()));
    ObjectNode param = outside(status, message, "0", "", "");
    param.set("lastResult", Kuaidi100Report.write(journey, shown, watch.resultv2, ascending));
    return signed(watch, status, param, now).to(journey.phoneTail());
  }

  Letter odd(Oddity oddity, Instant now) {
    boolean signed = Kuaidi100Codes.last(steps.getLast().kuaidi100());
    String status = signed ? "shutdown" : "polling";
    return switch (oddity) {
      case REPEATED -> letter(status, now);
      case UPDATE_ALL -> letter("updateall", now);
      case REORDERED -> letter(status, steps, true, now);
      case REWORDED ->
          letter(status, steps.stream().map(Kuaidi100Push::reworded).toList(), false, now);
      case LATE_POLLING -> letter("polling", withAfterword(), false, now);
    };
  }

  private static Step reworded(Step step) {
    String text = step.text().replace("【", " [").replace("】", "] ").replace("，", ", ") + "。";
    return new Step(step.at(), text, step.kuaidi100(), step.kdniao(), step.place());
  }

  private List<Step> withAfterword() {
    Step last = steps.getLast();
    List<Step> more = new ArrayList<>(steps);
    more.add(
        new Step(
            last.at().plus(Duration.ofMinutes(38)),
            "在官网\"运单资料&签收图\",可查看签收人信息",
            last.kuaidi100(),
            last.kdniao(),
            last.place()));
    return more;
  }

  /** The right carrier was found: its data, marked so. */
  static Letter corrected(Watch watch, Journey found, Instant now) {
    List<Step> steps = found.until(now);
    ObjectNode param = outside("polling", "在途", "1", watch.carrier, found.carrier());
    param.set("lastResult", Kuaidi100Report.write(found, steps, watch.resultv2, false));
    return signed(watch, "polling", param, now).to(found.phoneTail());
  }

  /** Nothing was found under the carrier that was given. */
  static Letter nothing(Watch watch, String rightCarrier, Instant now) {
    ObjectNode param = outside("abort", "3天查询无记录", "0", "", rightCarrier);
    param
        .putObject("lastResult")
        .put("message", "快递公司参数异常：单号不存在或者已经过期")
        .put("nu", watch.number)
        .put("ischeck", "0")
        .put("condition", "")
        .put("com", watch.carrier)
        .put("status", "201")
        .put("state", "0")
        .putArray("data");
    return signed(watch, "abort", param, now);
  }

  private static ObjectNode outside(
      String status, String message, String autoCheck, String comOld, String comNew) {
    return Json.object()
        .put("status", status)
        .put("billstatus", status.equals("shutdown") ? "check" : "change")
        .put("message", message)
        .put("autoCheck", autoCheck)
        .put("comOld", comOld)
        .put("comNew", comNew);
  }

  private static Letter signed(Watch watch, String status, ObjectNode param, Instant now) {
    String text = Json.write(param);
    Map<String, String> form = new LinkedHashMap<>();
    watch.salt.ifPresent(salt -> form.put("sign", Digest.upper("MD5", text + salt)));
    form.put("param", text);
    return new Letter(watch.number, status, watch.url, form, now);
  }
}
