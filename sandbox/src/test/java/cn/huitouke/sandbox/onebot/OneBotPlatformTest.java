package cn.huitouke.sandbox.onebot;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.web.Json;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How the simulated QQ account answers actions. */
class OneBotPlatformTest {

  private final OneBotPlatform platform =
      new OneBotPlatform(QqAccount.demo(), () -> Instant.parse("2026-11-21T04:00:00Z"));

  @AfterEach
  void close() {
    platform.close();
  }

  private JsonNode asked(String frame) {
    JsonNode ask = Json.read(frame);
    return Json.read(platform.answered(Json.text(ask, "action"), ask));
  }

  @Test
  void theEchoComesBackWhateverItIs() {
    JsonNode answer = asked("{\"action\":\"get_status\",\"echo\":{\"any\":[1,\"json\"]}}");
    assertThat(answer.path("echo").path("any").path(1).asString()).isEqualTo("json");
    assertThat(answer.path("retcode").asInt()).isZero();
    assertThat(asked("{\"action\":\"fly\",\"echo\":\"1\"}").path("retcode").asInt())
        .isEqualTo(1404);
  }

  @Test
  void onlyFriendsAndGroupsCanBeWrittenTo() {
    String toMei =
        "{\"action\":\"send_private_msg\",\"params\":{\"user_id\":30000000003,\"message\":"
            + "[{\"type\":\"text\",\"data\":{\"text\":\"在\"}}]},\"echo\":\"1\"}";
    assertThat(asked(toMei).path("retcode").asInt()).isEqualTo(1200);
    platform.meets(30_000_000_003L);
    assertThat(asked(toMei).path("data").path("message_id").asLong()).isPositive();
    assertThat(platform.screenOf("30000000003").getLast().text()).isEqualTo("在");
    assertThat(
            asked("{\"action\":\"send_private_msg\",\"params\":{},\"echo\":\"1\"}")
                .path("retcode")
                .asInt())
        .isEqualTo(1400);
  }

  @Test
  void aStringIsReadForCodesAndSegmentsAreNot() {
    platform.hosts(7);
    asked(
        "{\"action\":\"send_group_msg\",\"params\":{\"group_id\":7,\"message\":\"[CQ:at,qq=all]"
            + " hi\"}}");
    assertThat(platform.screenOf("group:7").getLast().text()).isEqualTo("⟦at⟧ hi");
    asked(
        "{\"action\":\"send_group_msg\",\"params\":{\"group_id\":7,\"message\":"
            + "[{\"type\":\"text\",\"data\":{\"text\":\"[CQ:at,qq=all] hi\"}}]}}");
    assertThat(platform.screenOf("group:7").getLast().text()).isEqualTo("[CQ:at,qq=all] hi");
  }
}
