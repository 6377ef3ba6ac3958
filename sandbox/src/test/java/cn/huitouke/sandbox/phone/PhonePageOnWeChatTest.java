package cn.huitouke.sandbox.phone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.ReceivingServer;
import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.sandbox.shop.DemoBuyer;
import cn.huitouke.sandbox.shop.DemoShop;
import cn.huitouke.sandbox.wechat.Template;
import cn.huitouke.sandbox.wechat.WeChatAccount;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The page before the simulated WeChat, and behind that a server that answers in real bytes. */
class PhonePageOnWeChatTest {

  private static final Pattern FIELD =
      Pattern.compile("<(\\w+)><!\\[CDATA\\[(.*?)]]>", Pattern.DOTALL);

  private static Chromium chromium;

  private final HandClock clock = new HandClock(PhoneServer.START);
  private final DemoShop shop = new DemoShop(PhoneServer.START);
  private final DemoBuyer man = shop.buyers().getFirst();
  private final List<String> complaints = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private WeChatAccount account;
  private ReceivingServer product;
  private Sandbox sandbox;
  private PhonePage phones;
  private String address;

  @BeforeAll
  static void startChromium() {
    chromium = new Chromium();
  }

  @AfterAll
  static void stopChromium() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void startSandbox() throws IOException {
    product = new ReceivingServer();
    product.answers(this::answered);
    account =
        WeChatAccount.demo()
            .withMode(WeChatAccount.Mode.PLAIN)
            .withPatience(Duration.ofMillis(500))
            .withCallbackUrl(product.url("/hooks/wechat-mp/shop"));
    sandbox =
        new Sandbox(SandboxOptions.demo(clock).withPort(0).withParcels(shop).withWeChat(account));
    phones =
        new PhonePage(
            sandbox.weChat(), shop, clock, order -> Optional.of("claim." + order), Map::of);
    sandbox.mount("/", phones.page());
    sandbox.mount("/phone/", phones.api());
    sandbox.start();
    address = "http://127.0.0.1:" + sandbox.port();
  }

  @AfterEach
  void stopSandbox() {
    phones.close();
    sandbox.close();
    product.close();
    http.close();
    assertThat(complaints).isEmpty();
  }

  @Test
  void aCustomerChatsThroughTheSimulatedPlatform() throws Exception {
    call(
        "/cgi-bin/menu/create",
        "{\"button\":[{\"type\":\"click\",\"name\":\"我的快递\",\"key\":\"PARCELS\"}]}");
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("thing1", "进度");
    fields.put("time2", "预计送达");
    sandbox.weChat().register(new Template("tpl-digest", "快递进度提醒", false, fields));
    clock.dueOnTheWay.add(now -> morningNews());

    Page page = chromium.open(address, "zh-CN", 1360, 860, complaints);
    page.locator("[data-person='" + man.openid() + "']").click();
    button(page, "关注公众号").click();
    assertThat(page.locator(".bubble").last()).hasText("欢迎来到云朵山货");

    page.locator("#words").fill("我的快递到哪了 <b>😀</b>");
    page.keyboard().press("Enter");
    assertThat(page.locator(".bubble").last()).hasText("听到了：我的快递到哪了 <b>😀</b>");

    button(page, "我的快递").click();
    assertThat(page.locator(".bubble").last()).hasText("点了 PARCELS");
    button(page, "扫包裹卡").first().click();
    String order = shop.ordersOf(man.openid(), PhoneServer.START).getFirst().number();
    assertThat(page.locator(".bubble").last()).hasText("扫了 claim." + order);

    button(page, "明早").click();
    assertThat(page.getByText("1 位顾客收到了新消息。")).isVisible();
    assertThat(page.locator(".notice h3")).hasText("快递进度提醒");
    assertThat(page.locator(".notice dd").first()).hasText("已到杭州，正在派件");
    assertThat(page.locator(".notice-text")).hasCount(0);
    Chromium.picture(page, "desktop-zh-5-wechat");
  }

  @Test
  void whenTheProductIsSilentThePlatformApologises() {
    product.answers(request -> new ReceivingServer.Reply(500, ""));
    sandbox.weChat().follows(man.openid(), Optional.empty());
    Page page = chromium.open(address, "zh-CN", 1360, 860, complaints);
    page.locator("[data-person='" + man.openid() + "']").click();

    page.locator("#words").fill("在吗");
    page.keyboard().press("Enter");

    assertThat(page.locator(".pause").last()).containsText("暂时无法提供服务");
  }

  private ReceivingServer.Reply answered(ReceivingServer.Received request) {
    Map<String, String> said = new LinkedHashMap<>();
    Matcher fields = FIELD.matcher(request.body());
    while (fields.find()) {
      said.put(fields.group(1), fields.group(2));
    }
    String words =
        switch (said.getOrDefault("Event", "")) {
          case "subscribe" -> "欢迎来到云朵山货";
          case "SCAN" -> "扫了 " + said.get("EventKey");
          case "CLICK" -> "点了 " + said.get("EventKey");
          case "" -> "听到了：" + said.get("Content");
          default -> "";
        };
    if (words.isEmpty()) {
      return new ReceivingServer.Reply(200, "success");
    }
    return new ReceivingServer.Reply(
        200,
        """
        <xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[%s]]></FromUserName>\
        <CreateTime>1795233600</CreateTime><MsgType><![CDATA[text]]></MsgType>\
        <Content><![CDATA[%s]]></Content></xml>\
        """
            .formatted(said.get("FromUserName"), account.originalId(), words));
  }

  private void morningNews() {
    call(
        "/cgi-bin/message/template/send",
        """
        {"touser":"%s","template_id":"tpl-digest",
         "data":{"thing1":{"value":"已到杭州，正在派件"},"time2":{"value":"2026年11月22日 12:00"}}}
        """
            .formatted(man.openid()));
  }

  private void call(String path, String body) {
    String credentials =
        "{\"grant_type\":\"client_credential\",\"appid\":\"%s\",\"secret\":\"%s\"}"
            .formatted(account.appId(), account.secret());
    String token =
        JsonMapper.builder()
            .build()
            .readTree(post("/cgi-bin/stable_token", credentials))
            .path("access_token")
            .asString("");
    assertThat(post(path + "?access_token=" + token, body)).contains("\"errcode\":0");
  }

  private String post(String path, String body) {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create(address + "/wechat" + path))
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
