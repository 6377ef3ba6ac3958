package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.account.AccountId;
import cn.huitouke.account.Accounts;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.FormTemplates;
import cn.huitouke.delivery.Channels;
import cn.huitouke.server.ConsoleHouse.Visitor;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An account of the shop's own, from the form to the first answer and away again. */
class AccountsPageTest {

  private static final String MEI = "oOwnShop-mei";

  private final ConsoleHouse house = ConsoleHouse.get();
  private final RealShop shop = house.shop();
  private final Visitor owner = house.as("owner");
  private final AccountId account = new AccountId("wechat-mp", "myshop");

  private final LogPaper log = new LogPaper();

  @AfterEach
  void awayAgain() {
    house.database().sql("delete from console.operator where name = 'owner2'").update();
    assertThat(log.events()).noneMatch(event -> event.contains(RealShop.SECRET));
    log.close();
    Accounts accounts = house.bean(Accounts.class);
    accounts.all().forEach(one -> accounts.remove(one.id()));
  }

  private String page() {
    return owner.get("/settings/accounts/one?kind=wechat-mp&name=myshop").body();
  }

  private String waits(String what) {
    return owner
        .get("/settings/accounts/waits?kind=wechat-mp&name=myshop&what=" + what)
        .headers()
        .firstValue("HX-Refresh")
        .orElse("");
  }

  private static String field(String page, String id) {
    Matcher found =
        Pattern.compile("<input[^>]*id=\"" + id + "\"[^>]*value=\"([^\"]*)\"").matcher(page);
    assertThat(found.find()).as(id).isTrue();
    return found.group(1);
  }

  private Map<String, String> of(Map<String, String> more) {
    Map<String, String> form = new HashMap<>(more);
    form.put("kind", account.kind());
    form.put("name", account.name());
    form.putIfAbsent(
        "revision",
        house.bean(Accounts.class).find(account).map(one -> one.revision() + "").orElse("0"));
    return form;
  }

  private URI callback() {
    return URI.create("http://127.0.0.1:" + house.gateway() + "/hooks/wechat-mp/myshop");
  }

