package cn.huitouke.server;

import static cn.huitouke.server.NewcomerBrowser.button;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Peer;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.desk.Desk;
import cn.huitouke.order.Bindings;
import cn.huitouke.order.Trades;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every page of the console as people see it: both languages, both widths. */
class ConsoleInChromiumTest {

  private static NewcomerBrowser browser;
  private static ConsoleHouse house;

  @BeforeAll
  static void open() {
    browser = new NewcomerBrowser();
    house = ConsoleHouse.get();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  private static long customer(String openid) {
    return house
        .bean(Customers.class)
        .recognise(Peer.person(new ChannelId("wechat-mp", channel()), openid))
        .value();
  }

  private static String channel() {
    return house.bean(cn.huitouke.delivery.Channels.class).all().iterator().next().id().name();
  }

  private static long heard(String openid, String words) {
    house.weChat().says(openid, words);
    ConsoleHouse.until(
        () ->
            house
                .database()
                .sql(
                    "select count(*) > 0 from conversation.event, conversation.handled"
                        + " where peer = ? and strpos(payload, ?) > 0 and seq = any(seqs)")
                .params(openid, words)
                .query(Boolean.class)
                .single());
    return customer(openid);
  }

  private static Page entered(String name) {
    Page page = browser.open(house.address());
    page.getByLabel("账号").fill(name);
    page.getByLabel("密码").fill(ConsoleHouse.PASSWORD);
    button(page, "登录").click();
    assertThat(page.getByText("要您处理的事")).isVisible();
    return page;
  }

  @Test
  void everyPageIsSeenInBothLanguagesAndWidths() {
    String mei = house.openid(0);
    house.weChat().follows(mei, Optional.empty());
    long number = heard(mei, "你好呀");
    heard(mei, "转人工");
    house.weChat().follows(house.openid(1), Optional.empty());
    heard(house.openid(1), "我的快递到哪了");
    List<String> some = house.bean(Trades.class).newest(Optional.empty(), 5);
    Page page = entered("owner");
    for (String path :
        List.of(
            "/",
            "/conversations",
            "/conversations/" + number,
            "/customers",
            "/customers/" + number,
            "/orders",
            "/parcels",
            "/care",
            "/care/plan?id=arrival",
            "/wording",
            "/wording/piece?name=parcel/on-its-way",
            "/settings",
            "/settings/operators",
            "/settings/tokens",
            "/settings/audit",
            "/settings/second-factor",
            "/orders/print?what=cards&number=" + String.join("&number=", some),
            "/orders/print?what=slips&number=" + String.join("&number=", some))) {
      for (String lang : List.of("zh-CN", "en")) {
        page.navigate(house.address() + path + (path.contains("?") ? "&" : "?") + "lang=" + lang);
        String name =
            path.equals("/")
                ? "today"
                : path.substring(1).replaceAll("[/?=&]|\\d+", "-").replaceAll("-number.*", "");
        NewcomerBrowser.look(page, "console-" + name + "-" + lang);
      }
    }
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aConversationIsLiveWhileAPersonLeadsIt() {
    String openid = "oLive-0001";
    house.weChat().follows(openid, Optional.empty());
    long number = heard(openid, "转人工");
    Page page = entered("kefu");
    page.navigate(house.address() + "/conversations/" + number);
    button(page, "接手").click();
    assertThat(page.getByText("您在接待")).isVisible();
    page.getByLabel("回复", new Page.GetByLabelOptions().setExact(true)).fill("您好，哪里可以帮到您？");
    page.keyboard().press("Enter");
    assertThat(page.locator(".said.person .bubble")).hasText("您好，哪里可以帮到您？");
    assertThat(page.locator(".said.person .state-accepted")).isVisible();
    house.weChat().says(openid, "茶杯缺了个口 😢");
    assertThat(page.locator(".said.customer .bubble").last()).hasText("茶杯缺了个口 😢");
    assertThat(page.locator(".active-line")).containsText("茶杯缺了个口");
    assertThat(page.locator(".active-line")).containsText("等了");
    NewcomerBrowser.look(page, "console-live");
    button(page, "交还机器人").click();
    assertThat(page.getByText("机器人在答")).isVisible();
  }

  /** axe-core's rules, as a blind or motor-impaired colleague needs them. */
  @Test
  void noPageHasASeriousBarrier() throws IOException {
    String axe;
    try (var in =
        Objects.requireNonNull(
            getClass()
                .getResourceAsStream("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js"))) {
      axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    long number = heard(house.openid(0), "你好");
    Page page = entered("owner");
    for (String path :
        List.of(
            "/",
            "/conversations/" + number,
            "/customers",
            "/customers/" + number,
            "/orders",
            "/parcels",
            "/care",
            "/care/plan?id=arrival",
            "/wording/piece?name=parcel/on-its-way",
            "/settings",
            "/settings/operators",
            "/settings/tokens")) {
      page.navigate(house.address() + path);
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.evaluate(axe);
        Object faults =
            page.evaluate(
                "async () => (await axe.run()).violations.filter(v => v.impact === 'serious' ||"
                    + " v.impact === 'critical').map(v => v.id + ': ' + v.nodes.slice(0, 4).map(n"
                    + " => n.html.slice(0, 160)).join(' | '))");
        assertThat((List<?>) faults).as(path + " " + scheme).isEmpty();
      }
    }
  }

  @Test
  void whatCustomersSayNeverRuns() throws IOException {
    String openid = "oHostile-1";
    house.weChat().follows(openid, Optional.empty());
    List<String> corpus = Hostile.corpus();
    for (int from = 0; from < corpus.size(); from += 6) {
      String words =
          String.join("\n", corpus.subList(from, Math.min(from + 6, corpus.size())))
              .replace("\u0000", "");
      house.weChat().says(openid, words);
    }
    long number = heard(openid, "转人工");
    String all = String.join(" ", corpus).replace("\u0000", "");
    String order = house.bean(Trades.class).newest(Optional.empty(), 20).get(2);
    house.bean(Bindings.class).bind(order, new CustomerId(number), "test");
    var sql = house.database();
    sql.sql("update orders.line set title = ?, sku = ? where order_number = ?")
        .params(corpus.get(0), all, order)
        .update();
    sql.sql("update logistics.parcel set latest_text = ?, destination = ?")
        .params(all, corpus.get(5))
        .update();
    house
        .bean(Desk.class)
        .open(
            "stuck:hostile",
            "stuck-parcel",
            Optional.of(new CustomerId(number)),
            corpus.get(1),
            all);
    ConsoleHouse.Visitor owner = house.as("owner");
    owner.post("/customers/" + number + "/notes", Map.of("text", all.substring(0, 900)));
    owner.post("/settings/tokens", Map.of("name", corpus.get(2).substring(0, 40)));

    Page page = entered("owner");
    page.onDialog(
        dialog -> {
          throw new AssertionError("A dialog: " + dialog.message());
        });
    for (String path :
        List.of(
            "/",
            "/conversations",
            "/conversations/" + number,
            "/customers",
            "/customers/" + number,
            "/customers?q=%22%3E%3Cimg%20src%3Dx%20onerror%3D" + "window.__ran%3D1%3E",
            "/orders",
            "/orders/print?what=slips&number=" + order,
            "/orders/print?what=cards&number=" + order,
            "/parcels",
            "/settings/tokens",
            "/settings/audit",
            "/wording/piece?name=conversation/hello")) {
      page.navigate(house.address() + path);
      if (path.startsWith("/wording")) {
        page.locator("#text").fill(corpus.get(3).replace("{{", "").replace("}}", ""));
        assertThat(page.locator("#preview")).containsText("onerror");
      }
      assertThat(page.evaluate("window.__ran")).as(path).isNull();
    }
    Path file =
        Files.createTempDirectory("hostile").resolve("<img src=x onerror=window.__ran=1>.csv");
    Files.writeString(file, "订单编号,=1+1\n1,<img src=x onerror=window.__ran=1>\n");
    page.navigate(house.address() + "/orders");
    page.getByLabel("报表文件").setInputFiles(file);
    button(page, "先看一眼").click();
    assertThat(page.locator("#result-title")).containsText("onerror");
    assertThat(page.locator(".refused, .card-footer").first()).isVisible();
    assertThat(page.evaluate("window.__ran")).isNull();
    house.bean(Desk.class).close("stuck:hostile", "done", "test");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theFirstScreenIsSmall() {
    Page page = browser.open(house.address());
    Object bytes =
        page.evaluate(
            "performance.getEntriesByType('resource')"
                + ".concat(performance.getEntriesByType('navigation'))"
                + ".reduce((sum, one) => sum + one.transferSize, 0)");
    assertThat(((Number) bytes).longValue()).isBetween(1L, 200_000L);
  }
}
