package cn.huitouke.server;

import static cn.huitouke.server.NewcomerBrowser.button;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Ways in: passkeys, with the authenticator that Chromium simulates; and who has to wait. */
class LoginInChromiumTest extends InChromium {

  /** A device with a finger on it. */
  private static CDPSession device(Page page, boolean verified) {
    CDPSession device = page.context().newCDPSession(page);
    device.send("WebAuthn.enable");
    JsonObject options = new JsonObject();
    options.addProperty("protocol", "ctap2");
    options.addProperty("transport", "internal");
    options.addProperty("hasResidentKey", true);
    options.addProperty("hasUserVerification", true);
    options.addProperty("isUserVerified", verified);
    options.addProperty("automaticPresenceSimulation", true);
    JsonObject what = new JsonObject();
    what.add("options", options);
    JsonObject made = device.send("WebAuthn.addVirtualAuthenticator", what);
    assertThat(made.get("authenticatorId").getAsString()).isNotEmpty();
    return device;
  }

  private static String session(Page page) {
    return page.context().cookies().stream()
        .filter(cookie -> cookie.name.equals("JSESSIONID"))
        .map(cookie -> cookie.value)
        .findFirst()
        .orElse("");
  }

  private static long count(String where) {
    return house.database().sql("select count(*) from console." + where).query(Long.class).single();
  }

  @Test
  void aPasskeyIsMadeEntersInsteadOfThePasswordAndIsRemoved() {
    house.person("yaoshi", "AGENT");
    Page page = browser.open(house.address());
    device(page, true);
    enter(page, "yaoshi");

    page.navigate(house.address() + "/settings/second-factor");
    page.getByLabel("给它起个名字").fill("<柜台> \"电脑\"");
    page.getByLabel("现在的密码").fill("not-the-password");
    button(page, "添加").click();
    assertThat(page.locator(".trouble")).hasText("现在的密码不对。");
    page.getByLabel("现在的密码").fill(ConsoleHouse.PASSWORD);
    button(page, "添加").click();
    assertThat(page.getByText("通行密钥已添加")).isVisible();
    assertThat(page.getByText("<柜台> \"电脑\"")).isVisible();
    assertThat(page.getByText("还没用过")).isVisible();
    NewcomerBrowser.look(page, "console-passkeys");
    // The same device is not asked twice.
    page.getByLabel("给它起个名字").fill("又一个");
    page.getByLabel("现在的密码").fill(ConsoleHouse.PASSWORD);
    button(page, "添加").click();
    assertThat(page.locator(".trouble")).containsText("已经有一个");
    assertThat(count("passkey where operator = 'yaoshi'")).isEqualTo(1);

    button(page, "退出").click();
    assertThat(button(page, "用通行密钥登录")).isVisible();
    NewcomerBrowser.look(page, "console-login-passkey");
    String before = session(page);
    AtomicReference<String> overheard = new AtomicReference<>("");
    page.onRequest(
        request -> {
          if (request.url().endsWith("/login") && request.postData() != null) {
            overheard.set(request.postData());
          }
        });
    button(page, "用通行密钥登录").click();
    assertThat(page.getByText("要您处理的事")).isVisible();
    isOfNoUseToAThief(overheard.get());
    assertThat(session(page)).isNotEmpty().isNotEqualTo(before);
    assertThat(page.navigate(house.address() + "/settings/operators").status()).isEqualTo(403);
    page.navigate(house.address() + "/settings/second-factor");
    assertThat(page.getByText("最近用于")).isVisible();
    assertThat(count("audit where operator = 'yaoshi' and action = 'passkey.used'")).isEqualTo(1);

    whoStillHasToChangeTheirPasswordDoesSoFirst(page);

    page.navigate(house.address() + "/settings/second-factor");
    page.onceDialog(dialog -> dialog.accept());
    button(page, "删除").click();
    assertThat(page.getByText("最近用于")).hasCount(0);
    assertThat(count("passkey where operator = 'yaoshi'")).isZero();
    assertThat(
            house
                .database()
                .sql("select action from console.audit where operator = 'yaoshi' order by seq")
                .query(String.class)
                .list())
        .containsExactly(
            "passkey.added", "passkey.used", "passkey.used", "passkey.used", "passkey.removed");
    assertThat(browser.complaints())
        .allMatch(said -> said.matches("(?s).*\\b(403|422|429)\\b.*"))
        .hasSizeLessThanOrEqualTo(6);
  }

