package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.account.AccountId;
import cn.huitouke.account.Accounts;
import cn.huitouke.account.Accounts.Outcome;
import cn.huitouke.account.Fault;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.Probe;
import cn.huitouke.delivery.Channels;
import cn.huitouke.logistics.TrackingSources;
import cn.huitouke.tracking.TrackingSource;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was added in the console is there after a restart, and the demo is not; and back again. */
class AccountsOverRestartsTest {

  private static final String MEI = "oRestart-mei";
  private static final AccountId ACCOUNT = new AccountId("wechat-mp", "myshop");

  @TempDir Path folder;

  private final RealShop shop = new RealShop();
  private final int gateway = port();

  private static int port() {
    try {
      return WholeWayTest.freePort();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<String> settings() {
    return List.of(
        "--server.port=0",
        "--huitouke.gateway.port=" + gateway,
        "--huitouke.sandbox.port=0",
        "--huitouke.delivery.quiet-hours=none",
        shop.setting(),
        shop.carriersSetting());
  }

  private ConfigurableApplicationContext start() {
    List<String> settings = new ArrayList<>(settings());
    settings.add("--huitouke.data-dir=" + folder.resolve("data"));
    return Huitouke.application().run(settings.toArray(String[]::new));
  }

  private static List<String> channels(ConfigurableApplicationContext house) {
    return house.getBean(Channels.class).all().stream()
        .map(Channel::id)
        .map(Object::toString)
        .toList();
  }

  private void isAnswered(String words) {
    int before = shop.heardBy(MEI).size();
    shop.weChat().says(MEI, words);
    FarSide.until(
        () -> shop.heardBy(MEI).size() > before, Duration.ofSeconds(40), "an answer to " + words);
  }

  @Test
  void whatWasAddedStaysAndTheDemoGoes() throws Exception {
    try (shop) {
      added();
      thereAfterARestart();
      brokenKeysStopNothing();
      removedAndPlayedWith();
    }
  }

  private void added() {
    try (ConfigurableApplicationContext house = start()) {
      assertThat(channels(house)).hasSize(3);
      Accounts accounts = house.getBean(Accounts.class);
      assertThat(accounts.add("wechat-mp", "myshop", RealShop.form("", RealShop.SECRET), "owner"))
          .isInstanceOf(Outcome.Kept.class);
      assertThat(channels(house)).hasSize(4).contains("wechat-mp/myshop");
      Map<String, String> keys = accounts.keys(ACCOUNT);
      assertThat(
              shop.weChat()
                  .setsUp(
                      URI.create("http://127.0.0.1:" + gateway + "/hooks/wechat-mp/myshop"),
                      keys.get("token"),
                      keys.get("aes-key")))
          .isTrue();
      shop.weChat().follows(MEI, Optional.empty());
      isAnswered("你好");
      TrackingSource demo = house.getBean(TrackingSources.class).all().getFirst();
      assertThat(accounts.add("kuaidi100", "", RealShop.carriersForm(), "owner"))
          .isInstanceOf(Outcome.Kept.class);
      assertThat(house.getBean(TrackingSources.class).all()).hasSize(1).doesNotContain(demo);
      asksTheCarriers(house);
    }
  }

  private void thereAfterARestart() {
    try (ConfigurableApplicationContext house = start()) {
      assertThat(channels(house)).containsExactly("wechat-mp/myshop");
      assertThat(house.getBeanProvider(Playground.class).getIfAvailable()).isNull();
      assertThat(house.getBean(Accounts.class).find(ACCOUNT).orElseThrow().calledAt()).isPresent();
      isAnswered("在吗");
      asksTheCarriers(house);
      ConsoleHouse.person(house, "owner", "OWNER");
      assertThat(page(house, "/settings")).contains("wechat-mp/myshop");
      assertThat(page(house, "/settings/accounts/add?kind=wechat-mp"))
          .contains("演示的顾客和订单还在")
          .contains("value=\"shop2\"");
      house
          .getBean(JdbcClient.class)
          .sql(
              "update account.account set sealed = '\\x00', revision = nextval('account.revision')")
          .update();
    }
  }

  private static String page(ConfigurableApplicationContext house, String path) {
    String port = house.getEnvironment().getRequiredProperty("local.server.port");
    ConsoleHouse.Visitor owner = new ConsoleHouse.Visitor("http://localhost:" + port);
    owner.enter("owner", ConsoleHouse.PASSWORD, "");
    return owner.get(path).body();
  }

  private void brokenKeysStopNothing() throws Exception {
    List<String> doctor = new ArrayList<>(List.of("doctor"));
    doctor.addAll(settings());
    try (Child child = Child.launch(folder.resolve("data"), doctor)) {
      assertThat(child.ends(Duration.ofSeconds(90))).as(child::output).isEqualTo(1);
      assertThat(child.output())
          .contains("✗ wechat-mp/myshop", "SEALED", "key file")
          .doesNotContain("Exception");
    }
    try (ConfigurableApplicationContext house = start()) {
      assertThat(channels(house)).isEmpty();
      assertThat(page(house, "/settings")).contains("密钥打不开");
      assertThat(page(house, "/settings/accounts/one?kind=wechat-mp&name=myshop"))
          .contains("vault-keys.json");
      // Given anew, it opens again; the platform has to be told of other keys.
      Accounts accounts = house.getBean(Accounts.class);
      long revision = accounts.find(ACCOUNT).orElseThrow().revision();
      assertThat(accounts.change(ACCOUNT, revision, RealShop.form("", RealShop.SECRET)))
          .isInstanceOf(Outcome.Kept.class);
      assertThat(channels(house)).containsExactly("wechat-mp/myshop");
      assertThat(accounts.keys(ACCOUNT)).containsOnlyKeys("token", "aes-key");
      accounts.remove(ACCOUNT);
      accounts.remove(new AccountId("kuaidi100", "main"));
      assertThat(house.getBean(TrackingSources.class).all()).isEmpty();
    }
  }

  private static void asksTheCarriers(ConfigurableApplicationContext house) {
    TrackingSource carriers = house.getBean(TrackingSources.class).all().getFirst();
    assertThat(((Probe) carriers).probe().works()).isTrue();
  }

  private void removedAndPlayedWith() throws Exception {
    try (ConfigurableApplicationContext house = start()) {
      assertThat(channels(house)).hasSize(3).contains("wechat-mp/shop");
      URI clock = house.getBean(Playground.class).sandbox().base("/phone/clock");
      int turned =
          Child.HTTP
              .send(
                  HttpRequest.newBuilder(clock)
                      .header("Content-Type", "application/json")
                      .POST(
                          HttpRequest.BodyPublishers.ofString(
                              "{\"by\":\"hour\",\"app\":\"wechat\"}"))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode();
      assertThat(turned).isEqualTo(200);
      Outcome outcome =
          house
              .getBean(Accounts.class)
              .add("wechat-mp", "myshop", RealShop.form("", RealShop.SECRET), "owner");
      assertThat(((Outcome.Refused) outcome).faults())
          .contains(new Fault("", Fault.Why.CLOCK_TURNED));
      ConsoleHouse.person(house, "owner", "OWNER");
      assertThat(page(house, "/settings/accounts/add?kind=wechat-mp"))
          .contains("--huitouke.data-dir=./data-shop", "拨快过")
          .doesNotContain("name=\"secret\"");
    }
  }
}
