package cn.huitouke.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.huitouke.sandbox.wechat.WeChatAccount;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SandboxTest {
  private final HandClock wall = new HandClock();

  @Test
  void otherPagesCanBeMounted() throws Exception {
    try (Sandbox sandbox = new Sandbox(SandboxOptions.demo(wall).withPort(0));
        HttpClient http = HttpClient.newHttpClient()) {
      sandbox.mount(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
          });
      sandbox.start();
      var request = HttpRequest.newBuilder(sandbox.base("/index.html")).build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(204);
    }
  }

  @Test
  void aTakenPortIsSaidAtOnce() {
    try (Sandbox first = new Sandbox(SandboxOptions.demo(wall).withPort(0))) {
      SandboxOptions same = SandboxOptions.demo(wall).withPort(first.port());
      assertThatThrownBy(() -> new Sandbox(same)).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void theClockWaitsForTheCallbacksOfAnInstantBeforeItGoesOn() throws Exception {
    SandboxClock clock = new SandboxClock(wall);
    try (ReceivingServer gateway = new ReceivingServer();
        Sandbox sandbox =
            new Sandbox(
                SandboxOptions.demo(clock)
                    .withPort(0)
                    .withWeChat(WeChatAccount.demo().withCallbackUrl(gateway.url("/hook"))))) {
      clock.ledBy(sandbox);
      sandbox.weChat().says("mei", "晚安");
      clock.turnTo(clock.instant().plus(Duration.ofHours(9)));
      assertThat(gateway.waiting()).isEqualTo(1);
      assertThat(sandbox.weChat().callbacks()).hasSize(1);
    }
  }
}
