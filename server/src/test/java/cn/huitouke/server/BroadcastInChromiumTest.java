package cn.huitouke.server;

import static cn.huitouke.server.NewcomerBrowser.button;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Peer;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.Channels;
import cn.huitouke.sandbox.world.ScreenMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A broadcast of one's own, as operators write it, in both languages; and what customers then see. */
class BroadcastInChromiumTest extends InChromium {

  private static final List<String> FANS = new ArrayList<>();

  @BeforeAll
  static void theyFollow() {
    for (int i = 0; i < 12; i++) {
      String openid = "oFan-" + i;
      house.weChat().follows(openid, Optional.empty());
      FANS.add(openid);
    }
    Customers customers = house.bean(Customers.class);
    ConsoleHouse.until(
        () ->
            FANS.stream()
                .allMatch(
                    openid ->
                        customers.find(peer(openid)).isPresent()
                            && customers
                                .identities(customers.find(peer(openid)).orElseThrow())
                                .getFirst()
                                .following()));
  }

  private static Peer peer(String openid) {
    ChannelId channel =
        house.bean(Channels.class).all().stream()
            .map(one -> one.id())
            .filter(id -> id.kind().equals("wechat-mp"))
            .findFirst()
            .orElseThrow();
    return Peer.person(channel, openid);
  }

  /** The minute in which one may speak after a follow is over. */
  private static void noWindowIsOpen() {
    ConsoleHouse.until(
        () ->
            house
                    .database()
                    .sql(
                        "select count(*) from delivery.contact where address like 'poFan-%'"
                            + " and last_follow_at is not null")
                    .query(Long.class)
                    .single()
                >= FANS.size());
    house
        .database()
        .sql("update delivery.contact set last_follow_at = last_follow_at - interval '5 minutes'")
        .update();
  }

  private static CustomerId customer(String openid) {
    return house.bean(Customers.class).find(peer(openid)).orElseThrow();
  }

  private static List<String> heard(String openid, String words) {
    return house.weChat().screenOf(openid).stream()
        .filter(message -> !message.fromCustomer())
        .map(ScreenMessage::text)
        .filter(text -> text.contains(words))
        .toList();
  }

