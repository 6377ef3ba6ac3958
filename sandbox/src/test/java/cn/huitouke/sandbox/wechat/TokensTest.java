package cn.huitouke.sandbox.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.web.Trouble;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TokensTest {
  private WeChatStage stage;

  @BeforeEach
  void build() throws IOException {
    stage = new WeChatStage();
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  private static String token(JsonNode answer) {
    return Json.text(answer, "access_token");
  }

  private int menuWith(String token) throws Exception {
    return stage.get("/cgi-bin/menu/get?access_token=" + token).path("errcode").asInt();
  }

  @Test
  void theStableTokenStaysUntilItsLastFiveMinutes() throws Exception {
    JsonNode first = stage.stable(false);
    assertThat(first.path("expires_in").asInt()).isEqualTo(7200);
    stage.clock.pass(Duration.ofMinutes(114));
    JsonNode second = stage.stable(false);
    assertThat(token(second)).isEqualTo(token(first));
    assertThat(second.path("expires_in").asInt()).isEqualTo(360);
    stage.clock.pass(Duration.ofMinutes(2));
    JsonNode third = stage.stable(false);
    assertThat(token(third)).isNotEqualTo(token(first));
    assertThat(menuWith(token(first))).as("both are valid in the overlap").isEqualTo(46003);
    assertThat(menuWith(token(third))).isEqualTo(46003);
    stage.clock.pass(Duration.ofMinutes(5));
    assertThat(menuWith(token(first))).isEqualTo(42001);
    assertThat(stage.weChat.tokenCalls()).isEqualTo(3);
  }

  @Test
  void aForcedRefreshEndsTheOldTokenAndIsRationed() throws Exception {
    String first = token(stage.stable(false));
    String second = token(stage.stable(true));
    assertThat(menuWith(first)).isEqualTo(42001);
    assertThat(menuWith(second)).isEqualTo(46003);
    assertThat(stage.stable(true).path("errcode").asInt()).isEqualTo(45011);
    for (int i = 0; i < 19; i++) {
      stage.clock.pass(Duration.ofSeconds(30));
      assertThat(token(stage.stable(true))).isNotEmpty();
    }
    stage.clock.pass(Duration.ofSeconds(30));
    assertThat(stage.stable(true).path("errcode").asInt()).isEqualTo(45009);
  }

  @Test
  void eachPlainTokenReplacesTheOneBeforeWithinFiveMinutes() throws Exception {
    String stable = token(stage.stable(false));
    String first = token(stage.get("/cgi-bin/token?" + stage.credentials()));
    String second = token(stage.get("/cgi-bin/token?" + stage.credentials()));
    assertThat(second).isNotEqualTo(first);
    assertThat(menuWith(first)).isEqualTo(46003);
    stage.clock.pass(Duration.ofMinutes(5));
    assertThat(menuWith(first)).isEqualTo(42001);
    assertThat(menuWith(second)).isEqualTo(46003);
    assertThat(menuWith(stable)).as("the stable one knows nothing of it").isEqualTo(46003);
  }

  @Test
  void wrongCredentialsAndWrongTokensAreRefused() throws Exception {
    String asked = "/cgi-bin/token?grant_type=client_credential&appid=wx1&secret=s";
    assertThat(stage.get(asked).path("errcode").asInt()).isEqualTo(40013);
    String wrong = stage.credentials().replace(stage.account.secret(), "nonsense");
    assertThat(stage.get("/cgi-bin/token?" + wrong).path("errcode").asInt()).isEqualTo(40125);
    assertThat(stage.get("/cgi-bin/menu/get").path("errcode").asInt()).isEqualTo(41001);
    assertThat(menuWith("x")).isEqualTo(40014);
  }

  @Test
  void aRevokedTokenIsNotTheLatestAnyMore() throws Exception {
    String first = token(stage.stable(false));
    stage.weChat.trouble(Trouble.tokenRevoked().on("/menu/get"));
    assertThat(menuWith(first)).isEqualTo(40001);
    assertThat(menuWith(token(stage.stable(false)))).isEqualTo(46003);
  }
}
