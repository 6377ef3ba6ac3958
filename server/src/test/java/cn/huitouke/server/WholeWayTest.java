package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.order.OrderImports;
import cn.huitouke.sandbox.tracking.Oddity;
import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.schedule.ShopClock;
import cn.huitouke.schedule.TimeTravel;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The main job, over real bytes: an export goes in, and a customer is told where her parcels are. */
class WholeWayTest {

  private static final String ORDER = "1990000000000000004";

  @TempDir Path data;
  private FarSide far;
  private ConfigurableApplicationContext house;

  @BeforeEach
  void begin() throws IOException {
    int gateway = freePort();
    Instant now = Instant.now();
    far = new FarSide(gateway, journeys(now));
    List<String> settings = new ArrayList<>(far.settings());
    settings.add("--server.port=0");
    settings.add("--huitouke.gateway.port=" + gateway);
    settings.add("--huitouke.sandbox.enabled=true");
    settings.add("--huitouke.sandbox.port=0");
    settings.add("--huitouke.data-dir=" + data);
    house = Huitouke.application().run(settings.toArray(String[]::new));
    far.follow(house.getBean(ShopClock.class));
  }

  @AfterEach
  void end() {
    if (house != null) {
      house.close();
    }
    far.close();
  }

  /** Two parcels of one order: one travels on tonight, the other waits for tomorrow. */
  static List<Journey> journeys(Instant now) {
    return List.of(
        FarSide.journey(
            "yuantong",
            "YT9900000000022",
            Optional.empty(),
            now.plus(Duration.ofDays(2)),
            now.minus(Duration.ofHours(20)),
            "【云南省昆明市官渡公司】 已揽收",
            "103",
            now.minus(Duration.ofHours(5)),
            "【昆明转运中心】 已发出 下一站 【无锡转运中心公司】",
            "1002",
            now.plus(Duration.ofHours(3)),
            "【无锡转运中心公司】 已收入",
            "1002"),
        FarSide.journey(
            "shentong",
            "770000000000011",
            Optional.empty(),
            now.plus(Duration.ofDays(3)),
            now.minus(Duration.ofHours(18)),
            "云南昆明公司-已揽收",
            "103",
            now.minus(Duration.ofHours(6)),
            "云南昆明转运中心-已发往-江苏苏州转运中心",
            "1002"));
  }

  @Test
  void anExportGoesInAndACustomerIsToldWhereHerParcelsAre() throws Exception {
    OrderImports imports = house.getBean(OrderImports.class);
    imports.importFile(
        WholeWayTest.class.getResourceAsStream("/orders/ExportOrderList202611211001_B.csv"),
        "ExportOrderList202611211001_B.csv",
        "taobao");
    far.meiFollows();
    far.meiHears("欢迎"); // following and writing come by two ways: either may be the first
    far.meiSays("订单号" + ORDER + "，手机尾号7004");
    far.meiHears(ORDER.substring(15));

    ScreenMessage answer = asksUntilTheCarrierHasAnswered();
    assertThat(FarSide.whole(answer)).contains("昆明转运中心");
    assertThat(answer.text()).contains("圆通").contains("申通");

    Instant morning =
        far.now()
            .atZone(FarSide.SHANGHAI)
            .toLocalDate()
            .plusDays(1)
            .atTime(9, 0)
            .atZone(FarSide.SHANGHAI)
            .toInstant();
    turnTo(morning);
    List<ScreenMessage> digests =
        far.heard().stream()
            .filter(message -> !message.wire().equals("passive-reply"))
            .filter(message -> message.at().isAfter(morning.minus(Duration.ofHours(2))))
            .toList();
    assertThat(digests).hasSize(1);
    assertThat(FarSide.whole(digests.getFirst())).contains("无锡");
    assertThat(digests.getFirst().at().atZone(FarSide.SHANGHAI).toLocalTime())
        .isBetween(LocalTime.of(7, 30), LocalTime.of(9, 0));

    int before = far.heard().size();
    far.sandbox().kuaidi100().push("YT9900000000022", Oddity.REPEATED);
    turnTo(morning.plus(Duration.ofMinutes(30)));
    assertThat(far.heard()).hasSize(before);
    assertThat(far.sandbox().weChat().refusals()).isEmpty();
  }

  /** Told that the carrier is just being asked, and that she will hear, she asks again all the same. */
  private ScreenMessage asksUntilTheCarrierHasAnswered() {
    for (int times = 1; ; times++) {
      int before = answers().size();
      far.meiSays("我的快递到哪了");
      FarSide.until(
          () -> answers().size() > before, Duration.ofSeconds(30), "no answer to her question");
      ScreenMessage answer = answers().getLast();
      if (times == 20 || !FarSide.whole(answer).contains("正在问快递")) {
        return answer;
      }
      LockSupport.parkNanos(500_000_000);
    }
  }

  private List<ScreenMessage> answers() {
    return far.heard().stream().filter(one -> one.wire().equals("passive-reply")).toList();
  }

  private void turnTo(Instant to) {
    while (far.now().isBefore(to)) {
      Instant next =
          far.sandbox()
              .nextDue()
              .filter(due -> due.isAfter(far.now()))
              .filter(to::isAfter)
              .orElse(to);
      house.getBean(TimeTravel.class).turnTo(next);
      far.sandbox().advance();
    }
  }

  /** Below the ports of outgoing connections, so that none takes it before the bot does. */
  static int freePort() throws IOException {
    for (int tries = 0; ; tries++) {
      int port = ThreadLocalRandom.current().nextInt(18_500, 32_000);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        if (tries > 100) {
          throw taken;
        }
      }
    }
  }
}
