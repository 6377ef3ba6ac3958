package cn.huitouke.server;

import static cn.huitouke.server.NewcomerBrowser.button;
import static cn.huitouke.server.NewcomerBrowser.look;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.console.Operators;
import cn.huitouke.sandbox.shop.ShopDays;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.schedule.ShopClock;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The first quarter of an hour of somebody who has just started the whole product. */
class NewcomerTest {

  private static final String MAN = "小满的茶席";
  private static final String ZHOU = "一舟听雨";
  private static final String CHOSEN = "a-password-of-my-own";

  @TempDir static Path data;
  private static NewcomerBrowser browser;
  private static ConfigurableApplicationContext house;

  @BeforeAll
  static void start() throws IOException {
    browser = new NewcomerBrowser();
    int gateway = WholeWayTest.freePort();
    int sandbox = WholeWayTest.freePort();
    house =
        Huitouke.application()
            .run(
                "--server.port=0",
                "--huitouke.gateway.port=" + gateway,
                "--huitouke.sandbox.port=" + sandbox,
                "--huitouke.data-dir=" + data);
  }

  @AfterAll
  static void stop() {
    if (house != null) {
      house.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void aNewcomerSeesTheWholeShopAtWork() throws IOException {
    Page phone = browser.open(playground().sandbox().base("").toString());
    Page console =
        browser.open("http://127.0.0.1:" + house.getEnvironment().getProperty("local.server.port"));
    try {
      aCustomerFindsHerParcels(phone);
      anotherClaimsWhatIsHers(phone);
      theMorningBringsTheNews(phone);
      whatShipsNextIsAnnounced(phone);
      theOtherAppsAnswerToo(phone);
      Path export = downloaded(phone);
      theConsoleIsEntered(console);
      theMessagesAreThereWithTheirWhy(console);
      theClaimIsConfirmed(console, phone);
      theExportIsImported(console, export);
    } finally {
      Files.createDirectories(NewcomerBrowser.PICTURES);
      Files.write(NewcomerBrowser.PICTURES.resolve("dialogue.txt"), dialogue());
    }
    assertThat(browser.complaints()).as("errors of pages").isEmpty();
  }

  private static void aCustomerFindsHerParcels(Page phone) {
    look(phone, "phone-1-welcome");
    until(NewcomerTest::theParcelsAreKnown);
    person(phone, MAN).click();
    button(phone, "关注公众号").click();
    assertThat(bubbles(phone)).hasCount(1);
    phone.getByLabel("消息", new Page.GetByLabelOptions().setExact(true)).fill("我的快递到哪了");
    phone.keyboard().press("Enter");
    assertThat(bubbles(phone).last()).containsText("我来帮您查");
    button(phone, "说 订单号+尾号").first().click();
    assertThat(bubbles(phone).last()).containsText("核对好啦");
    button(phone, "扫包裹卡").nth(1).click();
    assertThat(bubbles(phone).last()).containsText("熟普");
    button(phone, "我的快递到哪了").click();
    assertThat(bubbles(phone).last()).containsText("2 个包裹");
    button(phone, "我的快递").click();
    Locator answers = bubbles(phone).filter(new Locator.FilterOptions().setHasText("我一个个说"));
    assertThat(answers).hasCount(2);
    button(phone, "能帮您做什么").click();
    assertThat(bubbles(phone).last()).containsText("转人工");
    look(phone, "phone-2-parcels");
  }

  /** Zhou asks for his own orders, and for one of Man's, whose digits he happens to know. */
  private static void anotherClaimsWhatIsHers(Page phone) {
    String hers = phone.locator(".facts b").first().innerText();
    person(phone, ZHOU).click();
    button(phone, "关注公众号").click();
    assertThat(bubbles(phone)).hasCount(1);
    button(phone, "说 订单号+尾号").first().click();
    assertThat(bubbles(phone).last()).containsText("核对好啦");
    button(phone, "说 订单号+尾号").nth(1).click();
    assertThat(bubbles(phone).last()).containsText("正在备货");
    phone.getByLabel("消息", new Page.GetByLabelOptions().setExact(true)).fill(hers + " 3107");
    phone.keyboard().press("Enter");
    assertThat(bubbles(phone).last()).containsText("另一个账号");
    look(phone, "phone-3-claim");
  }

  private static void theMorningBringsTheNews(Page phone) {
    person(phone, MAN).click();
    assertThat(bubbles(phone).last()).containsText("转人工");
    button(phone, "明早").click();
    Locator morning = bubbles(phone).filter(new Locator.FilterOptions().setHasText("早上好"));
    assertThat(morning.last()).isVisible();
    assertThat(phone.locator("#turned")).containsText("位顾客收到了新消息");
    look(phone, "phone-4-morning");
    ZonedDateTime now = house.getBean(ShopClock.class).instant().atZone(ShopDays.ZONE);
    assertThat(now.getHour()).isEqualTo(9);
    assertThat(screen(MAN))
        .filteredOn(message -> message.text().contains("早上好"))
        .last()
        .satisfies(
            digest -> {
              ZonedDateTime at = digest.at().atZone(ShopDays.ZONE);
              assertThat(at.toLocalDate()).isEqualTo(now.toLocalDate());
              assertThat(at.toLocalTime()).isBetween(LocalTime.of(7, 30), LocalTime.of(9, 0));
            });
  }

  private static void whatShipsNextIsAnnounced(Page phone) {
    person(phone, ZHOU).click();
    button(phone, "+1 小时").click();
    assertThat(phone.locator("#turned")).containsText("到点了");
    button(phone, "+1 小时").click();
    assertThat(shipped(phone)).hasCount(1);
    assertThat(phone.locator("#turned")).containsText("到点了");
    look(phone, "phone-5-shipped");
  }

  private static void theOtherAppsAnswerToo(Page phone) {
    person(phone, MAN).click();
    phone.locator("[data-app=kf]").click();
    assertThat(bubbles(phone)).hasCount(0);
    phone.getByLabel("消息", new Page.GetByLabelOptions().setExact(true)).fill("我的快递到哪了");
    phone.keyboard().press("Enter");
    assertThat(bubbles(phone).last()).containsText("我来帮您查");
    look(phone, "phone-7-customer-service");
    phone.locator("[data-app=group]").click();
    button(phone, "我的快递到哪了").click();
    assertThat(bubbles(phone)).hasCount(2);
    assertThat(bubbles(phone).last()).containsText("@" + MAN);
    look(phone, "phone-8-group");
    phone.locator("[data-app=wechat]").click();
    person(phone, ZHOU).click();
    assertThat(shipped(phone)).hasCount(1);
  }

  /**
   * In words, or as a form: who begins late in the evening has heard four things by then, and the
   * window's last place is kept for an answer.
   */
  private static Locator shipped(Page phone) {
    return phone
        .locator("#chat .bubble, #chat .notice")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("出发啦|发货通知")));
  }

