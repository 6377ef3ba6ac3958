package cn.huitouke.sandbox.tracking;

import static cn.huitouke.sandbox.tracking.TrackingStage.JT;
import static cn.huitouke.sandbox.tracking.TrackingStage.SF;
import static cn.huitouke.sandbox.tracking.TrackingStage.YT;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.web.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class Kuaidi100PushTest {
  private TrackingStage stage;

  @BeforeEach
  void build() throws IOException {
    stage = new TrackingStage();
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  private int subscribe(String carrier, String number, String phone) throws Exception {
    return stage.code(stage.subscribe(carrier, number, phone));
  }

  private static String texts(JsonNode push) {
    return StreamSupport.stream(push.path("lastResult").path("data").spliterator(), false)
        .map(line -> line.path("context").asString().substring(0, 4))
        .toList()
        .toString();
  }

  @Test
  void eachChangeIsPushedWholeUntilTheParcelIsSignedFor() throws Exception {
    assertThat(subscribe("yuantong", YT, "")).isEqualTo(200);
    stage.turnTo(0.5);
    assertThat(stage.gateway.waiting()).as("nothing to say yet").isZero();
    stage.turnTo(2);
    JsonNode first = stage.nextPush();
    assertThat(first.path("status").asString()).isEqualTo("polling");
    assertThat(first.path("lastResult").path("data").size()).isEqualTo(1);
    stage.turnTo(3);
    assertThat(stage.gateway.waiting()).as("no change, no push").isZero();
    stage.turnTo(31);
    assertThat(texts(stage.nextPush())).isEqualTo("[【杭州】, 【苏州转, 【江苏省]");
    stage.turnTo(40);
    JsonNode last = stage.nextPush();
    assertThat(last.path("status").asString()).isEqualTo("shutdown");
    assertThat(last.path("lastResult").path("ischeck").asString()).isEqualTo("1");
    assertThat(last.path("lastResult").path("state").asString()).isEqualTo("301");
    assertThat(stage.sandbox.nextDue()).isEmpty();
    assertThat(stage.sandbox.kuaidi100().pushes()).hasSize(3).allMatch(Push::accepted);
  }

  @Test
  void theClockIsToldWhereToStop() throws Exception {
    subscribe("yuantong", YT, "");
    assertThat(stage.sandbox.nextDue()).contains(stage.begin.plus(Duration.ofHours(1)));
    stage.turnTo(1);
    assertThat(stage.sandbox.nextDue()).contains(stage.begin.plus(Duration.ofHours(10)));
  }

  @Test
  void aNumberIsSubscribedOnceAndFourTimesAMonth() throws Exception {
    assertThat(subscribe("yuantong", YT, "")).isEqualTo(200);
    assertThat(subscribe("yuantong", YT, "")).isEqualTo(501);
    stage.turnTo(40);
    assertThat(subscribe("yuantong", YT, "")).as("half an hour of rest").isEqualTo(501);
    for (int again = 0; again < 3; again++) {
      stage.turnTo(41 + again);
      assertThat(subscribe("yuantong", YT, "")).isEqualTo(200);
      stage.turnTo(41.4 + again);
    }
    stage.turnTo(45);
    assertThat(subscribe("yuantong", YT, "")).isEqualTo(500);
    stage.clock.pass(Duration.ofDays(10));
    assertThat(subscribe("yuantong", YT, "")).as("another month").isEqualTo(200);
  }

  @Test
  void wrongSubscriptionsAreRefused() throws Exception {
    assertThat(stage.code(stage.subscribe("yuantong", YT, "", "nonsense", "0"))).isEqualTo(600);
    assertThat(subscribe("pigeon", YT, "")).isEqualTo(701);
    assertThat(subscribe("yuantong", "1", "")).isEqualTo(700);
    String key = Kuaidi100Account.demo().key();
    assertThat(stage.code(stage.subscribe("", "123456789", "", key, "1"))).isEqualTo(702);
    assertThat(stage.code(stage.subscribe("", YT, "", key, "1"))).isEqualTo(200);
    assertThat(subscribe("shunfeng", SF, "")).isEqualTo(408);
    assertThat(subscribe("shunfeng", SF, "0003")).isEqualTo(200);
    stage.sandbox.kuaidi100().expireKey(true);
    assertThat(subscribe("jtexpress", JT, "")).isEqualTo(601);
  }

  @Test
  void aRefusedPushComesAgainThreeTimesInStepsOfThirtyFiveMinutes() throws Exception {
    stage.gateway.answers("{\"result\":false}");
    subscribe("yuantong", YT, "");
    stage.turnTo(1);
    for (int i = 0; i < 5; i++) {
      stage.clock.pass(Duration.ofMinutes(34));
      stage.sandbox.advance();
      stage.clock.pass(Duration.ofMinutes(1));
      stage.sandbox.advance();
    }
    assertThat(stage.sandbox.kuaidi100().pushes())
        .extracting(Push::attempt)
        .containsExactly(1, 2, 3, 4);
    assertThat(stage.gateway.next()).isEqualTo(stage.gateway.next());
  }

  @Test
  void theWrongCarrierIsCorrectedAfterThreeDaysByTwoPushes() throws Exception {
    subscribe("yunda", JT, "");
    stage.turnTo(72);
    JsonNode one = stage.nextPush();
    JsonNode other = stage.nextPush();
    JsonNode found = one.path("autoCheck").asString().equals("1") ? one : other;
    JsonNode abort = found.equals(one) ? other : one;
    assertThat(found.path("comNew").asString()).isEqualTo("jtexpress");
    assertThat(found.path("comOld").asString()).isEqualTo("yunda");
    assertThat(found.path("lastResult").path("data").size()).isEqualTo(4);
    assertThat(abort.path("status").asString()).isEqualTo("abort");
    assertThat(abort.path("comNew").asString()).isEqualTo("jtexpress");
    assertThat(abort.path("lastResult").path("data").size()).isZero();
  }

  @Test
  void aNumberThatNobodyKnowsIsGivenUpAfterThreeDays() throws Exception {
    subscribe("yunda", "460000000000011", "");
    stage.turnTo(71.9);
    assertThat(stage.gateway.waiting()).isZero();
    stage.turnTo(72);
    JsonNode abort = stage.nextPush();
    assertThat(abort.path("message").asString()).isEqualTo("3天查询无记录");
    assertThat(abort.path("comNew").asString()).isEmpty();
  }

  @Test
  void pushesCanBeOdd() throws Exception {
    subscribe("yuantong", YT, "");
    stage.turnTo(40);
    JsonNode plain = stage.nextPush();
    Kuaidi100Platform platform = stage.sandbox.kuaidi100();
    platform.push(YT, Oddity.REPEATED);
    assertThat(stage.nextPush()).isEqualTo(plain);
    platform.push(YT, Oddity.UPDATE_ALL);
    assertThat(stage.nextPush().path("status").asString()).isEqualTo("updateall");
    platform.push(YT, Oddity.REORDERED);
    assertThat(texts(stage.nextPush())).startsWith("[【江苏省");
    platform.push(YT, Oddity.REWORDED);
    assertThat(stage.nextPush().toString()).contains("[杭州]").doesNotContain("【");
    platform.push(YT, Oddity.LATE_POLLING);
    JsonNode late = stage.nextPush();
    assertThat(late.path("status").asString()).isEqualTo("polling");
    assertThat(late.path("lastResult").path("ischeck").asString()).isEqualTo("1");
    assertThat(late.path("lastResult").path("data").size()).isEqualTo(5);
  }

  @Test
  void pushesCanBeForgedDoubledAndTheirAnswersLost() throws Exception {
    Kuaidi100Platform platform = stage.sandbox.kuaidi100();
    subscribe("yuantong", YT, "");
    platform.trouble(Trouble.badSignature().on(YT));
    stage.turnTo(1);
    assertThat(stage.gateway.next().form()).containsEntry("sign", "0".repeat(32));
    platform.trouble(Trouble.duplicate());
    stage.turnTo(10);
    assertThat(stage.nextPush()).isEqualTo(stage.nextPush());
    platform.trouble(Trouble.dropResponse());
    stage.turnTo(30);
    JsonNode lost = stage.nextPush();
    stage.turnTo(30.6);
    assertThat(stage.nextPush()).isEqualTo(lost);
  }
}
