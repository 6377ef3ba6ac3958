package cn.huitouke.sandbox.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MassSendsTest {
  private static final String TO_LIST = "/cgi-bin/message/mass/send";
  private static final String TO_ALL = "/cgi-bin/message/mass/sendall";
  private WeChatStage stage;

  @BeforeEach
  void build() throws Exception {
    stage = new WeChatStage();
    for (String customer : List.of("mei", "lan", "zhu")) {
      stage.weChat.follows(customer, Optional.empty());
      stage.gateway.next();
    }
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  private static String list(String id, String words) {
    return """
    {"touser":["mei","lan"],"msgtype":"text","text":{"content":"%s"},"clientmsgid":"%s"}
    """
        .formatted(words, id);
  }

  private Xml.Element report() throws InterruptedException {
    return stage.nextCallback();
  }

  @Test
  void fourAMonthAndTheRestFallsAwayUnsaid() throws Exception {
    for (int i = 1; i <= 5; i++) {
      JsonNode sent = stage.call(TO_LIST, list("b-" + i, "第" + i + "次"));
      assertThat(sent.path("errcode").asInt()).isZero();
      Xml.Element report = report();
      assertThat(report.at("Event")).isEqualTo("MASSSENDJOBFINISH");
      assertThat(report.at("MsgID")).isEqualTo(sent.path("msg_id").asString());
      assertThat(report.at("TotalCount")).isEqualTo("2");
      assertThat(report.at("SentCount")).isEqualTo(i <= 4 ? "2" : "0");
    }
    assertThat(stage.weChat.screenOf("mei")).hasSize(4).allMatch(m -> m.wire().equals("mass"));
    stage.clock.pass(Duration.ofDays(10));
    stage.forgetToken();
    assertThat(stage.code(TO_LIST, list("b-6", "十二月"))).isZero();
    assertThat(stage.weChat.screenOf("mei")).hasSize(5);
  }

  @Test
  void theSameIdIsRefusedWithTheFirstMessagesId() throws Exception {
    long first = stage.call(TO_LIST, list("b-1", "一")).path("msg_id").asLong();
    JsonNode again = stage.call(TO_LIST, list("b-1", "一"));
    assertThat(again.path("errcode").asInt()).isEqualTo(45065);
    assertThat(again.path("msg_id").asLong()).isEqualTo(first);
    assertThat(stage.code(TO_LIST, list("", "二"))).isZero();
    assertThat(stage.code(TO_LIST, list("", "二"))).as("same words, no id").isEqualTo(45065);
    assertThat(stage.code(TO_LIST, list("x".repeat(33), "三"))).isEqualTo(45067);
    assertThat(stage.weChat.screenOf("mei")).hasSize(2);
  }

  @Test
  void aListNeedsTwoAndEverybodyOnceADay() throws Exception {
    String one = list("b-1", "一").replace(",\"lan\"", "");
    assertThat(stage.code(TO_LIST, one)).isEqualTo(40130);
    String all =
        """
        {"filter":{"is_to_all":true},"msgtype":"text","text":{"content":"%s"}}
        """;
    assertThat(stage.code(TO_ALL, all.formatted("一"))).isZero();
    assertThat(stage.code(TO_ALL, all.formatted("二"))).isEqualTo(45028);
    assertThat(stage.weChat.screenOf("zhu")).hasSize(1);
  }

  @Test
  void aTagReachesThoseWhoBearIt() throws Exception {
    JsonNode tag = stage.call("/cgi-bin/tags/create", "{\"tag\":{\"name\":\"老客户\"}}");
    int id = tag.path("tag").path("id").asInt();
    String mark = "{\"openid_list\":[\"lan\"],\"tagid\":" + id + "}";
    assertThat(stage.code("/cgi-bin/tags/members/batchtagging", mark)).isZero();
    String send =
        """
        {"filter":{"is_to_all":false,"tag_id":%d},"msgtype":"text","text":{"content":"谢谢"}}
        """;
    assertThat(stage.code(TO_ALL, send.formatted(id))).isZero();
    assertThat(stage.code(TO_ALL, send.formatted(999))).isEqualTo(45159);
    assertThat(stage.weChat.screenOf("lan")).hasSize(1);
    assertThat(stage.weChat.screenOf("mei")).isEmpty();
    assertThat(stage.call("/cgi-bin/tags/get", "").path("tags").path(0).path("count").asInt())
        .isEqualTo(1);
    assertThat(stage.call("/cgi-bin/tags/getidlist", "{\"openid\":\"lan\"}").toString())
        .contains("[" + id + "]");
  }

  @Test
  void aPreviewDoesNotCountAndAJobHasAStatus() throws Exception {
    String preview = "{\"touser\":\"mei\",\"msgtype\":\"text\",\"text\":{\"content\":\"看看\"}}";
    for (int i = 0; i < 5; i++) {
      assertThat(stage.code("/cgi-bin/message/mass/preview", preview)).isZero();
    }
    JsonNode sent = stage.call(TO_LIST, list("b-1", "一"));
    String ask = "{\"msg_id\":" + sent.path("msg_id").asString() + "}";
    assertThat(stage.call("/cgi-bin/message/mass/get", ask).path("msg_status").asString())
        .isEqualTo("SEND_SUCCESS");
  }
}
