package cn.huitouke.sandbox.tracking;

import static cn.huitouke.sandbox.tracking.TrackingStage.SF;
import static cn.huitouke.sandbox.tracking.TrackingStage.YT;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.web.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class Kuaidi100QueryTest {
  private TrackingStage stage;

  @BeforeEach
  void build() throws IOException {
    stage = new TrackingStage();
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  private int ask(String carrier, String number, String phone) throws Exception {
    return stage.code(stage.query(carrier, number, phone, "4"));
  }

  @Test
  void whatHasHappenedByNowIsToldNewestFirst() throws Exception {
    stage.clock.pass(Duration.ofHours(12));
    JsonNode report = stage.query("yuantong", YT, "", "4");
    assertThat(report.path("state").asString()).isEqualTo("1002");
    assertThat(report.path("ischeck").asString()).isEqualTo("0");
    assertThat(report.path("data").size()).isEqualTo(2);
    JsonNode newest = report.path("data").path(0);
    assertThat(newest.path("time").asString()).isEqualTo("2026-11-21 20:00:00");
    assertThat(newest.path("statusCode").asString()).isEqualTo("1002");
    assertThat(newest.path("status").asString()).isEqualTo("干线");
    assertThat(newest.path("areaName").asString()).isEqualTo("江苏,苏州市");
    assertThat(report.path("routeInfo").path("from").path("name").asString()).isEqualTo("江苏,苏州市");
  }

  @Test
  void lessIsToldToWhoAsksForLess() throws Exception {
    stage.clock.pass(Duration.ofHours(12));
    JsonNode bare = stage.query("yuantong", YT, "", "");
    assertThat(bare.path("state").asString()).isEqualTo("0");
    assertThat(bare.path("data").path(0).has("status")).isFalse();
    stage.clock.pass(Duration.ofMinutes(30));
    JsonNode areas = stage.query("yuantong", YT, "", "1");
    assertThat(areas.path("data").path(0).has("areaName")).isTrue();
    assertThat(areas.path("data").path(0).has("statusCode")).isFalse();
    stage.clock.pass(Duration.ofMinutes(30));
    JsonNode all = stage.query("yuantong", YT, "", "8");
    assertThat(all.path("arrivalTime").asString()).isEqualTo("2026-11-22 22");
    assertThat(all.path("remainTime").asString()).isEqualTo("1天2小时");
  }

  @Test
  void aParcelThatDoesNotMoveYetHasNoResult() throws Exception {
    assertThat(ask("yuantong", YT, "")).isEqualTo(500);
    assertThat(ask("yunda", "460000000000099", "")).isEqualTo(500);
  }

  @Test
  void shunfengWantsTheRightTail() throws Exception {
    stage.clock.pass(Duration.ofHours(12));
    assertThat(ask("shunfeng", SF, "")).isEqualTo(408);
    assertThat(ask("shunfeng", SF, "0004")).isEqualTo(408);
    assertThat(ask("shunfeng", SF, "16000000003")).isEqualTo(200);
  }

  @Test
  void aNumberIsLockedForThirtyMinutes() throws Exception {
    stage.clock.pass(Duration.ofHours(12));
    assertThat(ask("yuantong", YT, "")).isEqualTo(200);
    stage.clock.pass(Duration.ofMinutes(29));
    assertThat(ask("yuantong", YT, "")).isEqualTo(504);
    stage.clock.pass(Duration.ofMinutes(1));
    assertThat(ask("yuantong", YT, "")).isEqualTo(200);
  }

  @Test
  void aNumberAskedForTooOftenInADayIsLockedForADay() throws Exception {
    stage.clock.pass(Duration.ofHours(12));
    for (int i = 0; i < 49; i++) {
      ask("yuantong", YT, "");
    }
    stage.clock.pass(Duration.ofHours(23));
    assertThat(ask("yuantong", YT, "")).isEqualTo(504);
    stage.clock.pass(Duration.ofHours(1));
    assertThat(ask("yuantong", YT, "")).isEqualTo(200);
  }

  @Test
  void aWrongSignatureAnUnknownCarrierAndNothingAtAllAreRefused() throws Exception {
    Map<String, String> form =
        Map.of(
            "customer",
            Kuaidi100Account.demo().customer(),
            "sign",
            "0".repeat(32),
            "param",
            "{\"com\":\"yuantong\",\"num\":\"" + YT + "\"}");
    JsonNode refused = stage.form("/kuaidi100/poll/query.do", form);
    assertThat(stage.code(refused)).isEqualTo(503);
    assertThat(refused.path("result").asBoolean(true)).isFalse();
    assertThat(ask("pigeon", YT, "")).isEqualTo(400);
    assertThat(stage.code(stage.form("/kuaidi100/poll/query.do", Map.of()))).isEqualTo(500);
  }

  @Test
  void troubleComesInKuaidi100sOwnWords() throws Exception {
    stage.clock.pass(Duration.ofHours(12));
    stage.sandbox.kuaidi100().trouble(Trouble.errcode(601).on("/poll/query.do"));
    assertThat(ask("yuantong", YT, "")).isEqualTo(601);
    assertThat(ask("yuantong", YT, "")).isEqualTo(200);
    assertThat(stage.sandbox.kuaidi100().calls()).containsEntry("/poll/query.do", 2);
  }

  @Test
  void carriersAreGuessedFromTheNumber() throws Exception {
    String auto = "/kuaidi100/autonumber/auto";
    JsonNode two = stage.get(auto + "?num=773000000000011&key=SYNTHKEY00000001");
    assertThat(two.path(0).path("comCode").asString()).isEqualTo("shentong");
    JsonNode wrongFirst = stage.get(auto + "?num=" + TrackingStage.JT + "&key=SYNTHKEY00000001");
    assertThat(wrongFirst.path(0).path("comCode").asString()).isEqualTo("yunda");
    assertThat(wrongFirst.path(1).path("comCode").asString()).isEqualTo("jtexpress");
    assertThat(stage.get(auto + "?num=123456&key=SYNTHKEY00000001").size()).isZero();
    assertThat(stage.code(stage.get(auto + "?num=123456"))).isEqualTo(701);
    assertThat(stage.code(stage.get(auto + "?num=1&key=SYNTHKEY00000001"))).isEqualTo(201);
  }
}
