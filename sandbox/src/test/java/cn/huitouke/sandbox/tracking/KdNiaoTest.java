package cn.huitouke.sandbox.tracking;

import static cn.huitouke.sandbox.tracking.TrackingStage.SF;
import static cn.huitouke.sandbox.tracking.TrackingStage.YT;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.web.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class KdNiaoTest {
  private TrackingStage stage;

  @BeforeEach
  void build() throws IOException {
    stage = new TrackingStage();
    stage.gateway.answers("{\"EBusinessID\":\"1000000\",\"Success\":true,\"Reason\":\"\"}");
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  private static String data(String shipper, String number, String tail) {
    return """
    {"OrderCode":"","ShipperCode":"%s","LogisticCode":"%s","CustomerName":"%s"}\
    """
        .formatted(shipper, number, tail);
  }

  private static boolean success(JsonNode answer) {
    return answer.path("Success").asBoolean(false);
  }

  @Test
  void tracesAreToldOldestFirst() throws Exception {
    stage.clock.pass(Duration.ofHours(31));
    JsonNode report = stage.niao("8001", data("SF", SF, "0003"));
    assertThat(success(report)).isTrue();
    assertThat(report.path("State").asString()).isEqualTo("2");
    assertThat(report.path("StateEx").asString()).isEqualTo("202");
    assertThat(report.path("Location").asString()).isEqualTo("杭州市");
    assertThat(report.path("Traces").size()).isEqualTo(3);
    assertThat(report.path("Traces").path(0).path("AcceptTime").asString())
        .isEqualTo("2026-11-21 11:00:00");
  }

  @Test
  void theFreeQueryKnowsFewCarriersAndHasItsNumber() throws Exception {
    stage.clock.pass(Duration.ofHours(31));
    assertThat(success(stage.niao("1002", data("SF", SF, "0003")))).isFalse();
    for (int i = 0; i < 500; i++) {
      stage.niao("1002", data("YTO", YT, ""));
    }
    JsonNode tooMany = stage.niao("1002", data("YTO", YT, ""));
    assertThat(tooMany.path("Reason").asString()).contains("超出");
    stage.clock.pass(Duration.ofDays(1));
    assertThat(success(stage.niao("1002", data("YTO", YT, "")))).isTrue();
  }

  @Test
  void aWrongTailSignatureOrTypeIsRefused() throws Exception {
    assertThat(success(stage.niao("8001", data("SF", SF, "0004")))).isFalse();
    assertThat(success(stage.niao("9999", data("SF", SF, "0003")))).isFalse();
    assertThat(success(stage.niao("8001", data("PIGEON", SF, "")))).isFalse();
    JsonNode forged =
        stage.form(
            "/kdniao",
            Map.of(
                "RequestData", data("YTO", YT, ""),
                "EBusinessID", "1000000",
                "RequestType", "8001",
                "DataSign", "nonsense"));
    assertThat(forged.path("Reason").asString()).isEqualTo("数据验签失败");
  }

  @Test
  void nothingYetIsASuccessWithoutTraces() throws Exception {
    JsonNode report = stage.niao("8001", data("YTO", YT, ""));
    assertThat(success(report)).isTrue();
    assertThat(report.path("State").asString()).isEqualTo("0");
    assertThat(report.path("Traces").size()).isZero();
  }

  @Test
  void aNumberAloneIsRecognised() throws Exception {
    stage.clock.pass(Duration.ofHours(31));
    JsonNode who = stage.niao("2002", "{\"LogisticCode\":\"" + YT + "\"}");
    assertThat(who.path("Shippers").path(0).path("ShipperCode").asString()).isEqualTo("YTO");
    JsonNode report = stage.niao("8002", "{\"LogisticCode\":\"" + YT + "\"}");
    assertThat(report.path("Traces").size()).isEqualTo(3);
  }

  @Test
  void changesArePushedTogetherAndSigned() throws Exception {
    assertThat(success(stage.niao("8008", data("SF", SF, "0003")))).isTrue();
    assertThat(success(stage.niao("8008", data("YTO", YT, "")))).isTrue();
    stage.turnTo(11);
    Map<String, String> form = stage.gateway.next().form();
    assertThat(form).containsEntry("RequestType", "102");
    String raw = form.getOrDefault("RequestData", "");
    assertThat(form).containsEntry("DataSign", Digest.niao(raw + "synthetic-app-key"));
    JsonNode pushed = Json.read(raw);
    assertThat(pushed.path("Count").asString()).isEqualTo("2");
    assertThat(pushed.path("Data").path(0).path("Traces").size()).isEqualTo(2);
    stage.turnTo(40);
    JsonNode last = Json.read(stage.gateway.next().form().getOrDefault("RequestData", ""));
    assertThat(last.path("Data").path(1).path("State").asString()).isEqualTo("3");
    assertThat(stage.sandbox.nextDue()).isEmpty();
  }

  @Test
  void aNumberWithoutTracesIsGivenUpAfterThreeDays() throws Exception {
    stage.niao("1008", data("YD", "460000000000011", ""));
    stage.turnTo(72);
    Map<String, String> form = stage.gateway.next().form();
    assertThat(form).containsEntry("RequestType", "101");
    JsonNode one = Json.read(form.getOrDefault("RequestData", "")).path("Data").path(0);
    assertThat(success(one)).isFalse();
    assertThat(one.path("Reason").asString()).isEqualTo("三天无轨迹");
  }
}
