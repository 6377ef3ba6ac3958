package cn.huitouke.sandbox.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.web.Trouble;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TroubleTest {
  private WeChatStage stage;

  @BeforeEach
  void build() throws IOException {
    stage = new WeChatStage();
    stage.weChat.says("mei", "在吗");
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  @Test
  void aCodeComesAsOftenAsAskedAndOnlyOnItsPath() throws Exception {
    stage.weChat.trouble(Trouble.errcode(45009).on("/custom/send").times(2));
    assertThat(stage.code("/cgi-bin/user/info?openid=mei", "")).isZero();
    assertThat(stage.text("mei", "一")).isEqualTo(45009);
    assertThat(stage.text("mei", "二")).isEqualTo(45009);
    assertThat(stage.text("mei", "三")).isZero();
    assertThat(stage.weChat.ledger()).extracting(Sent::text).containsExactly("三");
    assertThat(stage.weChat.refusals()).hasSize(2);
  }

  @Test
  void untilClearedMeansUntilCleared() throws Exception {
    stage.weChat.trouble(Trouble.busy().on("/custom/send").untilCleared());
    for (int i = 0; i < 4; i++) {
      assertThat(stage.text("mei", "一")).isEqualTo(-1);
    }
    stage.weChat.troubles().clear();
    assertThat(stage.text("mei", "一")).isZero();
  }

  @Test
  void clearingTheQuotaEndsTheQuotaTrouble() throws Exception {
    stage.weChat.trouble(Trouble.errcode(45009).on("/custom/send").untilCleared());
    assertThat(stage.text("mei", "一")).isEqualTo(45009);
    assertThat(stage.code("/cgi-bin/clear_quota", "{\"appid\":\"wx\"}")).isZero();
    assertThat(stage.text("mei", "一")).isZero();
  }

  @Test
  void serverErrorsAndGarbageHaveNoEffect() throws Exception {
    stage.stable(false);
    stage.text("mei", "零");
    stage.weChat.trouble(Trouble.http500().on("/custom"));
    stage.weChat.trouble(Trouble.malformed().on("/custom"));
    var token = stage.stable(false).path("access_token").asString();
    var send =
        HttpRequest.newBuilder(stage.api("/cgi-bin/message/custom/send?access_token=" + token))
            .POST(HttpRequest.BodyPublishers.ofString("{}"));
    HttpResponse<String> broken = stage.send(send);
    assertThat(broken.statusCode()).isEqualTo(500);
    HttpResponse<String> garbage = stage.send(send);
    assertThat(garbage.statusCode()).isEqualTo(200);
    assertThat(Json.read(garbage.body()).isMissingNode()).isTrue();
    assertThat(stage.weChat.ledger()).hasSize(1);
  }

  @Test
  void silenceLeavesOneInTheDark() throws Exception {
    stage.text("mei", "零");
    stage.weChat.trouble(Trouble.silence(true).on("/custom"));
    assertThatThrownBy(() -> stage.text("mei", "到了")).isInstanceOf(IOException.class);
    stage.weChat.trouble(Trouble.silence(false).on("/custom"));
    assertThatThrownBy(() -> stage.text("mei", "没到")).isInstanceOf(IOException.class);
    assertThat(stage.weChat.ledger()).extracting(Sent::text).containsExactly("零", "到了");
  }

  @Test
  void aSlowAnswerIsSlow() throws Exception {
    stage.text("mei", "零");
    stage.weChat.trouble(Trouble.slow(Duration.ofMillis(400)).on("/custom"));
    long begun = System.nanoTime();
    assertThat(stage.text("mei", "一")).isZero();
    assertThat(System.nanoTime() - begun).isGreaterThan(390_000_000L);
  }

  @Test
  void everythingIsDrivenFromOutside() throws Exception {
    post("/sandbox/wechat/says", "{\"customer\":\"lan\",\"text\":\"到哪了\"}");
    post(
        "/sandbox/trouble",
        "{\"platform\":\"wechat\",\"kind\":\"ERRCODE\",\"errcode\":45011,\"path\":\"/custom\"}");
    assertThat(stage.text("lan", "一")).isEqualTo(45011);
    assertThat(stage.text("lan", "二")).isZero();
    assertThat(get("/sandbox/wechat/screen?customer=lan").size()).isEqualTo(2);
    JsonNode ledger = get("/sandbox/ledger").path("wechat");
    assertThat(ledger.path("sent").path(0).path("text").asString()).isEqualTo("二");
    assertThat(ledger.path("refusals").path(0).path("errcode").asInt()).isEqualTo(45011);
    assertThat(post("/sandbox/wechat/unfollows", "{\"customer\":\"lan\"}")).isEqualTo(200);
    assertThat(post("/sandbox/wechat/says", "{\"customer\":\"lan\",\"text\":\"?\"}"))
        .isEqualTo(409);
    assertThat(post("/sandbox/wechat/dances", "{\"customer\":\"lan\"}")).isEqualTo(404);
  }

  private int post(String path, String body) throws Exception {
    var request = HttpRequest.newBuilder(stage.sandbox.base(path));
    return stage.send(request.POST(HttpRequest.BodyPublishers.ofString(body))).statusCode();
  }

  private JsonNode get(String path) throws Exception {
    return Json.read(stage.send(HttpRequest.newBuilder(stage.sandbox.base(path))).body());
  }
}
