package cn.huitouke.adapter.kdniao;

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
import java.util.Base64;
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

/** KDNiao as far as its documents tell. */
final class FarKdNiao implements TrackingFarEnd {

  static final String ID = "1000000";
  static final String KEY = "synthetic-app-key";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final Map<String, String> SHIPPERS =
      Map.of("yuantong", "YTO", "shunfeng", "SF", "shentong", "STO", "huitongkuaidi", "HTKY");

  private record Known(List<Line> lines, boolean signed) {}

  private final HttpServer server;
  private final Map<String, Known> parcels = new ConcurrentHashMap<>();
  private final Map<String, String> tails = new ConcurrentHashMap<>();
  private final Map<String, List<String>> recognised = new ConcurrentHashMap<>();
  private final AtomicInteger questions = new AtomicInteger();
  private final List<String> watched = new CopyOnWriteArrayList<>();
  private volatile Trouble trouble = Trouble.NONE;

  FarKdNiao() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/Ebusiness/EbusinessOrderHandle.aspx", this::serve);
    server.createContext("/api/dist", this::serve);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void knows(Waybill waybill, List<Line> lines, boolean signed) {
    parcels.put(SHIPPERS.get(waybill.carrier()) + "/" + waybill.number(), new Known(lines, signed));
  }

  @Override
  public void guards(Waybill waybill, String phoneTail) {
    tails.put(waybill.number(), phoneTail);
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

  private void serve(HttpExchange exchange) throws IOException {
    Map<String, String> form =
        fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String text = JSON.writeValueAsString(answer(form));
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

  private ObjectNode answer(Map<String, String> form) {
    String data = form.get("RequestData");
    ObjectNode answer = JSON.createObjectNode().put("EBusinessID", ID).put("Success", false);
    if (trouble == Trouble.REFUSES_ACCOUNT || !sign(data).equals(form.get("DataSign"))) {
      return answer.put("Reason", "签名验证失败");
    }
    if (trouble == Trouble.BUSY) {
      return answer.put("Reason", "系统繁忙，请稍后再试");
    }
    JsonNode request = JSON.readTree(data);
    return switch (form.getOrDefault("RequestType", "")) {
      case "8001" -> question(answer, request);
      case "8008" -> {
        watched.add(request.path("LogisticCode").asString(""));
        yield answer.put("Success", true);
      }
      case "2002" -> recognition(answer, request.path("LogisticCode").asString(""));
      default -> answer.put("Reason", "未开通");
    };
  }

  private ObjectNode question(ObjectNode answer, JsonNode request) {
    questions.incrementAndGet();
    String shipper = request.path("ShipperCode").asString("");
    String number = request.path("LogisticCode").asString("");
    String tail = request.path("CustomerName").asString("");
    if (!tails.getOrDefault(number, tail).equals(tail)) {
      return answer.put("Reason", "请输入正确的手机号后四位");
    }
    Known known = parcels.get(shipper + "/" + number);
    return known == null
        ? answer.put("Success", true).put("Reason", "暂无轨迹信息").put("State", "0")
        : entry(answer, shipper, number, known);
  }

  private ObjectNode recognition(ObjectNode answer, String number) {
    ArrayNode shippers = answer.put("Success", true).putArray("Shippers");
    recognised
        .getOrDefault(number, List.of())
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
        parcels.get(shipper + "/" + waybill.number()));
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

  private static HookRequest request(String body) {
    return new HookRequest(
        "POST", Map.of(), Map.of(), body.getBytes(StandardCharsets.UTF_8), "203.0.113.7");
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

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String sign(String data) {
    try {
      byte[] md5 =
          MessageDigest.getInstance("MD5").digest((data + KEY).getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder()
          .encodeToString(HexFormat.of().formatHex(md5).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