  @Test
  void aBroadcastOfOnesOwnInChinese() {
    noWindowIsOpen();
    Page page = entered("yunying");
    page.navigate(house.address() + "/broadcasts?lang=zh-CN");
    NewcomerBrowser.look(page, "broadcasts-1-empty");
    page.locator("main form button").first().click();
    assertThat(page.locator("#step-1")).isVisible();
    page.getByLabel("给自己看的名字").fill("新茶预告");
    page.getByLabel("正文", new Page.GetByLabelOptions().setExact(true))
        .fill("新茶到了 <b>老顾客</b>先尝：回复“新茶”给您留一份。");
    assertThat(page.locator("#phone .bubble").first()).containsText("回复 TD");
    assertThat(page.locator("#phone .bubble").first()).containsText("<b>老顾客</b>");
    page.getByText("或者：粘贴一份名单").click();
    String list = String.join("\n", FANS.stream().map(fan -> customer(fan).toString()).toList());
    page.locator("#pasted").fill(list + "\n不认识的号");
    NewcomerBrowser.look(page, "broadcasts-2-editor-zh-CN");
    button(page, "保存，看看发给谁").click();
    assertThat(page.locator("#step-4")).isVisible();
    assertThat(page.locator("#after .figure").first()).hasText("12");
    assertThat(page.locator("main .alert")).containsText("不认识的号");
    assertThat(page.locator("#after")).containsText("群发");
    NewcomerBrowser.look(page, "broadcasts-3-foresight-zh-CN");

    page.getByLabel("顾客编号，如 c12").fill(customer(FANS.get(0)).toString());
    button(page, "标成自己人").click();
    button(page, "发给他看").click();
    assertThat(page.getByText("已经发去试看")).isVisible();
    ConsoleHouse.until(() -> heard(FANS.get(0), "新茶到了").size() == 1);

    button(page, "送审").click();
    assertThat(page.getByText("要请另一位同事批准")).isVisible();
    String address = page.url();
    Page second = entered("owner");
    second.navigate(address);
    NewcomerBrowser.look(second, "broadcasts-4-approve-zh-CN");
    button(second, "批准，发给 12 人").click();
    assertThat(second.locator("#progress")).isVisible();
    assertThat(second.locator("#progress .badge.stage")).hasText("已发完");
    assertThat(second.locator("#progress .figure").first()).hasText("12");
    assertThat(second.locator("main")).containsText("还说不准");
    NewcomerBrowser.look(second, "broadcasts-5-done-zh-CN");
    for (String fan : FANS) {
      assertThat(heard(fan, "新茶到了")).hasSize(fan.equals(FANS.get(0)) ? 2 : 1);
    }
    page.navigate(house.address() + "/broadcasts");
    assertThat(page.locator(".list-group")).containsText("新茶预告");
    NewcomerBrowser.look(page, "broadcasts-6-list-zh-CN");
    assertThat(house.as("owner").get("/settings/audit").body()).contains("批准群发", "送审群发");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void oneIsPausedAndCancelledInEnglish() {
    noWindowIsOpen();
    Page page = entered("yunying");
    page.navigate(house.address() + "/broadcasts?lang=en");
    page.locator("main form button").first().click();
    page.getByLabel("A name for yourself").fill("Year end");
    page.getByLabel("Words", new Page.GetByLabelOptions().setExact(true)).fill("年底见，{{shop}}");
    page.getByText("Card", new Page.GetByTextOptions().setExact(true)).click();
    page.getByText("Picture and card").click();
    page.getByLabel("Title of the card").fill("年底见");
    page.getByLabel("Page that it opens").fill("https://shop.example.com/2027");
    page.getByText("Compare two wordings").click();
    page.locator("#courteousB").fill("岁末好，{{shop}}");
    page.getByText("Or paste a list").click();
    page.locator("#pasted")
        .fill(String.join(",", FANS.stream().map(fan -> customer(fan).toString()).toList()));
    NewcomerBrowser.look(page, "broadcasts-2-editor-en");
    button(page, "Save and see who gets it").click();
    assertThat(page.locator("#after")).containsText("when they write");
    NewcomerBrowser.look(page, "broadcasts-3-foresight-en");
    button(page, "Hand it over for approval").click();
    Page second = entered("owner");
    second.navigate(page.url() + "?lang=en");
    button(second, "Approve, send to 12").click();
    assertThat(second.locator("#progress")).isVisible();
    button(second, "Pause").click();
    assertThat(second.locator("#progress .badge.stage")).hasText("Paused");
    NewcomerBrowser.look(second, "broadcasts-5-paused-en");
    second.onDialog(dialog -> dialog.accept());
    button(second, "Cancel").click();
    assertThat(second.locator("#progress .badge.stage")).hasText("Cancelled");
    assertThat(second.locator("#progress")).containsText(Pattern.compile("12\\s*cancelled"));
    NewcomerBrowser.look(second, "broadcasts-6-cancelled-en");
    for (String fan : FANS) {
      assertThat(heard(fan, "年底见")).isEmpty();
    }
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aPictureOfOnesOwnArrivesAsItIs() throws Exception {
    noWindowIsOpen();
    byte[] picture = picture();
    Page page = entered("yunying");
    page.navigate(house.address() + "/broadcasts?lang=zh-CN");
    page.locator("main form button").first().click();
    page.getByLabel("给自己看的名字").fill("看图");
    page.getByLabel("正文", new Page.GetByLabelOptions().setExact(true)).fill("新茶的样子");
    page.getByText("图片和卡片").click();
    page.getByText("或者：粘贴一份名单").click();
    page.locator("#pasted")
        .fill(String.join(",", FANS.stream().map(fan -> customer(fan).toString()).toList()));
    page.locator("#picture")
        .setInputFiles(
            new FilePayload("tea.png", "image/png", "<script>alert(1)</script>".getBytes(UTF_8)));
    button(page, "保存，看看发给谁").click();
    assertThat(page.getByText("这不是 JPG、PNG 或 GIF 图片")).isVisible();
    page.getByText("图片和卡片").click();
    page.locator("#picture").setInputFiles(new FilePayload("tea.txt", "text/plain", picture));
    button(page, "保存，看看发给谁").click();
    assertThat(page.locator("#step-4")).isVisible();
    assertThat(page.locator("input[name=kind][value=IMAGE]")).isChecked();
    assertThat(page.locator("#phone img.shown").first()).isVisible();
    assertThat(page.locator("#phone img.shown").first().evaluate("image => image.naturalWidth"))
        .isEqualTo(48);
    page.getByLabel("正文", new Page.GetByLabelOptions().setExact(true)).fill("新茶的样子。");
    assertThat(page.locator("#phone")).containsText("新茶的样子。");
    assertThat(page.locator("#phone img.shown").first()).isVisible();
    NewcomerBrowser.look(page, "broadcasts-7-picture-zh-CN");
    button(page, "送审").click();
    Page second = entered("owner");
    second.navigate(page.url());
    button(second, "批准，发给 12 人").click();
    assertThat(second.locator("#progress .badge.stage")).hasText("已发完");
    ScreenMessage shown =
        house.weChat().screenOf(FANS.get(3)).stream()
            .filter(message -> message.title().contains("新茶的样子"))
            .findFirst()
            .orElseThrow();
    assertThat(shown.kind()).isEqualTo("image");
    var fetched =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        house.bean(Playground.class).sandbox().base("").resolve(shown.url()))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertThat(fetched.body()).isEqualTo(picture);
    assertThat(
            house
                .database()
                .sql("select max(length(message)) from delivery.letter where id like 'broadcast:%'")
                .query(Integer.class)
                .single())
        .as("the outbox holds its name only")
        .isLessThan(2_000);
    assertThat(browser.complaints()).isEmpty();
  }

  private static byte[] picture() throws java.io.IOException {
    BufferedImage image = new BufferedImage(48, 32, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 48; x++) {
      for (int y = 0; y < 32; y++) {
        image.setRGB(x, y, (x * 5) << 16 | (y * 7) << 8 | x * y % 251);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  /** The pages of a draft and of a finished one, as a blind or motor-impaired colleague needs them. */
  @Test
  void noPageHasASeriousBarrierAndNobodyBelowMaySend() throws java.io.IOException {
    String axe;
    try (var in =
        Objects.requireNonNull(
            getClass()
                .getResourceAsStream("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js"))) {
      axe = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
    ConsoleHouse.Visitor operator = house.as("yunying");
    String draft =
        operator.post("/broadcasts", Map.of()).headers().firstValue("Location").orElseThrow();
    String path = draft.substring(draft.indexOf("/broadcasts"));
    assertThat(house.as("kankan").post(path + "/submit", Map.of("revision", "1")).statusCode())
        .isEqualTo(403);
    assertThat(house.as("kefu").post(path + "/approve", Map.of("revision", "1")).statusCode())
        .isEqualTo(403);
    Page page = entered("owner");
    for (String one : List.of("/broadcasts", path)) {
      page.navigate(house.address() + one);
      page.evaluate(axe);
      Object faults =
          page.evaluate(
              "async () => (await axe.run()).violations.filter(v => v.impact === 'serious' ||"
                  + " v.impact === 'critical').map(v => v.id + ': ' + v.nodes.slice(0, 4).map(n"
                  + " => n.html.slice(0, 160)).join(' | '))");
      assertThat((List<?>) faults).as(one).isEmpty();
    }
    assertThat(operator.post(path + "/discard", Map.of()).statusCode()).isEqualTo(302);
  }
}
