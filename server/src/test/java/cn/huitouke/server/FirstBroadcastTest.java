package cn.huitouke.server;

import static cn.huitouke.server.NewcomerBrowser.button;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.console.Operators;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The walk of docs/first-broadcast.md, from an empty shop to a broadcast of one's own. Counts what a hand
 * does and how long the house lets it wait; the pictures of that page are made here.
 */
class FirstBroadcastTest {

  private static final String CHOSEN = "a-password-of-my-own";

  /** So long a person may take for one act, reading included; the house's own time comes on top. */
  private static final Duration A_HAND = Duration.ofSeconds(7);

  private int clicks;
  private int fields;
  private final List<String> walked = new ArrayList<>();
  private long since = System.nanoTime();
  private int clicksBefore;
  private int fieldsBefore;

  private void click(Locator what) {
    what.click();
    clicks++;
  }

  private void write(Locator where, String words) {
    where.fill(words);
    fields++;
  }

  private void arrived(String step) {
    long now = System.nanoTime();
    walked.add(
        "%s: %d clicks, %d fields, %.1f s"
            .formatted(step, clicks - clicksBefore, fields - fieldsBefore, (now - since) / 1e9));
    clicksBefore = clicks;
    fieldsBefore = fields;
    since = now;
  }

  private static void picture(Page page, int number) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(NewcomerBrowser.PICTURES.resolve("first-broadcast-" + number + ".png")));
  }

  @Test
  void withinFiveMinutesAShopThatHasNothingHasSentItsFirst(@TempDir Path data) throws IOException {
    try (NewcomerBrowser browser = new NewcomerBrowser();
        ConfigurableApplicationContext house =
            Huitouke.application()
                .run(
                    "--server.port=0",
                    "--huitouke.gateway.port=" + WholeWayTest.freePort(),
                    "--huitouke.sandbox.port=0",
                    "--huitouke.delivery.quiet-hours=none", // whatever time it is
                    "--huitouke.data-dir=" + data)) {
      arrived("start");
      Page phone = browser.open(house.getBean(Playground.class).sandbox().base("").toString());
      for (String nick : List.of("小满的茶席", "一舟听雨")) {
        click(phone.locator(".person").filter(new Locator.FilterOptions().setHasText(nick)));
        click(button(phone, "关注公众号"));
        assertThat(phone.locator("#chat .bubble")).hasCount(1);
        write(phone.getByLabel("消息", new Page.GetByLabelOptions().setExact(true)), "你好");
        phone.keyboard().press("Enter");
        assertThat(phone.locator("#chat .bubble")).hasCount(3);
      }
      arrived("two follow");

      Page page =
          browser.open(
              "http://127.0.0.1:" + house.getEnvironment().getProperty("local.server.port"));
      String first = house.getBean(Operators.class).resetPassword("admin").orElseThrow();
      page.setViewportSize(1120, 900);
      write(page.getByLabel("密码"), first);
      click(button(page, "登录"));
      write(page.getByLabel("现在的密码"), first);
      write(page.getByLabel("新密码"), CHOSEN);
      write(page.getByLabel("再输一遍"), CHOSEN);
      click(button(page, "换密码"));
      assertThat(page.getByText("要您处理的事")).isVisible();
      arrived("enter");

      click(page.locator("nav, header").getByText("群发", exactly()).first());
      click(button(page, "写第一条群发"));
      write(page.getByLabel("给自己看的名字"), "新茶预告");
      write(
          page.getByLabel("正文", new Page.GetByLabelOptions().setExact(true)),
          "今年的头采白茶到了。老顾客先尝：回复“新茶”，给您留一份。");
      assertThat(page.locator("#phone .bubble").first()).containsText("头采白茶");
      assertThat(page.locator("#phone .bubble").first()).containsText("回复 TD");
      assertThat(page.locator("#phone li")).hasCount(0);
      page.evaluate("scrollTo(0, 0)");
      picture(page, 1);
      arrived("write");

      click(button(page, "保存，看看发给谁"));
      assertThat(page.locator("#step-4")).isVisible();
      assertThat(page.locator("#after .figure").first()).hasText("2");
      page.locator("#look").evaluate("one => one.scrollIntoView()");
      picture(page, 2);
      click(page.locator("#after form[action$=submit] button"));
      write(page.locator("#typed"), "2");
      click(button(page, "批准，发给 2 人"));
      assertThat(page.locator("#progress .badge.stage")).hasText("已发完");
      assertThat(page.locator("#progress .figure").first()).hasText("2");
      assertThat(page.locator("main")).containsText("还说不准");
      page.evaluate("scrollTo(0, 0)");
      picture(page, 3);
      assertThat(
              phone.locator("#chat .bubble").filter(new Locator.FilterOptions().setHasText("头采白茶")))
          .hasCount(1);
      arrived("send");
      assertThat(browser.complaints()).isEmpty();
    }
    Files.writeString(
        NewcomerBrowser.PICTURES.resolve("first-broadcast.txt"),
        String.join("\n", walked) + "\nall: %d clicks, %d fields\n".formatted(clicks, fields));
    double waited =
        walked.stream()
            .mapToDouble(step -> Double.parseDouble(step.replaceAll(".*, ([\\d.]+) s", "$1")))
            .sum();
    assertThat(waited + (clicks + fields) * A_HAND.toSeconds())
        .as(String.join("\n", walked).toLowerCase(Locale.ROOT))
        .isLessThan(300);
  }

  private static Locator.GetByTextOptions exactly() {
    return new Locator.GetByTextOptions().setExact(true);
  }
}