  private static Path downloaded(Page phone) throws IOException {
    Download file = phone.waitForDownload(() -> phone.getByText("订单报表").click());
    Path export = data.resolve("ExportOrderList.csv");
    file.saveAs(export);
    assertThat(Files.size(export)).isPositive();
    return export;
  }

  private static void theConsoleIsEntered(Page console) {
    look(console, "console-1-login");
    String first = house.getBean(Operators.class).resetPassword("admin").orElseThrow();
    console.getByLabel("密码").fill(first);
    button(console, "登录").click();
    assertThat(console.getByText("只用一次")).isVisible();
    look(console, "console-2-password");
    console.getByLabel("现在的密码").fill(first);
    console.getByLabel("新密码").fill(CHOSEN);
    console.getByLabel("再输一遍").fill(CHOSEN);
    button(console, "换密码").click();
    assertThat(console.getByText("要您处理的事")).isVisible();
  }

  private static void theMessagesAreThereWithTheirWhy(Page console) {
    look(console, "console-3-today-zh");
    assertThat(console.getByText("平台已接收").first()).isVisible();
    console.getByText("English").click();
    assertThat(console.getByText("Latest messages to customers")).isVisible();
    assertThat(console.getByText("Accepted by the platform").first()).isVisible();
    look(console, "console-4-today-en");
    console.getByText("中文").click();
  }

  private static void theClaimIsConfirmed(Page console, Page phone) {
    assertThat(console.getByText("请确认订单")).isVisible();
    button(console, "确认是本人").click();
    assertThat(console.getByText("已处理")).isVisible();
    assertThat(console.getByText("请确认订单")).hasCount(0);
    look(console, "console-5-confirmed");
    assertThat(bubbles(phone).last()).containsText("店里的同事核对好了");
    look(phone, "phone-6-confirmed");
  }

  private static void theExportIsImported(Page console, Path export) {
    console.getByText("订单", new Page.GetByTextOptions().setExact(true)).first().click();
    look(console, "console-6-orders");
    console.getByLabel("报表文件").setInputFiles(export);
    button(console, "先看一眼").click();
    assertThat(console.getByText("如果导入，会是这样")).isVisible();
    assertThat(console.locator("main")).containsText(Pattern.compile("20"));
    look(console, "console-7-looked-at");
    console.getByText("换个文件").click();
    console.getByLabel("报表文件").setInputFiles(written(data.resolve("broken.csv")));
    button(console, "先看一眼").click();
    assertThat(console.locator(".refused")).isVisible();
    look(console, "console-8-refused");
    button(console, "退出").click();
    assertThat(console.getByText("已经退出")).isVisible();
  }

  private static Path written(Path file) {
    try {
      return Files.writeString(file, "这不是报表,没有订单编号\n1,2\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> dialogue() {
    List<String> lines = new ArrayList<>();
    for (String nick : List.of(MAN, ZHOU)) {
      lines.add("== " + nick);
      screen(nick)
          .forEach(
              m ->
                  lines.add(
                      m.at().atZone(ShopDays.ZONE).toLocalTime().withNano(0)
                          + " "
                          + m.wire()
                          + "\n"
                          + m.title()
                          + m.text()
                          + m.fields().values()));
    }
    return lines;
  }

  private static List<ScreenMessage> screen(String nick) {
    String openid =
        playground().shop().buyers().stream()
            .filter(buyer -> buyer.nick().equals(nick))
            .findFirst()
            .orElseThrow()
            .openid();
    return playground().sandbox().weChat().screenOf(openid);
  }

  /** What an import changed is heard of a moment later. */
  private static boolean theParcelsAreKnown() {
    return house
        .getBean(JdbcClient.class)
        .sql("SELECT count(*) > 10 FROM logistics.parcel")
        .query(Boolean.class)
        .single();
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(100_000_000);
    }
  }

  private static Playground playground() {
    return house.getBean(Playground.class);
  }

  private static Locator person(Page phone, String nick) {
    return phone.locator(".person").filter(new Locator.FilterOptions().setHasText(nick));
  }

  private static Locator bubbles(Page phone) {
    return phone.locator("#chat .bubble");
  }
}
