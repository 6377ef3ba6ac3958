package cn.huitouke.gateway;

import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Gateways and hooks for tests. */
final class Doors {

  static final String ECHO = "/hooks/test/echo";

  private Doors() {}

  static Hook hook(String id, Function<HookRequest, HookResponse> answer) {
    return new Hook() {
      @Override
      public HookPath path() {
        return new HookPath("test", id);
      }

      @Override
      public HookResponse handle(HookRequest request) {
        return answer.apply(request);
      }
    };
  }

  static Hook echo() {
    return hook("echo", request -> new HookResponse(200, "text/plain", request.body()));
  }

  static Gateway open(GatewaySettings settings, Hook... hooks) {
    Gateway gateway = new Gateway(settings, List.of(hooks), List.of());
    gateway.start();
    return gateway;
  }

  static GatewaySettings settings() {
    return new GatewaySettings(
        0,
        "127.0.0.1",
        1 << 20,
        Duration.ofSeconds(8),
        Duration.ofSeconds(12),
        Duration.ofSeconds(60),
        20_000,
        2_000,
        Duration.ofSeconds(5),
        1 << 20);
  }

  static GatewaySettings patience(Duration header, Duration body, Duration idle) {
    return new GatewaySettings(
        0, "127.0.0.1", 1 << 20, header, body, idle, 20_000, 2_000, Duration.ofSeconds(1), 1 << 20);
  }

  static GatewaySettings limits(int requestsPerSecond, int connections) {
    return new GatewaySettings(
        0,
        "127.0.0.1",
        1 << 20,
        Duration.ofSeconds(8),
        Duration.ofSeconds(12),
        Duration.ofSeconds(60),
        requestsPerSecond,
        connections,
        Duration.ofSeconds(1),
        1 << 20);
  }

  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited 20 s in vain");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