  private int status() throws Exception {
    return Child.HTTP
        .send(HttpRequest.newBuilder(callback()).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** Enters on the platform what the page shows. */
  private void entersTheKeys() {
    String page = page();
    assertThat(shop.weChat().setsUp(callback(), field(page, "k-token"), field(page, "k-aes-key")))
        .isTrue();
  }

  private String to(HttpResponse<String> redirect) {
    return redirect.headers().firstValue("Location").orElseThrow().replace(house.address(), "");
  }

  private String answerTo(Map<String, String> form) {
    HttpResponse<String> kept = owner.post("/settings/accounts", form);
    assertThat(kept.statusCode()).isEqualTo(302);
    return owner.get(to(kept)).body();
  }

  @Test
  void anAccountIsAddedTriedAndRemovedWhileTheHouseRuns() throws Exception {
    assertThat(status()).isEqualTo(404);
    String page = answerTo(RealShop.form("myshop", "0".repeat(32)));
    assertThat(page)
        .contains("AppSecret 不对", "资料已经存好", "https://wx.shop.example/hooks/wechat-mp/myshop")
        .contains("安全模式")
        .doesNotContain("0".repeat(32));
    assertThat(status()).isEqualTo(401);

    shop.doesNotKnowThisMachine();
    owner.post(
        "/settings/accounts/change",
        of(Map.of("app-id", RealShop.appId(), "secret", RealShop.SECRET)));
    assertThat(page()).contains("IP白名单").doesNotContain(RealShop.SECRET);
    owner.post("/settings/accounts/test", of(Map.of()));
    assertThat(page()).contains("微信认得这个账号").doesNotContain(RealShop.SECRET);

    String token = field(page(), "k-token");
    assertThat(waits("called")).isEmpty();
    entersTheKeys();
    assertThat(waits("called")).isEqualTo("true");
    assertThat(page()).contains("微信已经找到我们了").doesNotContain(token, "k-aes-key");

    assertThat(waits("heard")).isEmpty();
    shop.weChat().follows(MEI, Optional.of("hello"));
    shop.weChat().says(MEI, "我的快递到哪了");
    ConsoleHouse.until(() -> shop.heardBy(MEI).stream().anyMatch(text -> text.contains("订单")));
    ConsoleHouse.until(() -> waits("heard").equals("true"));
    assertThat(page()).contains("听到了", "全部接好了");
    assertThat(owner.get("/settings/accounts/code?kind=wechat-mp&name=myshop").body())
        .contains("<svg", "<path d=\"M");

    templatesAreWrittenDown();

    owner.post("/settings/accounts/renew", of(Map.of()));
    assertThat(shop.weChat().verifyUrl()).isFalse();
    assertThat(field(page(), "k-token")).isNotEqualTo(token);
    entersTheKeys();
    assertThat(waits("called")).isEqualTo("true");

    owner.post("/settings/accounts/remove", of(Map.of("password", "not-mine")));
    assertThat(status()).isEqualTo(401);
    owner.post("/settings/accounts/remove", of(Map.of("password", ConsoleHouse.PASSWORD)));
    assertThat(status()).isEqualTo(404);
    assertThat(owner.get("/settings/accounts/one?kind=wechat-mp&name=myshop").statusCode())
        .isEqualTo(404);
    assertThat(house.bean(Channels.class).all()).hasSize(3);
    audited(token);
  }

  /** What goes out when no window is open: asked for now that the account works. */
  private void templatesAreWrittenDown() {
    owner.post("/settings/accounts/change", of(Map.of("parcel-shipped", "thing1=商品")));
    assertThat(page()).contains("没看懂", "value=\"thing1=商品\"");
    assertThat(templateOf("parcel-shipped")).isEmpty();
    owner.post(
        "/settings/accounts/change",
        of(
            Map.of(
                "parcel-shipped", "ngqIpbwh8bUfcSsECmogf thing1=商品，phrase2＝进度 time3=time",
                "care", "own-care-template thing1=content")));
    assertThat(page()).contains(RealShop.appId(), "微信认得这个账号", "微信已经找到我们了").doesNotContain("没看懂");
    assertThat(templateOf("parcel-shipped")).contains("ngqIpbwh8bUfcSsECmogf");
    assertThat(templateOf("care")).contains("own-care-template");
    assertThat(templateOf("parcel-arrival")).isEmpty();
    assertThat(
            house
                .bean(Channels.class)
                .find(new ChannelId("wechat-mp", "myshop"))
                .orElseThrow()
                .capabilities()
                .wires())
        .anyMatch(rules -> rules.forms().contains("parcel-shipped"))
        .anyMatch(rules -> rules.forms().contains("care"));
  }

  private Optional<String> templateOf(String form) {
    return house
        .bean(Channels.class)
        .find(new ChannelId("wechat-mp", "myshop"))
        .map(FormTemplates.class::cast)
        .flatMap(channel -> channel.templateOf(form));
  }

  /** What was done is in the log of deeds, and no value of the account. */
  private void audited(String token) {
    List<String> notes =
        house
            .database()
            .sql(
                "select action || ' ' || subject || ' ' || detail from console.audit"
                    + " where subject = 'wechat-mp/myshop' order by seq")
            .query(String.class)
            .list();
    assertThat(notes)
        .contains(
            "account.added wechat-mp/myshop ",
            "channel.tested wechat-mp/myshop fails",
            "account.changed wechat-mp/myshop ",
            "channel.tested wechat-mp/myshop works",
            "account.renewed wechat-mp/myshop ",
            "account.removed wechat-mp/myshop ");
    assertThat(String.join("\n", notes)).doesNotContain(RealShop.SECRET, RealShop.appId(), token);
  }

  @Test
  void whatCannotBeAnAccountIsSaidBesideTheField() {
    for (String name :
        List.of("../../etc/passwd", "my shop", "x".repeat(5000), "商店", "a/b", "%00")) {
      assertThat(answerTo(RealShop.form(name, RealShop.SECRET)))
          .contains("只能用字母、数字")
          .doesNotContain(RealShop.SECRET);
    }
    assertThat(answerTo(RealShop.form("", RealShop.SECRET))).contains("起个名字吧");
    assertThat(answerTo(RealShop.form("shop", RealShop.SECRET))).contains("演示的顾客都记在它名下");
    Map<String, String> wrong = RealShop.form("myshop", "short");
    wrong.put("app-id", "云朵山货\"><img src=x>");
    assertThat(answerTo(wrong))
        .contains("AppID 是 wx 开头的 18 位", "AppSecret 是 32 位")
        .doesNotContain("<img src=x>");
    Map<String, String> strange = RealShop.form("myshop", RealShop.SECRET);
    strange.put("kind", "no-such{kind}");
    assertThat(owner.post("/settings/accounts", strange).statusCode()).isEqualTo(302);
    assertThat(house.bean(Accounts.class).all()).isEmpty();
    Map<String, String> elsewhere = RealShop.form("myshop", RealShop.SECRET);
    elsewhere.put("api-base", "http://169.254.169.254/");
    assertThat(answerTo(elsewhere)).contains("微信认得这个账号");
    assertThat(answerTo(RealShop.form("myshop", RealShop.SECRET))).contains("已经有一个叫这个名字的了");
  }

  @Test
  void twoOwnersAtOnceMakeOneAccountAndTheSecondChangeIsTold() throws Exception {
    house.person("owner2", "OWNER");
    Visitor second = house.as("owner2");
    CountDownLatch go = new CountDownLatch(1);
    List<Callable<HttpResponse<String>>> adding = new ArrayList<>();
    for (Visitor one : List.of(owner, second)) {
      adding.add(
          () -> {
            go.await();
            return one.post("/settings/accounts", RealShop.form("myshop", RealShop.SECRET));
          });
    }
    List<String> went = new ArrayList<>();
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> answers = adding.stream().map(people::submit).toList();
      go.countDown();
      for (Future<HttpResponse<String>> answer : answers) {
        went.add(to(answer.get()));
      }
    }
    assertThat(went).filteredOn(to -> to.contains("/one?")).hasSize(1);
    assertThat(went).filteredOn(to -> to.contains("/add?")).hasSize(1);
    Map<String, String> seen = of(Map.of("app-id", RealShop.appId(), "secret", ""));
    owner.post("/settings/accounts/change", seen);
    HttpResponse<String> late = second.post("/settings/accounts/change", seen);
    assertThat(second.get(to(late)).body()).contains("刚才有人也在改");
  }

  @Test
  void onlyOwnersSeeAndChangeAccountsOfTheShop() {
    answerTo(RealShop.form("myshop", RealShop.SECRET));
    for (String who : List.of("kankan", "kefu", "yunying")) {
      Visitor other = house.as(who);
      assertThat(other.get("/settings").body())
          .contains("wechat-mp/myshop")
          .doesNotContain("/settings/accounts/one", RealShop.appId());
      assertThat(other.get("/settings/accounts/one?kind=wechat-mp&name=myshop").statusCode())
          .isEqualTo(403);
      for (String deed : List.of("", "/change", "/renew", "/remove", "/test")) {
        assertThat(other.post("/settings/accounts" + deed, of(Map.of())).statusCode())
            .as(who + deed)
            .isEqualTo(403);
      }
    }
  }

  @Test
  void theClockStaysWhereItIsOnceSomebodyRealGoesByIt() throws Exception {
    URI clock = house.bean(Playground.class).sandbox().base("/phone/clock");
    answerTo(RealShop.form("myshop", RealShop.SECRET));
    HttpResponse<String> answer =
        Child.HTTP.send(
            HttpRequest.newBuilder(clock)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"by\":\"hour\",\"app\":\"wechat\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("held");
  }
}
