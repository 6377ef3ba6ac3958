package cn.huitouke.adapter.kdniao;

import cn.huitouke.hook.HookRequest;
import cn.huitouke.tck.tracking.TrackingServer;
import cn.huitouke.tracking.Waybill;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** KDNiao as far as its documents tell. */
final class FarKdNiao extends TrackingServer {

  static final String ID = "1000000";
  static final String KEY = "synthetic-app-key";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final Map<String, String> SHIPPERS =
      Map.of("yuantong", "YTO", "shunfeng", "SF", "shentong", "STO", "huitongkuaidi", "HTKY");

  FarKdNiao() {
    serves("/Ebusiness/EbusinessOrderHandle.aspx", this::told);
    serves("/api/dist", this::told);
  }

  @Override
  protected String key(Waybill waybill) {
    return SHIPPERS.get(waybill.carrier()) + "/" + waybill.number();
  }

  private String told(Map<String, String> form) {
    return JSON.writeValueAsString(answer(form));
  }

  private ObjectNode answer(Map<String, String> form) {
    String data = form.get("RequestData");
    ObjectNode answer = JSON.createObjectNode().put("EBusinessID", ID).put("Success", false);
    if (trouble() == Trouble.REFUSES_ACCOUNT || !sign(data).equals(form.get("DataSign"))) {
      return answer.put("Reason", "签名验证失败");
    }
    if (trouble() == Trouble.BUSY) {
      return answer.put("Reason", "系统繁忙，请稍后再试");
    }
    JsonNode request = JSON.readTree(data);
    return switch (form.getOrDefault("RequestType", "")) {
      case "8001" -> question(answer, request);
      case "8008" -> {
        watches(request.path("LogisticCode").asString(""));
        yield answer.put("Success", true);
      }
      case "2002" -> recognition(answer, request.path("LogisticCode").asString(""));
      default -> answer.put("Reason", "未开通");
    };
  }

  private ObjectNode question(ObjectNode answer, JsonNode request) {
    asked();
    String shipper = request.path("ShipperCode").asString("");
    String number = request.path("LogisticCode").asString("");
    String key = shipper + "/" + number;
    if (guarded(key, request.path("CustomerName").asString(""))) {
      return answer.put("Reason", "请输入正确的手机号后四位");
    }
    return known(key)
        .map(known -> entry(answer, shipper, number, known))
        .orElseGet(() -> answer.put("Success", true).put("Reason", "暂无轨迹信息").put("State", "0"));
  }

  private ObjectNode recognition(ObjectNode answer, String number) {
    ArrayNode shippers = answer.put("Success", true).putArray("Shippers");
    carriersOf(number)
        .forEach(carrier -> shippers.addObject().put("ShipperCode", SHIPPERS.get(carrier)));
    return answer;
  }

  private static ObjectNode entry(ObjectNode into, String shipper, String number, Known known) {
    into.put("ShipperCode", shipper).put("LogisticCode", number).put("Success", true);
    into.put("State", known.signed() ? "3" : "2").put("StateEx", known.signed() ? "301" : "2");
    ArrayNode traces = into.putArray("Traces");
    for (Line line : known.lines()) {
      traces
          .addObject()
          .put("AcceptTime", TIME.format(line.at()))
          .put("AcceptStation", line.text())
          .put("Location", "")
          .put("Action", "2");
    }
    return into;
  }

  @Override
  public HookRequest push(Waybill waybill) {
    String shipper = SHIPPERS.get(waybill.carrier());
    ObjectNode push = JSON.createObjectNode();
    push.put("EBusinessID", ID).put("PushTime", "2026-11-21 10:00:00").put("Count", "1");
    entry(
        push.putArray("Data").addObject(),
        shipper,
        waybill.number(),
        known(key(waybill)).orElseThrow());
    return signed(JSON.writeValueAsString(push));
  }

  @Override
  public HookRequest signed(String content) {
    return request(
        "RequestData=" + encoded(content) + "&RequestType=102&DataSign=" + encoded(sign(content)));
  }

  @Override
  public HookRequest forged(HookRequest push) {
    String body = new String(push.body(), StandardCharsets.UTF_8);
    return request(body.replaceFirst("DataSign=.*", "DataSign=" + encoded(sign("a guess"))));
  }

  private static String sign(String data) {
    return Base64.getEncoder()
        .encodeToString(HexFormat.of().formatHex(md5(data + KEY)).getBytes(StandardCharsets.UTF_8));
  }
}
