package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.shop.DemoOrder;
import cn.huitouke.sandbox.shop.DemoShop;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.sandbox.world.TurnableClock;
import cn.huitouke.schedule.ShopClock;
import cn.huitouke.schedule.TimeTravel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** A newcomer turns the clock of the demo shop by days and weeks, and the care arrives. */
class CareWayTest {

  @TempDir Path data;
  private ConfigurableApplicationContext house;
  private Sandbox sandbox;
  private DemoShop shop;
  private TurnableClock clock;
  private String man;

  @BeforeEach
  void begin() throws Exception {
    house =
        Huitouke.application()
            .run(
                "--server.port=0",
                "--huitouke.gateway.port=" + WholeWayTest.freePort(),
                "--huitouke.sandbox.port=0",
                "--huitouke.data-dir=" + data);
    Playground ground = house.getBean(Playground.class);
    sandbox = ground.sandbox();
    shop = ground.shop();
    man = shop.buyers().getFirst().openid();
    clock =
        new TurningClock(
            house.getBean(ShopClock.class),
            () -> house.getBean(TimeTravel.class),
            sandbox,
            () -> false,
            _ -> {});
  }

  @AfterEach
  void end() {
    house.close();
  }

  @Test
  void anArrivalIsAskedAfterAndAWeekLaterWhereTheCustomerAllowedIt() {
    sandbox.weChat().follows(man, Optional.empty());
    heard(message -> message.text().contains("欢迎"));
    DemoOrder order =
        shop.ordersOf(man, clock.instant()).stream()
            .filter(one -> one.items().getFirst().ware().title().contains("滇红"))
            .findFirst()
            .orElseThrow();
    sandbox.weChat().says(man, order.number() + " " + shop.buyers().getFirst().tail());
    ScreenMessage bound = heard(message -> message.text().contains("核对好啦"));
    allow(bound.text());

    turn(Duration.ofDays(1));
    sandbox.weChat().says(man, "好的");
    turn(Duration.ofHours(30));
    // In words or as the notice that she allowed: which, depends on the hour at which she speaks.
    ScreenMessage arrival =
        heard(
            message ->
                message.text().contains("到您手上了吧")
                    || FarSide.whole(message).contains("收到了吗？有事回我一句"));
    assertThat(FarSide.whole(arrival)).contains("滇红").doesNotContain("allow?template");

    turn(Duration.ofDays(9));
    ScreenMessage week = heard(message -> FarSide.whole(message).contains("用了一周还顺手吗"));
    assertThat(week.wire()).isEqualTo("subscription");

    sandbox.weChat().says(man, "茶有一股霉味");
    heard(message -> message.text().contains("24 小时之内一定有人"));
    int before = screen().size();
    turn(Duration.ofDays(30));
    assertThat(screen().subList(before, screen().size()))
        .noneMatch(message -> message.text().contains("见底"));
    assertThat(sandbox.weChat().refusals()).isEmpty();
  }

  /** Taps what she was asked to tap, as the phone page does. */
  private void allow(String asked) {
    Matcher link = Pattern.compile("http://\\S+/phone/allow\\?(\\S+)").matcher(asked);
    assertThat(link.find()).as(asked).isTrue();
    List<String> templates =
        Stream.of(link.group(1).split("&")).map(one -> one.replace("template=", "")).toList();
    assertThat(templates).containsExactly("sandbox-care", "sandbox-care-later");
    String tap =
        "{\"customer\":\"%s\",\"app\":\"wechat\",\"templates\":[\"%s\"],\"accept\":true}"
            .formatted(man, String.join("\",\"", templates));
    HttpRequest request =
        HttpRequest.newBuilder(sandbox.base("/phone/consent"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(tap))
            .build();
    try (HttpClient phone = HttpClient.newHttpClient()) {
      HttpRequest page = HttpRequest.newBuilder(URI.create(link.group())).build();
      assertThat(phone.send(page, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
      assertThat(phone.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void turn(Duration by) {
    Instant to = clock.instant().plus(by);
    clock.turnTo(to);
  }

  private List<ScreenMessage> screen() {
    return sandbox.weChat().screenOf(man).stream().filter(m -> !m.fromCustomer()).toList();
  }

  private ScreenMessage heard(Predicate<ScreenMessage> wanted) {
    FarSide.until(
        () -> screen().stream().anyMatch(wanted),
        Duration.ofSeconds(30),
        "she heard " + screen().stream().map(ScreenMessage::text).toList());
    return screen().stream().filter(wanted).reduce((_, last) -> last).orElseThrow();
  }
}
