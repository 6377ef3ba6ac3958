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
import tools.jackson.databind.JsonNode;

class NoticesTest {
  private static final String TEMPLATE = "/cgi-bin/message/template/send";
  private static final String SUBSCRIPTION = "/cgi-bin/message/subscribe/bizsend";
  private WeChatStage stage;

  @BeforeEach
  void build() throws IOException {
    stage = new WeChatStage();
    stage.weChat.register(new Template("T1", "包裹进度", false, Map.of("thing1", "商品", "time3", "时间")));
    stage.weChat.register(new Template("S1", "一周回访", true, Map.of("thing1", "商品")));
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  private static String body(String to, String id, String thing, String time) {
    return """
    {"touser":"%s","template_id":"T1","client_msg_id":"%s","url":"https://shop.example/p",
    "data":{"thing1":{"value":"%s"},"time3":{"value":"%s"}}}
    """
        .formatted(to, id, thing, time);
  }

  private static String notice(String to) {
    return """
    {"touser":"%s","template_id":"S1","data":{"thing1":{"value":"杯子"}}}
    """
        .formatted(to);
  }

  @Test
  void aTemplateMessageShowsItsLabelsAndIsReportedBack() throws Exception {
    stage.weChat.follows("mei", Optional.empty());
    stage.gateway.next();
    JsonNode sent = stage.call(TEMPLATE, body("mei", "p-1", "杯子", "2026年11月21日 12:00"));
    assertThat(sent.path("errcode").asInt()).isZero();
    ScreenMessage shown = stage.weChat.screenOf("mei").getLast();
    assertThat(shown.title()).isEqualTo("包裹进度");
    assertThat(shown.fields()).containsEntry("商品", "杯子");
    assertThat(shown.url()).isEqualTo("https://shop.example/p");
    Xml.Element report = stage.nextCallback();
    assertThat(report.at("Event")).isEqualTo("TEMPLATESENDJOBFINISH");
    assertThat(report.at("MsgID")).isEqualTo(sent.path("msgid").asString());
    assertThat(report.at("Status")).isEqualTo("success");
  }

  @Test
  void theSameIdShowsOnceInTenMinutes() throws Exception {
    stage.weChat.follows("mei", Optional.empty());
    String same = body("mei", "p-1", "杯子", "12:00");
    long first = stage.call(TEMPLATE, same).path("msgid").asLong();
    assertThat(stage.call(TEMPLATE, same).path("msgid").asLong()).isEqualTo(first);
    assertThat(stage.weChat.ledger()).hasSize(1);
    stage.clock.pass(Duration.ofMinutes(10));
    assertThat(stage.code(TEMPLATE, same)).isZero();
    assertThat(stage.weChat.ledger()).hasSize(2);
  }

  @Test
  void wrongValuesUnknownTemplatesAndPeopleAreRefused() throws Exception {
    stage.weChat.follows("mei", Optional.empty());
    JsonNode refused = stage.call(TEMPLATE, body("mei", "", "", "12:00"));
    assertThat(refused.path("errcode").asInt()).isEqualTo(47003);
    assertThat(refused.path("errmsg").asString()).contains("data.thing1.value");
    assertThat(stage.code(TEMPLATE, body("mei", "", "长".repeat(21), "12:00"))).isEqualTo(47003);
    assertThat(stage.code(TEMPLATE, body("mei", "", "杯子", "明天"))).isEqualTo(47003);
    assertThat(stage.code(TEMPLATE, body("nobody", "", "杯子", "12:00"))).isEqualTo(40003);
    String unknown = body("mei", "", "杯子", "12:00").replace("T1", "T9");
    assertThat(stage.code(TEMPLATE, unknown)).isEqualTo(40037);
    stage.weChat.unfollows("mei");
    assertThat(stage.code(TEMPLATE, body("mei", "", "杯子", "12:00"))).isEqualTo(43004);
    assertThat(stage.weChat.refusals()).hasSize(6).allMatch(r -> r.wire().equals("template"));
  }

  @Test
  void whoBlocksTheAccountSeesNothingAndTheReportSaysSo() throws Exception {
    stage.weChat.follows("mei", Optional.empty());
    stage.gateway.next();
    stage.weChat.blocks("mei", true);
    assertThat(stage.code(TEMPLATE, body("mei", "", "杯子", "12:00"))).isZero();
    assertThat(stage.nextCallback().at("Status")).isEqualTo("failed:user block");
    assertThat(stage.weChat.screenOf("mei")).isEmpty();
  }

  @Test
  void eachConsentCarriesOneNotice() throws Exception {
    stage.weChat.follows("mei", Optional.empty());
    stage.gateway.next();
    assertThat(stage.code(SUBSCRIPTION, notice("mei"))).isEqualTo(43101);
    stage.weChat.answersConsent("mei", List.of("S1"), true);
    Xml.Element popup = stage.nextCallback();
    assertThat(popup.at("Event")).isEqualTo("subscribe_msg_popup_event");
    assertThat(popup.at("SubscribeMsgPopupEvent", "List", "SubscribeStatusString"))
        .isEqualTo("accept");
    JsonNode sent = stage.call(SUBSCRIPTION, notice("mei"));
    assertThat(sent.path("msgid").asLong()).isPositive();
    Xml.Element report = stage.nextCallback();
    assertThat(report.at("Event")).isEqualTo("subscribe_msg_sent_event");
    assertThat(report.at("SubscribeMsgSentEvent", "List", "MsgID"))
        .isEqualTo(sent.path("msgid").asString());
    assertThat(stage.code(SUBSCRIPTION, notice("mei"))).isEqualTo(43101);
    stage.weChat.answersConsent("mei", List.of("S1"), false);
    assertThat(stage.code(SUBSCRIPTION, notice("mei"))).isEqualTo(43101);
    assertThat(stage.weChat.screenOf("mei")).extracting("wire").containsExactly("subscription");
  }

  @Test
  void theTemplatesOfEachKindAreListed() throws Exception {
    assertThat(stage.call("/cgi-bin/template/get_all_private_template", "").toString())
        .contains("T1", "{{thing1.DATA}}")
        .doesNotContain("S1");
    assertThat(stage.call("/wxaapi/newtmpl/gettemplate", "").toString()).contains("\"S1\"");
  }
}
