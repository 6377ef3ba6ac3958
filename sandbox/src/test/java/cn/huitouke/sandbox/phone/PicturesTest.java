package cn.huitouke.sandbox.phone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.ReceivingServer;
import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.sandbox.qq.BotAccount;
import cn.huitouke.sandbox.qq.QqPhones;
import cn.huitouke.sandbox.shop.DemoShop;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.wecom.KfAccount;
import cn.huitouke.sandbox.wecom.KfPhones;
import cn.huitouke.sandbox.world.PhoneNetwork;
import com.microsoft.playwright.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What customer service and the QQ bot's platform do with pictures, in real bytes. */
class PicturesTest {

  private static final Instant START = Instant.parse("2026-11-21T04:00:00Z");
  private static final KfAccount KF = KfAccount.demo();
  private static final BotAccount BOT = BotAccount.demo();
  private static final byte[] PNG =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5Er"
                  + "kJggg==");

  private final HandClock clock = new HandClock(START);
  private final DemoShop shop = new DemoShop(START);
  private final String mei = shop.buyers().getFirst().openid();
  private final HttpClient http = HttpClient.newHttpClient();
  private Sandbox sandbox;
  private ReceivingServer product;

  @BeforeEach
  void open() throws IOException {
    product = new ReceivingServer();
    sandbox =
        new Sandbox(
            SandboxOptions.demo(clock)
                .withPort(0)
                .withWeCom(KF.withCallbackUrl(product.url("/hooks/wecom/shop")))
                .withQq(BOT.withCallbackUrl(product.url("/hooks/qq-bot/shop"))));
    sandbox.start();
    sandbox.weCom().says(mei, "有图吗");
    sandbox.qq().meets(mei);
    sandbox.qq().hosts("TEA");
    sandbox.qq().refusesUnprompted("TEA", true, false);
  }

  @AfterEach
  void close() {
    sandbox.close();
    product.close();
    http.close();
  }

  private JsonNode post(String path, String type, String authorization, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(sandbox.base(path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      return Json.read(
          http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
              .body());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] seen(String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(sandbox.base(path)).build(),
            HttpResponse.BodyHandlers.ofByteArray())
        .body();
  }

  private String kfToken() throws Exception {
    String query = "?corpid=" + KF.corpId() + "&corpsecret=" + KF.secret();
    return Json.text(
        Json.read(new String(seen("/wecom/cgi-bin/gettoken" + query), StandardCharsets.UTF_8)),
        "access_token");
  }

  private JsonNode kfUpload(String type, byte[] file) throws Exception {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.write(
        "--tea\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.png\"\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
    form.write(file);
    form.write("\r\n--tea--\r\n".getBytes(StandardCharsets.US_ASCII));
    return post(
        "/wecom/cgi-bin/media/upload?type=" + type + "&access_token=" + kfToken(),
        "multipart/form-data; boundary=tea",
        "",
        form.toByteArray());
  }

  private int kfShow(String mediaId) throws Exception {
    ObjectNode message =
        Json.object().put("touser", mei).put("open_kfid", KF.openKfId()).put("msgtype", "image");
    message.putObject("image").put("media_id", mediaId);
    return post(
            "/wecom/cgi-bin/kf/send_msg?access_token=" + kfToken(),
            "application/json",
            "",
            Json.write(message).getBytes(StandardCharsets.UTF_8))
        .path("errcode")
        .asInt(-99);
  }

  private JsonNode bot(String path, ObjectNode body) {
    ObjectNode ask = Json.object().put("appId", BOT.appId()).put("clientSecret", BOT.secret());
    JsonNode token =
        post("/qq/app/getAppAccessToken", "application/json", "", Json.write(ask).getBytes());
    return post(
        "/qq/v2/" + path,
        "application/json",
        "QQBot " + Json.text(token, "access_token"),
        Json.write(body).getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode botFile(String whom, int type, String data) {
    return bot(
        whom + "/files",
        Json.object().put("file_type", type).put("srv_send_msg", false).put("file_data", data));
  }

  private int botShow(String whom, String info) {
    ObjectNode message = Json.object().put("content", " ").put("msg_type", 7);
    message.putObject("media").put("file_info", info);
    return bot(whom + "/messages", message).path("err_code").asInt(0);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void customerServiceKeepsAPictureForThreeDaysAndSaysWhatItDoesNotTake() throws Exception {
    JsonNode kept = kfUpload("image", PNG);
    assertThat(kept.path("errcode").asInt(-1)).isZero();
    String id = Json.text(kept, "media_id");
    assertThat(kfShow(id)).isZero();
    assertThat(kfShow("nothing")).isEqualTo(40007);
    clock.turnTo(START.plus(Duration.ofDays(3)));
    sandbox.weCom().says(mei, "还有吗");
    assertThat(kfShow(id)).as("after three days").isEqualTo(40007);
    assertThat(kfUpload("tea", PNG).path("errcode").asInt()).isEqualTo(40004);
    assertThat(kfUpload("image", "GIF89a...".getBytes()).path("errcode").asInt())
        .as("judged by its bytes")
        .isEqualTo(40005);
    assertThat(kfUpload("image", new byte[5]).path("errcode").asInt()).isEqualTo(40006);
    byte[] huge = Arrays.copyOf(PNG, (10 << 20) + 1);
    assertThat(kfUpload("image", huge).path("errcode").asInt()).isEqualTo(40006);
    assertThat(kfUpload("image", new byte[0]).path("errcode").asInt()).isEqualTo(44001);
    var shown = sandbox.weCom().screenOf(mei).stream().filter(one -> !one.fromCustomer()).toList();
    assertThat(shown).singleElement().satisfies(one -> assertThat(one.kind()).isEqualTo("image"));
    assertThat(seen(shown.getFirst().url())).as("what was shown stays").isEqualTo(PNG);
  }

  @Test
  void theBotsFilesAreForPrivateTalksOrForGroupsAndEndWhenTheySay() throws Exception {
    JsonNode kept = botFile("users/" + mei, 1, base64(PNG));
    String info = Json.text(kept, "file_info");
    assertThat(kept.path("ttl").asInt()).isEqualTo(300);
    assertThat(botShow("users/" + mei, info)).isZero();
    assertThat(botShow("groups/TEA", info)).as("a private one in a group").isEqualTo(304080);
    String inGroup = Json.text(botFile("groups/TEA", 1, base64(PNG)), "file_info");
    assertThat(botShow("groups/TEA", inGroup)).isZero();
    clock.turnTo(START.plusSeconds(300));
    assertThat(botShow("users/" + mei, info)).as("after its life").isEqualTo(304080);
    assertThat(botFile("users/" + mei, 1, "R0lGODlhLi4u").path("err_code").asInt())
        .as("judged by its bytes")
        .isEqualTo(850019);
    assertThat(botFile("users/" + mei, 1, "%").path("err_code").asInt()).isEqualTo(850026);
    byte[] huge = Arrays.copyOf(PNG, (20 << 20) + 1);
    assertThat(botFile("users/" + mei, 1, base64(huge)).path("err_code").asInt()).isEqualTo(850031);
    assertThat(botFile("users/nobody", 1, base64(PNG)).path("err_code").asInt())
        .isEqualTo(40054004);
    assertThat(botFile("groups/NOWHERE", 1, base64(PNG)).path("err_code").asInt())
        .isEqualTo(40054003);
    String shown = sandbox.qq().screenOf("group:TEA").getLast().url();
    assertThat(seen(shown)).isEqualTo(PNG);
  }

  @Test
  void thePhonePageDrawsThem() throws Exception {
    assertThat(kfShow(Json.text(kfUpload("image", PNG), "media_id"))).isZero();
    String info = Json.text(botFile("users/" + mei, 1, base64(PNG)), "file_info");
    assertThat(botShow("users/" + mei, info)).isZero();
    Map<String, PhoneNetwork> apps = new LinkedHashMap<>();
    apps.put("kf", new KfPhones(sandbox.weCom()));
    apps.put("qq", new QqPhones(sandbox.qq()));
    List<String> complaints = new ArrayList<>();
    try (PhonePage phones =
            new PhonePage(apps, shop, clock, _ -> Optional.empty(), () -> Map.of());
        Chromium chromium = new Chromium()) {
      sandbox.mount("/", phones.page());
      sandbox.mount("/phone/", phones.api());
      Page page = chromium.open(sandbox.base("").toString(), "zh-CN", 1360, 860, complaints);
      page.locator("[data-person='" + mei + "']").click();
      for (int app = 0; app < apps.size(); app++) {
        page.locator("#apps button").nth(app).click();
        assertThat(page.locator(".bubble img.picture")).hasCount(1);
        assertThat(page.locator(".bubble img.picture")).hasJSProperty("naturalWidth", 1);
      }
    }
    assertThat(complaints).isEmpty();
  }
}
