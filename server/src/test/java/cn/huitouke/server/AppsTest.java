package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.shop.DemoBuyer;
import cn.huitouke.sandbox.shop.DemoOrder;
import cn.huitouke.sandbox.world.PhoneNetwork;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.schedule.ShopClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The demo shop on the phone's other apps: customer service, QQ, and the QQ group. */
class AppsTest {

  @TempDir static Path data;
  private static ConfigurableApplicationContext house;
  private static Map<String, PhoneNetwork> apps = Map.of();

  @BeforeAll
  static void start() throws IOException {
    int gateway = WholeWayTest.freePort();
    int sandbox = WholeWayTest.freePort();
    house =
        Huitouke.application()
            .run(
                "--server.port=0",
                "--huitouke.gateway.port=" + gateway,
                "--huitouke.sandbox.port=" + sandbox,
                "--huitouke.data-dir=" + data);
    apps = playground().apps();
    until(AppsTest::theParcelsAreKnown, "the demo orders are known");
  }

  @AfterAll
  static void stop() {
    if (house != null) {
      house.close();
    }
  }

  private static Playground playground() {
    return house.getBean(Playground.class);
  }

  private static boolean theParcelsAreKnown() {
    return house
        .getBean(JdbcClient.class)
        .sql("SELECT count(*) > 10 FROM logistics.parcel")
        .query(Boolean.class)
        .single();
  }

  private static void until(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(50_000_000);
    }
  }

  /** The next thing that the shop says there. */
  private static String answer(String app, String customer, String words) {
    PhoneNetwork network = apps.get(app);
    int before = heard(network, customer).size();
    network.says(customer, words);
    until(() -> heard(network, customer).size() > before, "an answer to " + words + " on " + app);
    return heard(network, customer).get(before).text();
  }

  private static List<ScreenMessage> heard(PhoneNetwork network, String customer) {
    return network.screenOf(customer).stream()
        .filter(shown -> !shown.fromCustomer() && !shown.wire().equals("customer"))
        .toList();
  }

  private static DemoOrder orderOf(DemoBuyer buyer) {
    return playground()
        .shop()
        .ordersOf(buyer.openid(), house.getBean(ShopClock.class).instant())
        .getFirst();
  }

  private static DemoBuyer buyer(int which) {
    return playground().shop().buyers().get(which);
  }

  private static void asksAndIsTold(String app, DemoBuyer buyer) {
    assertThat(answer(app, buyer.openid(), "我的快递到哪了")).contains("订单号");
    DemoOrder order = orderOf(buyer);
    assertThat(answer(app, buyer.openid(), order.number() + " " + order.tail())).contains("核对好啦");
  }

  @Test
  void customerServiceAnswers() {
    asksAndIsTold("kf", buyer(0));
  }

  @Test
  void qqAnswers() {
    asksAndIsTold("qq", buyer(1));
  }

  @Test
  void theGroupHearsOnlyWhoMentionsTheShopAndNobodysParcelsAreToldThere() {
    PhoneNetwork group = apps.get("group");
    String mei = buyer(2).openid();
    group.says(mei, "大家好，有人喝过熟普吗");
    String told = answer("group", mei, "@云朵山货 我的快递到哪了");
    assertThat(told).startsWith("@" + buyer(2).nick());
    assertThat(told).doesNotContain(orderOf(buyer(2)).number());
    assertThat(heard(group, mei)).hasSize(1);
    assertThat(group.screenOf(buyer(3).openid()))
        .as("everybody in the group reads it")
        .hasSameSizeAs(group.screenOf(mei));
  }
}
