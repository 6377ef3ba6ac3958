package cn.huitouke.sandbox.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.HandClock;
import cn.huitouke.sandbox.ReceivingServer;
import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxClock;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.sandbox.shop.DemoShop;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.world.Journey;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoShopOnCarriersTest {
  private final SandboxClock clock = new SandboxClock(new HandClock());
  private final DemoShop shop = new DemoShop(clock.instant());

  @Test
  void everyParcelOfTheDemoShopIsPushedStepByStepToItsEnd() throws Exception {
    try (ReceivingServer gateway = new ReceivingServer();
        HttpClient http = HttpClient.newHttpClient();
        Sandbox sandbox = new Sandbox(SandboxOptions.demo(clock).withPort(0).withParcels(shop))) {
      gateway.answers(TrackingStage.YES);
      sandbox.start();
      clock.ledBy(sandbox);
      for (Journey journey : shop.all()) {
        subscribe(sandbox, http, journey, gateway.url("/k100").toString());
      }
      clock.turnTo(clock.instant().plus(Duration.ofDays(20)));
      Map<String, String> last = new HashMap<>();
      sandbox.kuaidi100().pushes().forEach(push -> last.put(push.number(), push.status()));
      for (Journey journey : shop.all()) {
        boolean ends = Kuaidi100Codes.last(journey.steps().getLast().kuaidi100());
        assertThat(last.get(journey.number()))
            .as(journey.number())
            .isEqualTo(ends ? "shutdown" : "polling");
      }
      assertThat(sandbox.kuaidi100().pushes()).allMatch(Push::accepted);
      assertThat(sandbox.kuaidi100().pushes().size()).isGreaterThan(shop.all().size());
    }
  }

  private static void subscribe(Sandbox sandbox, HttpClient http, Journey journey, String url)
      throws Exception {
    var ask = Json.object().put("company", journey.carrier()).put("number", journey.number());
    ask.put("key", Kuaidi100Account.demo().key());
    ask.putObject("parameters")
        .put("callbackurl", url)
        .put("resultv2", "4")
        .put("phone", journey.phoneTail().orElse(""));
    String body = "schema=json&param=" + URLEncoder.encode(Json.write(ask), StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(sandbox.base("/kuaidi100/poll"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(Json.read(answer.body()).path("returnCode").asString()).isEqualTo("200");
  }
}
