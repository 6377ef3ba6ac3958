package cn.huitouke.adapter.kuaidi100;

import cn.huitouke.hook.HookRequest;
import cn.huitouke.tck.tracking.TrackingFarEnd;
import cn.huitouke.tracking.Waybill;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Kuaidi100 as far as its documents tell, without its rhythm. */
final class FarKuaidi100 implements TrackingFarEnd {

  static final String CUSTOMER = "0123456789ABCDEF0123456789ABCDEF";
  static final String KEY = "SYNTHKEY00000001";
  static final String SALT = "huitouke-salt";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private record Known(List<Line> lines, boolean signed) {}

  private final HttpServer server;
  private final Map<String, Known> parcels = new ConcurrentHashMap<>();
  private final Map<String, String> tails = new ConcurrentHashMap<>();
  private final Map<String, List<String>> recognised = new ConcurrentHashMap<>();
  private final AtomicInteger questions = new AtomicInteger();
  private final List<String> watched = new CopyOnWriteArrayList<>();
  private final List<JsonNode> subscriptions = new CopyOnWriteArrayList<>();
  private volatile Trouble trouble = Trouble.NONE;

  /** What it says instead of a parcel, for the codes that no trouble stands for. */
  private volatile String says = "";

  FarKuaidi100() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/poll/query.do", exchange -> answer(exchange, question(form(exchange))));
    server.createContext("/poll", exchange -> answer(exchange, subscription(form(exchange))));
    server.createContext(
        "/autonumber/auto",
        exchange -> answer(exchange, recognition(fields(exchange.getRequestURI().getRawQuery()))));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void says(String body) {
    says = body;
  }

  List<JsonNode> subscriptions() {
    return subscriptions;
  }

  @Override
  public void knows(Waybill waybill, List<Line> lines, boolean signed) {
    parcels.put(waybill.toString(), new Known(lines, signed));
  }

  @Override
  public void guards(Waybill waybill, String phoneTail) {
    tails.put(waybill.toString(), phoneTail);
  }

  @Override
  public void recognises(String number, List<String> carriers) {
    recognised.put(number, carriers);
  }

  @Override
  public void trouble(Trouble what) {
    trouble = what;
    if (what == Trouble.DOWN) {
      server.stop(0);
    }
  }

  @Override
  public int questions() {
    return questions.get();
  }

  @Override
  public List<String> watched() {
    return watched;
  }

  private String question(Map<String, String> form) {
    questions.incrementAndGet();
    String param = form.get("param");
    String sign = md5(param + KEY + CUSTOMER);
    if (trouble == Trouble.REFUSES_ACCOUNT || !sign.equals(form.get("sign"))) {
      return refusal("503", "验证签名失败");
    }
    if (trouble == Trouble.BUSY) {
      return refusal("502", "服务器繁忙");
    }
    JsonNode asked = JSON.readTree(param);
    String waybill = asked.path("com").asString("") + "/" + asked.path("num").asString("");
    if (!tails
        .getOrDefault(waybill, asked.path("phone").asString(""))
        .equals(asked.path("phone").asString(""))) {
      return refusal("408", "快递公司参数异常：验证码错误");
    }
    Known known = parcels.get(waybill);
    return known == null
        ? refusal("500", "查询无结果，请隔段时间再查")
        : JSON.writeValueAsString(
            result(asked.path("com").asString(""), asked.path("num").asString(""), known));
  }

  private String subscription(Map<String, String> form) {
    JsonNode param = JSON.readTree(form.get("param"));
    if (trouble == Trouble.REFUSES_ACCOUNT || !param.path("key").asString("").equals(KEY)) {
      return refusal("600", "您不是合法的订阅者");
    }
    if (trouble == Trouble.BUSY) {
      return refusal("500", "服务器错误");
    }
    subscriptions.add(param);
    String number = param.path("number").asString("");
    boolean again = watched.contains(number);
    watched.add(number);
    return again
        ? refusal("501", "重复订阅")
        : "{\"result\":true,\"returnCode\":\"200\",\"message\":\"提交成功\"}";
  }

  private String recognition(Map<String, String> query) {
    ArrayNode guesses = JSON.createArrayNode();
    recognised
        .getOrDefault(query.get("num"), List.of())
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
    Known known = parcels.get(waybill.toString());
    ObjectNode push = JSON.createObjectNode();
    push.put("status", known.signed() ? "shutdown" : "polling").put("message", "");
    push.put("autoCheck", "0").put("comOld", "").put("comNew", "");
    push.set("lastResult", result(waybill.carrier(), waybill.number(), known));
    return signed(JSON.writeValueAsString(push));
  }

  @Override
  public HookRequest signed(String content) {
    return request("param=" + encoded(content) + "&sign=" + md5(content + SALT));
  }

  @Override
  public HookRequest forged(HookRequest push) {
    String body = new String(push.body(), StandardCharsets.UTF_8);
    return request(body.replaceFirst("sign=.*", "sign=" + md5("a guess")));
  }

  static HookRequest request(String body) {
    return new HookRequest(
        "POST", Map.of(), Map.of(), body.getBytes(StandardCharsets.UTF_8), "203.0.113.7");
  }

  private void answer(HttpExchange exchange, String right) throws IOException {
    String text = says.isEmpty() ? right : says;
    String body =
        switch (trouble) {
          case BROKEN -> "<html>502</html>";
          case MALFORMED -> text.substring(0, text.length() / 2);
          case NONE, BUSY, REFUSES_ACCOUNT, DOWN -> text;
        };
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(trouble == Trouble.BROKEN ? 500 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    return fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static Map<String, String> fields(String encoded) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : encoded.split("&")) {
      int equals = pair.indexOf('=');
      fields.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String refusal(String code, String message) {
    return "{\"result\":false,\"returnCode\":\"%s\",\"message\":\"%s\"}".formatted(code, message);
  }

  static String md5(String text) {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
