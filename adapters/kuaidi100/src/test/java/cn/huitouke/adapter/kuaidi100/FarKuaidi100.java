package cn.huitouke.adapter.kuaidi100;

import cn.huitouke.hook.HookRequest;
import cn.huitouke.tck.tracking.TrackingServer;
import cn.huitouke.tracking.Waybill;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Kuaidi100 as far as its documents tell, without its rhythm. */
final class FarKuaidi100 extends TrackingServer {

  static final String CUSTOMER = "0123456789ABCDEF0123456789ABCDEF";
  static final String KEY = "SYNTHKEY00000001";
  static final String SALT = "huitouke-salt";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private final List<JsonNode> subscriptions = new CopyOnWriteArrayList<>();

  /** What it says instead of a parcel, for the codes that no trouble stands for. */
  private volatile String says = "";

  FarKuaidi100() {
    serves("/poll/query.do", form -> said(question(form)));
    serves("/poll", form -> said(subscription(form)));
    serves("/autonumber/auto", query -> said(recognition(query)));
  }

  private String said(String right) {
    return says.isEmpty() ? right : says;
  }

  void says(String body) {
    says = body;
  }

  List<JsonNode> subscriptions() {
    return subscriptions;
  }

  private String question(Map<String, String> form) {
    asked();
    String param = form.get("param");
    String sign = sign(param + KEY + CUSTOMER);
    if (trouble() == Trouble.REFUSES_ACCOUNT || !sign.equals(form.get("sign"))) {
      return refusal("503", "验证签名失败");
    }
    if (trouble() == Trouble.BUSY) {
      return refusal("502", "服务器繁忙");
    }
    JsonNode asked = JSON.readTree(param);
    String carrier = asked.path("com").asString("");
    String number = asked.path("num").asString("");
    String key = carrier + "/" + number;
    if (guarded(key, asked.path("phone").asString(""))) {
      return refusal("408", "快递公司参数异常：验证码错误");
    }
    return known(key)
        .map(known -> JSON.writeValueAsString(result(carrier, number, known)))
        .orElseGet(() -> refusal("500", "查询无结果，请隔段时间再查"));
  }

  private String subscription(Map<String, String> form) {
    JsonNode param = JSON.readTree(form.get("param"));
    if (trouble() == Trouble.REFUSES_ACCOUNT || !param.path("key").asString("").equals(KEY)) {
      return refusal("600", "您不是合法的订阅者");
    }
    if (trouble() == Trouble.BUSY) {
      return refusal("500", "服务器错误");
    }
    subscriptions.add(param);
    String number = param.path("number").asString("");
    boolean again = watched().contains(number);
    watches(number);
    return again
        ? refusal("501", "重复订阅")
        : "{\"result\":true,\"returnCode\":\"200\",\"message\":\"提交成功\"}";
  }

  private String recognition(Map<String, String> query) {
    ArrayNode guesses = JSON.createArrayNode();
    carriersOf(query.get("num"))
        .forEach(carrier -> guesses.addObject().put("lengthPre", 15).put("comCode", carrier));
    return JSON.writeValueAsString(guesses);
  }

  private static ObjectNode result(String carrier, String number, Known known) {
    ObjectNode result = JSON.createObjectNode();
    result.put("message", "ok").put("nu", number).put("com", carrier).put("status", "200");
    result.put("state", known.signed() ? "3" : "0").put("ischeck", known.signed() ? "1" : "0");
    ArrayNode data = result.putArray("data");
    for (Line line : known.lines().reversed()) {
      String time = TIME.format(line.at());
      data.addObject()
          .put("time", time)
          .put("ftime", time)
          .put("context", line.text())
          .put("statusCode", "0")
          .putNull("areaName")
          .put("location", "");
    }
    return result;
  }

  @Override
  public HookRequest push(Waybill waybill) {
    Known known = known(key(waybill)).orElseThrow();
    ObjectNode push = JSON.createObjectNode();
    push.put("status", known.signed() ? "shutdown" : "polling").put("message", "");
    push.put("autoCheck", "0").put("comOld", "").put("comNew", "");
    push.set("lastResult", result(waybill.carrier(), waybill.number(), known));
    return signed(JSON.writeValueAsString(push));
  }

  @Override
  public HookRequest signed(String content) {
    return request("param=" + encoded(content) + "&sign=" + sign(content + SALT));
  }

  @Override
  public HookRequest forged(HookRequest push) {
    String body = new String(push.body(), StandardCharsets.UTF_8);
    return request(body.replaceFirst("sign=.*", "sign=" + sign("a guess")));
  }

  static String refusal(String code, String message) {
    return "{\"result\":false,\"returnCode\":\"%s\",\"message\":\"%s\"}".formatted(code, message);
  }

  static String sign(String text) {
    return HexFormat.of().withUpperCase().formatHex(md5(text));
  }
}
