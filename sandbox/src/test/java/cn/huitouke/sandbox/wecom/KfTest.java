package cn.huitouke.sandbox.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.world.Conversations;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the simulated customer service hands out, takes and refuses. */
class KfTest {

  private static final KfAccount SHOP = KfAccount.demo();

  private Instant now = Instant.parse("2026-11-21T04:00:00Z");
  private final Map<String, Session> sessions = new HashMap<>();
  private final Conversations screens = new Conversations();
  private final KfMedia media = new KfMedia(() -> now);
  private final KfSends sends =
      new KfSends(SHOP, () -> now, sessions, screens, media, (_, _, _) -> {});
  private final KfMail mail = new KfMail(SHOP, () -> now);

  private static int code(Answer answer) {
    return Json.read(answer.words()).path("errcode").asInt(-99);
  }

  private int send(String id, String text) {
    ObjectNode ask =
        Json.object()
            .put("touser", "mei")
            .put("open_kfid", SHOP.openKfId())
            .put("msgid", id)
            .put("msgtype", "text");
    ask.putObject("text").put("content", text);
    return code(sends.send(ask));
  }

  private JsonNode sync(String cursor, String token) {
    ObjectNode ask =
        Json.object()
            .put("cursor", cursor)
            .put("token", token)
            .put("limit", 1000)
            .put("open_kfid", SHOP.openKfId());
    return Json.read(mail.sync(ask).words());
  }

  @Test
  void fiveMessagesWithinTwoDaysOfTheLastOne() {
    assertThat(send("a", "hi")).as("nobody").isEqualTo(40096);
    Session mei = new Session();
    sessions.put("mei", mei);
    assertThat(send("a", "hi")).as("never spoke").isEqualTo(95002);
    mei.spoke(now);
    for (int i = 0; i < 5; i++) {
      assertThat(send("m" + i, "hi")).isZero();
    }
    assertThat(send("m5", "hi")).isEqualTo(95001);
    assertThat(send("m1", "hi")).as("a used id").isEqualTo(KfErrors.MSGID_USED);
    mei.spoke(now);
    now = now.plus(Duration.ofHours(48));
    assertThat(send("late", "hi")).isEqualTo(95002);
    assertThat(screens.of("mei")).hasSize(5);
  }

  @Test
  void aTextHasUpTo2048BytesAndAnIdUpTo32Letters() {
    Session mei = new Session();
    mei.spoke(now);
    sessions.put("mei", mei);
    assertThat(send("a", "好".repeat(682) + "ab")).isZero();
    assertThat(send("b", "好".repeat(682) + "abc")).isEqualTo(45002);
    assertThat(send("c".repeat(33), "hi")).isEqualTo(40058);
    assertThat(send("d", "")).isEqualTo(40058);
  }

  @Test
  void fromACursorOnlyWhatIsNewAndWithoutOneThreeDays() {
    mail.arrived("mei", "text", Json.object().put("content", "long ago"));
    now = now.plus(Duration.ofDays(4));
    mail.arrived("mei", "text", Json.object().put("content", "now"));
    JsonNode all = sync("", mail.token());
    assertThat(all.path("msg_list").size()).isEqualTo(1);
    String cursor = all.path("next_cursor").asString();
    mail.arrived("mei", "text", Json.object().put("content", "later"));
    JsonNode next = sync(cursor, mail.token());
    assertThat(next.path("msg_list").path(0).path("text").path("content").asString())
        .isEqualTo("later");
    assertThat(next.path("has_more").asInt()).isZero();
  }

  @Test
  void whoAsksWithoutATokenIsSoonAskedToWait() {
    for (int i = 0; i < 10; i++) {
      assertThat(sync("", "").path("errcode").asInt()).isZero();
    }
    assertThat(sync("", "").path("errcode").asInt()).isEqualTo(45009);
    assertThat(sync("", mail.token()).path("errcode").asInt()).isZero();
    String old = mail.token();
    now = now.plus(Duration.ofMinutes(10));
    for (int i = 0; i < 10; i++) {
      sync("", old);
    }
    assertThat(sync("", old).path("errcode").asInt()).as("ten minutes old").isEqualTo(45009);
  }
}
