package cn.huitouke.sandbox.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.world.ScreenMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CustomerServiceTest {
  private WeChatStage stage;

  @BeforeEach
  void build() throws IOException {
    stage = new WeChatStage();
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  @Test
  void aMessageOpensFiveAnswersForFortyEightHours() throws Exception {
    stage.weChat.says("mei", "在吗");
    for (int i = 0; i < 5; i++) {
      assertThat(stage.text("mei", "答 " + i)).isZero();
    }
    assertThat(stage.text("mei", "太多了")).isEqualTo(45047);
    stage.weChat.says("mei", "还在吗");
    stage.clock.pass(Duration.ofHours(48).minusSeconds(1));
    stage.forgetToken();
    assertThat(stage.text("mei", "来了")).isZero();
    stage.clock.pass(Duration.ofSeconds(1));
    assertThat(stage.text("mei", "晚了")).isEqualTo(45015);
    assertThat(stage.weChat.screenOf("mei"))
        .extracting(ScreenMessage::text)
        .containsExactly("在吗", "答 0", "答 1", "答 2", "答 3", "答 4", "还在吗", "来了");
    assertThat(stage.weChat.ledger())
        .hasSize(6)
        .allMatch(sent -> sent.wire().equals("customer-service"));
    assertThat(stage.weChat.refusals()).extracting(Refusal::errcode).containsExactly(45047, 45015);
  }

  @Test
  void anotherMessageRefillsButDoesNotAdd() throws Exception {
    stage.weChat.says("mei", "一");
    stage.weChat.says("mei", "二");
    for (int i = 0; i < 5; i++) {
      assertThat(stage.text("mei", "答")).isZero();
    }
    assertThat(stage.text("mei", "答")).isEqualTo(45047);
  }

  @Test
  void aFollowAScanAndATapOpenThreeAnswersForAMinute() throws Exception {
    List<Runnable> occasions =
        List.of(
            () -> stage.weChat.follows("lan", Optional.empty()),
            () -> stage.weChat.scans("lan", "shop_1"),
            () -> stage.weChat.tapsMenu("lan", "PARCELS"),
            () -> stage.weChat.chooses("lan", "101", "满意"));
    for (Runnable occasion : occasions) {
      occasion.run();
      for (int i = 0; i < 3; i++) {
        assertThat(stage.text("lan", "你好")).isZero();
      }
      assertThat(stage.text("lan", "你好")).isEqualTo(45047);
      stage.clock.pass(Duration.ofMinutes(1));
      assertThat(stage.text("lan", "你好")).isEqualTo(45015);
    }
  }

  @Test
  void strangersAndThoseWhoLeftAreRefused() throws Exception {
    assertThat(stage.text("nobody", "你好")).isEqualTo(40003);
    stage.weChat.says("mei", "你好");
    stage.weChat.unfollows("mei");
    assertThat(stage.text("mei", "别走")).isEqualTo(43004);
    stage.weChat.follows("mei", Optional.empty());
    stage.weChat.blocks("mei", true);
    assertThat(stage.text("mei", "回来了")).isEqualTo(48002);
  }

  @Test
  void badContentIsRefusedAndCostsNothing() throws Exception {
    stage.weChat.says("mei", "你好");
    assertThat(stage.text("mei", "")).isEqualTo(44004);
    assertThat(stage.text("mei", "长".repeat(683))).isEqualTo(45002);
    assertThat(stage.text("mei", "长".repeat(682))).isZero();
    String send = "/cgi-bin/message/custom/send";
    assertThat(stage.code(send, "not json")).isEqualTo(47001);
    assertThat(stage.code(send, "{\"touser\":\"mei\",\"msgtype\":\"hologram\"}")).isEqualTo(40008);
    assertThat(
            stage.code(
                send, "{\"touser\":\"mei\",\"msgtype\":\"image\",\"image\":{\"media_id\":\"x\"}}"))
        .isEqualTo(40007);
    for (int i = 0; i < 4; i++) {
      assertThat(stage.text("mei", "答")).isZero();
    }
  }

  @Test
  void aMenuMessageShowsItsChoices() throws Exception {
    stage.weChat.says("mei", "收到了");
    String menu =
        """
        {"touser":"mei","msgtype":"msgmenu","msgmenu":{"head_content":"满意吗？",
        "list":[{"id":"101","content":"满意"},{"id":"102","content":"不满意"}],"tail_content":"谢谢"}}
        """;
    assertThat(stage.code("/cgi-bin/message/custom/send", menu)).isZero();
    ScreenMessage shown = stage.weChat.screenOf("mei").getLast();
    assertThat(shown.kind()).isEqualTo("msgmenu");
    assertThat(shown.text()).isEqualTo("满意吗？\n谢谢");
    assertThat(shown.choices()).containsExactly(Map.entry("101", "满意"), Map.entry("102", "不满意"));
    stage.gateway.next();
    stage.weChat.chooses("mei", "101", "满意");
    assertThat(stage.nextCallback().at("bizmsgmenuid")).isEqualTo("101");
  }

  @Test
  void typingNeedsARecentWordAndIsNotRepeated() throws Exception {
    String typing = "/cgi-bin/message/custom/typing";
    String body = "{\"touser\":\"mei\",\"command\":\"Typing\"}";
    stage.weChat.says("mei", "在吗");
    assertThat(stage.code(typing, body)).isZero();
    assertThat(stage.code(typing, body)).isEqualTo(45081);
    assertThat(stage.text("mei", "在的")).isZero();
    assertThat(stage.code(typing, body)).isZero();
    stage.clock.pass(Duration.ofSeconds(31));
    assertThat(stage.code(typing, body)).isEqualTo(45080);
  }
}
