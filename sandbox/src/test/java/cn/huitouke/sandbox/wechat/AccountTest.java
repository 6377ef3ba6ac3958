package cn.huitouke.sandbox.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.world.PhoneNetwork.MenuItem;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AccountTest {
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
  void aCodeWithASceneHasAPictureUntilItExpires() throws Exception {
    JsonNode code =
        stage.call(
            "/cgi-bin/qrcode/create",
            """
            {"expire_seconds":600,"action_name":"QR_STR_SCENE",
            "action_info":{"scene":{"scene_str":"ref_42"}}}
            """);
    assertThat(code.path("expire_seconds").asInt()).isEqualTo(600);
    String ticket = URLEncoder.encode(code.path("ticket").asString(), StandardCharsets.UTF_8);
    var show = HttpRequest.newBuilder(stage.api("/cgi-bin/showqrcode?ticket=" + ticket)).GET();
    HttpResponse<byte[]> picture =
        stage.http.send(show.build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(picture.body()).startsWith(0x89, 'P', 'N', 'G');
    stage.weChat.scans("mei", "ref_42");
    Xml.Element follow = stage.nextCallback();
    assertThat(follow.at("Event") + follow.at("EventKey")).isEqualTo("subscribeqrscene_ref_42");
    assertThat(follow.at("Ticket")).isEqualTo(code.path("ticket").asString());
    stage.clock.pass(Duration.ofSeconds(601));
    assertThat(stage.send(show).statusCode()).isEqualTo(404);
  }

  @Test
  void sceneNamesAreBounded() throws Exception {
    String ask =
        """
        {"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"%s"}}}
        """;
    String path = "/cgi-bin/qrcode/create";
    assertThat(stage.code(path, ask.formatted("x".repeat(65)))).isEqualTo(40053);
    assertThat(stage.code(path, ask.formatted(""))).isEqualTo(40053);
    assertThat(stage.call(path, ask.formatted("shop_1")).has("expire_seconds")).isFalse();
  }

  @Test
  void theMenuIsCheckedShownAndTaken() throws Exception {
    assertThat(stage.code("/cgi-bin/menu/get", "")).isEqualTo(46003);
    String item = "{\"type\":\"click\",\"name\":\"快递\",\"key\":\"PARCELS\"}";
    String many = String.join(",", item, item, item, item);
    String create = "/cgi-bin/menu/create";
    assertThat(stage.code(create, "{\"button\":[" + many + "]}")).isEqualTo(40016);
    assertThat(stage.code(create, "{\"button\":[{\"name\":\"快递\"}]}")).isEqualTo(40019);
    String view = "{\"type\":\"view\",\"name\":\"店\",\"url\":\"https://shop.example\"}";
    String menu = "{\"button\":[%s,{\"name\":\"更多\",\"sub_button\":[%s]}]}".formatted(item, view);
    assertThat(stage.code(create, menu)).isZero();
    assertThat(stage.weChat.menu())
        .containsExactly(new MenuItem("PARCELS", "快递"), new MenuItem("https://shop.example", "店"));
    stage.weChat.tapsMenu("mei", "https://shop.example");
    assertThat(stage.nextCallback().at("Event")).isEqualTo("VIEW");
    assertThat(stage.text("mei", "看到了")).as("a page opens no window").isEqualTo(45015);
    assertThat(stage.code("/cgi-bin/menu/delete", "")).isZero();
    assertThat(stage.weChat.menu()).isEmpty();
  }

  @Test
  void aUserHasNoNicknameButTheSceneTheyCameBy() throws Exception {
    stage.weChat.follows("mei", Optional.of("ref_42"));
    stage.weChat.follows("lan", Optional.empty());
    stage.weChat.unfollows("lan");
    JsonNode mei = stage.call("/cgi-bin/user/info?openid=mei&lang=zh_CN", "");
    assertThat(mei.path("subscribe").asInt()).isEqualTo(1);
    assertThat(mei.path("qr_scene_str").asString()).isEqualTo("ref_42");
    assertThat(mei.has("nickname")).isFalse();
    assertThat(stage.call("/cgi-bin/user/info?openid=lan", "").path("subscribe").asInt()).isZero();
    assertThat(stage.code("/cgi-bin/user/info?openid=nobody", "")).isEqualTo(40003);
    JsonNode list = stage.call("/cgi-bin/user/get?next_openid=", "");
    assertThat(list.path("total").asInt()).isEqualTo(1);
    assertThat(list.path("data").path("openid").path(0).asString()).isEqualTo("mei");
    String two = "{\"user_list\":[{\"openid\":\"mei\"},{\"openid\":\"lan\"}]}";
    assertThat(stage.call("/cgi-bin/user/info/batchget", two).path("user_info_list").size())
        .isEqualTo(2);
  }

  @Test
  void anUploadedPictureCanBeSentForThreeDays() throws Exception {
    stage.weChat.says("mei", "在吗");
    String token = stage.stable(false).path("access_token").asString();
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.png\"\r\n\r\nPIXELS"
            + "\r\n--b--\r\n";
    var upload =
        HttpRequest.newBuilder(stage.api("/cgi-bin/media/upload?type=image&access_token=" + token))
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    String id = Json.read(stage.send(upload).body()).path("media_id").asString();
    var get = stage.api("/cgi-bin/media/get?media_id=" + id + "&access_token=" + token);
    assertThat(stage.send(HttpRequest.newBuilder(get)).body()).isEqualTo("PIXELS");
    String send =
        "{\"touser\":\"mei\",\"msgtype\":\"image\",\"image\":{\"media_id\":\"" + id + "\"}}";
    assertThat(stage.code("/cgi-bin/message/custom/send", send)).isZero();
    stage.clock.pass(Duration.ofDays(3));
    stage.forgetToken();
    assertThat(stage.code("/cgi-bin/message/custom/send", send)).isEqualTo(40007);
  }

  @Test
  void ticketsAreGivenForPages() throws Exception {
    assertThat(stage.call("/cgi-bin/ticket/getticket?type=jsapi", "").path("ticket").asString())
        .isNotEmpty();
  }

  @Test
  void aPagesCodeIsGoodForOneExchange() throws Exception {
    String ask =
        "/sns/oauth2/access_token?grant_type=authorization_code&appid=%s&secret=%s&code="
            .formatted(stage.account.appId(), stage.account.secret());
    String code = stage.weChat.opensPage("mei");
    assertThat(stage.get(ask + code).path("openid").asString()).isEqualTo("mei");
    assertThat(stage.get(ask + code).path("errcode").asInt()).isEqualTo(40163);
    String late = stage.weChat.opensPage("mei");
    stage.clock.pass(Duration.ofMinutes(5));
    assertThat(stage.get(ask + late).path("errcode").asInt()).isEqualTo(42003);
  }
}