  /** The question is another for everybody, and each time. */
  private static void isOfNoUseToAThief(String overheard) {
    Matcher answer = Pattern.compile("(?:^|&)passkey=([^&]+)").matcher(overheard);
    assertThat(answer.find()).as("an answer was sent").isTrue();
    String passkey = URLDecoder.decode(answer.group(1), StandardCharsets.UTF_8);
    assertThat(passkey).contains("signature", "userHandle").doesNotContain("yaoshi");
    ConsoleHouse.Visitor thief = house.visitor();
    thief.get("/login");
    for (int i = 0; i < 2; i++) {
      thief.post("/login", Map.of("passkey", passkey));
      assertThat(thief.get("/").statusCode()).isEqualTo(302);
      thief.post("/login/passkey", Map.of());
    }
  }

  private static void whoStillHasToChangeTheirPasswordDoesSoFirst(Page page) {
    var sql = house.database();
    sql.sql("update console.operator set must_change = true where name = 'yaoshi'").update();
    button(page, "退出").click();
    button(page, "用通行密钥登录").click();
    page.waitForURL("**/password");
    page.navigate(house.address() + "/customers");
    page.waitForURL("**/password");
    sql.sql("update console.operator set must_change = false where name = 'yaoshi'").update();
    button(page, "退出").click();
    sql.sql("update console.operator set enabled = false where name = 'yaoshi'").update();
    button(page, "用通行密钥登录").click();
    assertThat(page.getByText("账号或密码不对")).isVisible();
    sql.sql("update console.operator set enabled = true where name = 'yaoshi'").update();
    button(page, "用通行密钥登录").click();
    assertThat(page.getByText("要您处理的事")).isVisible();
  }

  @Test
  void whoMistypedTooOftenIsToldToWaitUntilAnOwnerLiftsIt() {
    house.person("eilig", "AGENT");
    house
        .database()
        .sql(
            "insert into console.wrong_password values"
                + " (sha256(convert_to('name eilig', 'UTF8')), 11, ?)")
        .param(Timestamp.from(house.bean(InstantSource.class).instant()))
        .update();
    Page page = browser.open(house.address());
    page.getByLabel("账号").fill("eilig");
    page.getByLabel("密码").fill(ConsoleHouse.PASSWORD);
    button(page, "登录").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("5 分钟再试");
    NewcomerBrowser.look(page, "console-login-wait");
    Page owner = entered("owner");
    owner.navigate(house.address() + "/settings/operators");
    assertThat(owner.getByText("密码输错 11 次")).isVisible();
    NewcomerBrowser.look(owner, "console-operators-wait");
    button(owner, "解除等待").click();
    assertThat(button(owner, "解除等待")).hasCount(0);
    enter(page, "eilig");
  }

  @Test
  void anAnswerIsGoodOnceAndOnlyForWhatWasAskedHere() {
    ConsoleHouse.Visitor thief = house.visitor();
    thief.get("/login");
    for (String answer :
        List.of(
            "{}",
            "nothing",
            "[".repeat(5_000),
            "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{},"
                + "\"clientExtensionResults\":{}}",
            "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{"
                + "\"clientDataJSON\":\"e30\",\"authenticatorData\":\"AA\",\"signature\":\"AA\"},"
                + "\"clientExtensionResults\":{}}")) {
      thief.post("/login/passkey", Map.of());
      var said = thief.post("/login", Map.of("passkey", answer));
      assertThat(said.statusCode()).as(answer).isEqualTo(302);
      assertThat(said.headers().firstValue("Location").orElse("")).endsWith("/login?error");
    }
    assertThat(thief.get("/").statusCode()).isEqualTo(302);
    // A name and the right password beside it do not help: who shows a passkey is judged by it.
    thief.post(
        "/login", Map.of("passkey", "{}", "username", "kefu", "password", ConsoleHouse.PASSWORD));
    assertThat(thief.get("/").statusCode()).isEqualTo(302);
  }

  @Test
  void aDeviceThatDidNotLookWhoIsThereMakesNone() {
    house.person("achtlos", "VIEWER");
    Page page = browser.open(house.address());
    device(page, false);
    enter(page, "achtlos");
    page.navigate(house.address() + "/settings/second-factor?lang=en");
    page.getByLabel("Give it a name").fill("phone");
    page.getByLabel("Present password").fill(ConsoleHouse.PASSWORD);
    button(page, "Add").click();
    assertThat(page.locator(".trouble")).containsText("made no passkey");
    NewcomerBrowser.look(page, "console-passkeys-en");
    assertThat(count("passkey where operator = 'achtlos'")).isZero();
  }
}
