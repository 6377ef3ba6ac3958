package cn.huitouke.server;

import static cn.huitouke.server.NewcomerBrowser.button;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.account.AccountId;
import cn.huitouke.account.Accounts;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An owner who has never seen a developer's page adds an official account with their phone. */
class AccountsInChromiumTest extends InChromium {

  private static final String MEI = "oChromium-mei";

  private final RealShop shop = house.shop();

  @AfterEach
  void awayAgain() {
    Accounts accounts = house.bean(Accounts.class);
    accounts.all().forEach(one -> accounts.remove(one.id()));
  }

  /** As it is on a phone, in both languages; and nothing sticks out on a desk either. */
  private static void look(Page page, String name) {
    for (String lang : List.of("en", "zh-CN")) {
      String here = page.url().replaceAll("[?&]lang=[^&]*", "");
      page.navigate(here + (here.contains("?") ? "&" : "?") + "lang=" + lang);
      NewcomerBrowser.look(page, "accounts-" + name + "-" + lang);
    }
    page.setViewportSize(390, 844);
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(NewcomerBrowser.PICTURES.resolve("accounts-" + name + "-390.png"))
            .setFullPage(true));
  }

  private static Locator link(Page page, String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void anOfficialAccountIsAddedStepByStepOnAPhone() {
    Page page = entered("owner");
    page.setViewportSize(390, 844);
    page.navigate(house.address() + "/settings");
    look(page, "1-list");
    link(page, "添加账号").click();
    look(page, "2-which");
    page.locator("a.choice", new Page.LocatorOptions().setHasText("公众号")).first().click();
    look(page, "3-values");
    page.getByLabel("AppID").fill("云朵山货");
    page.getByLabel("AppSecret").fill("short");
    button(page, "保存并检查").click();
    assertThat(page.getByText("AppID 是 wx 开头的 18 位")).isVisible();
    picture(page, "4-faults");

    page.getByLabel("AppID").fill(RealShop.appId());
    page.getByLabel("AppSecret").fill(RealShop.SECRET);
    shop.doesNotKnowThisMachine();
    button(page, "保存并检查").click();
    assertThat(page.getByText("微信只让白名单里的电脑")).isVisible();
    picture(page, "5-not-on-the-list");
    button(page, "再检查一次").click();
    assertThat(page.getByText("微信认得这个账号")).isVisible();
    copied(page);
    look(page, "6-keys");

    assertThat(shop.weChat().setsUp(callback(), value(page, "#k-token"), value(page, "#k-aes-key")))
        .isTrue();
    assertThat(page.getByText("微信已经找到我们了")).isVisible();
    assertThat(page.locator("#k-token")).hasCount(0);
    assertThat(page.locator(".qr path")).isVisible();
    look(page, "7-say-something");

    shop.weChat().follows(MEI, Optional.of("hello"));
    shop.weChat().says(MEI, "你好");
    assertThat(page.getByText("全部接好了")).isVisible();
    page.getByLabel("发货了").fill("ngqIpbwh8bUfcSsECmogf thing1=商品 time2=时间");
    button(page, "保存修改").click();
    assertThat(page.getByText("改好了")).isVisible();
    look(page, "8-done");
    page.navigate(house.address() + "/settings");
    look(page, "9-list-with-it");
    removed(page);
    assertThat(browser.complaints()).isEmpty();
  }

  private static String value(Page page, String field) {
    return page.locator(field).inputValue();
  }

  private static URI callback() {
    return URI.create("http://127.0.0.1:" + house.gateway() + "/hooks/wechat-mp/myshop");
  }

  /** What the button copies is what the field says. */
  private static void copied(Page page) {
    BrowserContext window = page.context();
    window.grantPermissions(List.of("clipboard-read", "clipboard-write"));
    button(page, "复制：令牌（Token）").click();
    assertThat(page.getByText("已复制")).isVisible();
    assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(value(page, "#k-token"));
  }

  private static void removed(Page page) {
    page.navigate(house.address() + "/settings/accounts/one?kind=wechat-mp&name=myshop");
    page.getByText("移除这个账号").click();
    page.getByLabel("您的登录密码").fill(ConsoleHouse.PASSWORD);
    picture(page, "10-remove");
    button(page, "移除").click();
    assertThat(page.getByText("已经移除。")).isVisible();
    assertThat(page.getByText("wechat-mp/myshop")).hasCount(0);
  }

  @Test
  void theOtherKindsAreOfTheSameMake() {
    Accounts accounts = house.bean(Accounts.class);
    accounts.add("onebot", "qq", Map.of("self-id", "10001"), "owner");
    accounts.add(
        "wecom",
        "kefu",
        Map.of(
            "corp-id", "ww0123456789abcdef",
            "secret", "x".repeat(43),
            "open-kf-id", "wk0123456789"),
        "owner");
    accounts.add("qq-bot", "bot", Map.of("app-id", "102000009", "secret", "y".repeat(32)), "owner");
    Page page = entered("owner");
    for (String account : List.of("onebot/qq", "wecom/kefu", "qq-bot/bot")) {
      String[] id = account.split("/");
      page.navigate(house.address() + "/settings/accounts/one?kind=" + id[0] + "&name=" + id[1]);
      assertThat(page.locator("#callback")).hasValue(java.util.regex.Pattern.compile(account));
      look(page, id[0]);
    }
    for (String kind : List.of("onebot", "qq-bot", "kuaidi100")) {
      page.navigate(house.address() + "/settings/accounts/add?kind=" + kind);
      look(page, "add-" + kind);
    }
    assertThat(accounts.find(new AccountId("onebot", "qq"))).isPresent();
    assertThat(browser.complaints()).isEmpty();
  }
}
