package cn.huitouke.sandbox.phone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.shop.DemoBuyer;
import cn.huitouke.sandbox.shop.DemoOrder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PhonePageInChromiumTest {

  private static Chromium chromium;

  private final List<String> complaints = new ArrayList<>();
  private PhoneServer server;
  private DemoBuyer man;
  private DemoBuyer zhou;

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
  void startServer() throws IOException {
    server = new PhoneServer();
    man = server.shop.buyers().getFirst();
    zhou = server.shop.buyers().get(1);
  }

  @AfterEach
  void stopServer() {
    server.close();
    assertThat(complaints).as("errors in the console, and requests to elsewhere").isEmpty();
  }

  @Test
  void aNewcomerChatsAsACustomer() {
    Page page = open("zh-CN", 1360, 860);
    assertThat(page.getByText("拿起顾客的手机")).isVisible();
    Chromium.picture(page, "desktop-zh-1-welcome");

    person(page, man).click();
    button(page, "关注公众号").click();
    assertThat(bubbles(page)).hasText(new String[] {"欢迎来到云朵山货！快递到哪了、茶怎么泡，都可以直接问我。"});

    page.getByLabel("消息", new Page.GetByLabelOptions().setExact(true)).fill("我的快递到哪了");
    page.keyboard().press("Enter");
    assertThat(bubbles(page).last()).containsText("订单号和收货手机号的后四位");

    button(page, "说 订单号+尾号").first().click();
    assertThat(bubbles(page).nth(4)).containsText("正往杭州来");
    DemoOrder first = server.shop.ordersOf(man.openid(), PhoneServer.START).getFirst();
    assertThat(bubbles(page).nth(3)).hasText(first.number() + " 3107");

    button(page, "只要到货通知").click();
    assertThat(bubbles(page).last()).hasText("收到：只要到货通知");
    button(page, "我的快递").last().click();
    assertThat(bubbles(page).last()).hasText("您有 2 个包裹在路上。");
    button(page, "扫包裹卡").first().click();
    assertThat(bubbles(page).last()).hasText("认出您啦，这一单已经记到您名下。");
    assertThat(server.network.done)
        .containsExactly("choose quiet", "menu PARCELS", "scan claim-" + first.number());
    assertThat(button(page, "选一位顾客")).isHidden();
    Chromium.picture(page, "desktop-zh-2-chat");
  }

  @Test
  void turningTheClockToTheMorningBringsTheNews() {
    server.network.follows(man.openid(), Optional.empty());
    server.network.follows(zhou.openid(), Optional.empty());
    server.clock.dueOnTheWay.add(now -> morningNews());
    Page page = open("zh-CN", 1360, 860);
    person(page, man).click();

    button(page, "明早").click();

    assertThat(page.getByText("2 位顾客收到了新消息。")).isVisible();
    assertThat(page.locator(".notice h3")).hasText("早上好，您的包裹到杭州了");
    assertThat(page.locator(".notice dd").first()).hasText("圆通速递 YT99…0021");
    assertThat(page.locator("#clock-time")).hasText("09:00");
    assertThat(page.locator(".pause time").last()).hasText("09:00");
    assertThat(person(page, zhou).getByLabel("1 条未读")).isVisible();
    assertThat(page.locator(".pill.out").last()).hasText("派送中");
    Chromium.picture(page, "desktop-zh-3-morning");
  }

  @Test
  void wordsOfOthersAreNeverMarkup() {
    server.network.follows(man.openid(), Optional.empty());
    String trick = "<img src=x onerror=\"document.title='gone'\"><b>粗</b>";
    server.network.shopSays(man.openid(), trick);
    server.network.notifies(man.openid(), trick, Map.of(trick, trick));
    Page page = open("zh-CN", 1360, 860);
    person(page, man).click();

    assertThat(bubbles(page).last()).hasText(trick);
    assertThat(page.locator(".notice h3")).hasText(trick);
    assertThat(page.locator(".chat b")).hasCount(0);
    assertThat(page).hasTitle("云朵山货 · 顾客的手机");
  }

  @Test
  void theLanguageFollowsTheBrowserAndThenTheChoice() {
    Page page = open("en-GB", 1360, 860);
    assertThat(page.getByText("Pick up a customer's phone")).isVisible();
    Chromium.picture(page, "desktop-en-1-welcome");
    person(page, man).click();
    button(page, "Follow").click();
    page.locator(".chip").first().click();
    assertThat(bubbles(page).last()).containsText("好的，我来查");
    Chromium.picture(page, "desktop-en-2-chat");

    button(page, "中文").click();
    assertThat(page.getByText("这位顾客的订单")).isVisible();
    page.reload();
    assertThat(page.getByText("这位顾客的订单")).isVisible();
    assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
  }

  @Test
  void onAPhoneThePageIsThePhone() {
    server.clock.dueOnTheWay.add(now -> morningNews());
    Page page = open("zh-CN", 390, 844);
    Chromium.picture(page, "phone-zh-1-welcome");
    button(page, "选一位顾客").click();
    assertThat(person(page, man)).isVisible();
    Chromium.picture(page, "phone-zh-2-people");
    person(page, man).click();
    button(page, "关注公众号").click();
    assertThat(bubbles(page)).hasCount(1);
    button(page, "时钟和订单").click();
    assertThat(page.getByText("这位顾客的订单")).isVisible();
    Chromium.picture(page, "phone-zh-3-beside");
    button(page, "说 订单号+尾号").first().click();
    assertThat(bubbles(page).nth(2)).containsText("正往杭州来");
    button(page, "时钟和订单").click();
    button(page, "明早").click();
    assertThat(page.locator("#turned")).containsText("位顾客收到了新消息");
    page.keyboard().press("Escape");
    assertThat(page.locator(".notice")).isVisible();
    Chromium.picture(page, "phone-zh-4-chat");

    Object wider = page.evaluate("document.documentElement.scrollWidth - innerWidth");
    assertThat(wider).isEqualTo(0);
  }

  @Test
  void onAPhoneThePageSpeaksEnglishToo() {
    server.network.follows(man.openid(), Optional.empty());
    Page page = open("en-US", 390, 844);
    Chromium.picture(page, "phone-en-1-welcome");
    button(page, "Choose a customer").click();
    Chromium.picture(page, "phone-en-2-people");
    person(page, man).click();
    button(page, "Clock and orders").click();
    Chromium.picture(page, "phone-en-3-beside");
    page.locator(".chip").first().click();
    assertThat(bubbles(page).last()).containsText("好的，我来查");
    Chromium.picture(page, "phone-en-4-chat");
  }

  @Test
  void whoeverReadsOnIsToldOfNewMessagesBelow() {
    server.network.follows(man.openid(), Optional.empty());
    for (int line = 0; line < 30; line++) {
      server.network.shopSays(man.openid(), "第 " + line + " 句");
    }
    Page page = open("zh-CN", 1360, 860);
    person(page, man).click();
    assertThat(bubbles(page)).hasCount(31);
    page.locator("#chat").evaluate("chat => chat.scrollTop = 0");

    server.network.shopSays(man.openid(), "还有一句");

    Locator below = button(page, "1 条新消息 ↓");
    below.click();
    assertThat(page.getByText("还有一句").last()).isInViewport();
    assertThat(below).isHidden();
  }

  @Test
  void consentAndUnfollowLiveInTheAccountSheet() {
    server.network.follows(man.openid(), Optional.empty());
    Page page = open("zh-CN", 1360, 860);
    person(page, man).click();
    button(page, "公众号资料").click();
    Chromium.picture(page, "desktop-zh-4-sheet");
    button(page, "允许").click();
    assertThat(page.getByText("已选择：允许")).isVisible();
    assertThat(server.network.done).containsExactly("consent [tpl-progress] true");

    button(page, "取消关注").click();
    assertThat(page.getByText("关注之后，才能收发消息。")).isVisible();
    assertThat(server.network.isFollowing(man.openid())).isFalse();
  }

  @Test
  void everythingCanBeDoneWithTheKeyboard() {
    Page page = open("zh-CN", 1360, 860);
    person(page, man).focus();
    page.keyboard().press("Enter");
    button(page, "关注公众号").focus();
    page.keyboard().press("Space");
    assertThat(page.locator("#words")).isFocused();
    page.keyboard().type("你好");
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");

    assertThat(bubbles(page).last()).hasText("收到：你好");
  }

  @Test
  void aStoppedServerIsSaidInASentence() {
    Page page = open("zh-CN", 1360, 860);
    person(page, man).click();
    server.close();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("沙盒没有应答");
    complaints.clear();
  }

  @Test
  void aServerThatComesBackIsNoticed() throws IOException {
    Page page = open("zh-CN", 1360, 860);
    person(page, man).click();
    assertThat(button(page, "关注公众号")).isVisible();
    int port = server.port();
    server.close();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("沙盒没有应答");
    server = new PhoneServer(port);

    assertThat(page.getByRole(AriaRole.ALERT)).isHidden();
    button(page, "关注公众号").click();
    assertThat(bubbles(page).last()).containsText("欢迎");
    complaints.clear();
  }

  @Test
  void onATabletNothingSticksOut() {
    Page page = open("zh-CN", 900, 1000);
    person(page, man).click();
    button(page, "关注公众号").click();
    assertThat(bubbles(page)).hasCount(1);
    Chromium.picture(page, "tablet-zh");

    Object wider = page.evaluate("document.documentElement.scrollWidth - innerWidth");
    assertThat((Integer) wider).isLessThanOrEqualTo(0);
  }

  private void morningNews() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("快递单号", "圆通速递 YT99…0021");
    fields.put("当前进度", "文三网点正在派件，何师傅 13800138021");
    fields.put("预计送达", "今天中午前");
    fields.put("另一个包裹", "中通 7900…0022，刚离开昆明，预计周二到");
    server.network.notifies(man.openid(), "早上好，您的包裹到杭州了", fields);
    server.network.notifies(zhou.openid(), "早上好，您的茶壶签收了", Map.of("包裹", "顺丰 SF99…0028"));
  }

  private Page open(String language, int width, int height) {
    Page page = chromium.open(server.address, language, width, height, complaints);
    assertThat(page.locator(".person")).hasCount(9);
    return page;
  }

  private static Locator person(Page page, DemoBuyer buyer) {
    return page.locator("[data-person='" + buyer.openid() + "']");
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator bubbles(Page page) {
    return page.locator("#chat .bubble");
  }
}
