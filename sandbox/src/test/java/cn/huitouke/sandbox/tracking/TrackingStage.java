package cn.huitouke.sandbox.tracking;

import cn.huitouke.sandbox.HandClock;
import cn.huitouke.sandbox.ReceivingServer;
import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Journey.Step;
import cn.huitouke.sandbox.world.Parcels;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A sandbox with three parcels, a server that plays our gateway, and a client. */
final class TrackingStage implements AutoCloseable {
  static final String YES = "{\"result\":true,\"returnCode\":\"200\",\"message\":\"成功\"}";
  static final String YT = "YT9900000000011";
  static final String SF = "SF9900000000011";
  static final String JT = "460000000000022";

  final HandClock clock = new HandClock();
  final ReceivingServer gateway = new ReceivingServer();
  final Instant begin = clock.instant();
  final Sandbox sandbox;
  private final HttpClient http = HttpClient.newHttpClient();

  TrackingStage() throws IOException {
    gateway.answers(YES);
    sandbox =
        new Sandbox(
            SandboxOptions.demo(clock)
                .withPort(0)
                .withParcels(parcels())
                .withKdNiao(
                    new KdNiaoAccount("1000000", "synthetic-app-key", gateway.url("/kdniao"))));
    sandbox.start();
  }

  private Parcels parcels() {
    List<Journey> all =
        List.of(
            journey("yuantong", YT, Optional.empty()),
            journey("shunfeng", SF, Optional.of("0003")),
            journey("jtexpress", JT, Optional.empty()));
    return new Parcels() {
      @Override
      public Optional<Journey> find(String carrier, String number) {
        return all.stream()
            .filter(j -> j.carrier().equals(carrier) && j.number().equals(number))
            .findFirst();
      }

      @Override
      public Collection<Journey> all() {
        return all;
      }
    };
  }

  private Journey journey(String carrier, String number, Optional<String> tail) {
    return new Journey(
        carrier,
        number,
        tail,
        List.of(
            step(1, "【江苏省苏州市北桥公司】 已揽收", "1", "1", "江苏,苏州市"),
            step(10, "【苏州转运中心】 已发出，下一站 【杭州】", "1002", "2", "江苏,苏州市"),
            step(30, "【杭州】派件中，派件人: 张师傅 电话 13800138000", "5", "202", "浙江,杭州市"),
            step(34, "客户签收人: 已签收", "301", "301", "浙江,杭州市")),
        Optional.of(begin.plus(Duration.ofHours(36))));
  }

  private Step step(int hours, String text, String kuaidi100, String kdniao, String place) {
    return new Step(begin.plus(Duration.ofHours(hours)), text, kuaidi100, kdniao, place);
  }

  JsonNode query(String carrier, String number, String phone, String resultv2)
      throws IOException, InterruptedException {
    String param =
        """
        {"com":"%s","num":"%s","phone":"%s","from":"","to":"","resultv2":"%s","order":"desc"}\
        """
            .formatted(carrier, number, phone, resultv2);
    Kuaidi100Account account = Kuaidi100Account.demo();
    String sign = Digest.upper("MD5", param + account.key() + account.customer());
    return form(
        "/kuaidi100/poll/query.do",
        Map.of("customer", account.customer(), "sign", sign, "param", param));
  }

  int code(JsonNode answer) {
    return answer.path("returnCode").asInt(200);
  }

  JsonNode subscribe(String carrier, String number, String phone)
      throws IOException, InterruptedException {
    return subscribe(carrier, number, phone, "SYNTHKEY00000001", "0");
  }

  JsonNode subscribe(String carrier, String number, String phone, String key, String autoCom)
      throws IOException, InterruptedException {
    String param =
        """
        {"company":"%s","number":"%s","key":"%s","parameters":{"callbackurl":"%s",\
        "salt":"huitouke-salt","resultv2":"4","autoCom":"%s","phone":"%s"}}\
        """
            .formatted(carrier, number, key, gateway.url("/k100?s=1"), autoCom, phone);
    return form("/kuaidi100/poll", Map.of("schema", "json", "param", param));
  }

  JsonNode niao(String type, String data) throws IOException, InterruptedException {
    return form(
        "/kdniao/Ebusiness/EbusinessOrderHandle.aspx",
        Map.of(
            "RequestData",
            data,
            "EBusinessID",
            "1000000",
            "RequestType",
            type,
            "DataSign",
            Digest.niao(data + "synthetic-app-key"),
            "DataType",
            "2"));
  }

  JsonNode form(String path, Map<String, String> fields) throws IOException, InterruptedException {
    String body =
        fields.entrySet().stream()
            .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(sandbox.base(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(sandbox.base(path)));
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var response =
        http.send(
            request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
    return Json.read(response.body());
  }

  /** So many hours after the beginning, with everything pushed on the way. */
  void turnTo(double hours) {
    clock.set(begin.plus(Duration.ofMinutes((long) (hours * 60))));
    sandbox.advance();
  }

  /** The next push of Kuaidi100, its signature checked. */
  JsonNode nextPush() throws InterruptedException {
    var form = gateway.next().form();
    String param = form.getOrDefault("param", "");
    if (!Digest.upper("MD5", param + "huitouke-salt").equals(form.get("sign"))) {
      throw new AssertionError("wrongly signed");
    }
    return Json.read(param);
  }

  @Override
  public void close() {
    sandbox.close();
    gateway.close();
    http.close();
  }
}
