package cn.huitouke.benchmarks;

import cn.huitouke.gateway.Gateway;
import cn.huitouke.gateway.GatewaySettings;
import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The echo behind the product's own front door: what limits, time-outs and virtual threads cost. */
final class GatewayServer implements Hook {

  private final Account account;
  private final Queue<Echo> echoes = new ConcurrentLinkedQueue<>();

  private GatewayServer(Account account) {
    this.account = account;
  }

  static void main(String... words) throws Exception {
    Arguments arguments = Arguments.of(words);
    Duration ten = Duration.ofSeconds(10);
    GatewaySettings settings =
        new GatewaySettings(
            arguments.number("port", 0),
            "127.0.0.1",
            1 << 20,
            ten,
            ten,
            ten,
            1_000_000,
            10_000,
            ten,
            1 << 20);
    Hook hook = new GatewayServer(arguments.account());
    try (Gateway gateway = new Gateway(settings, List.of(hook), List.of())) {
      gateway.start();
      System.out.println("listening " + gateway.port());
      System.out.flush();
      while (System.in.read() >= 0) {}
    }
  }

  @Override
  public HookPath path() {
    return new HookPath("bench", "echo");
  }

  @Override
  public HookResponse handle(HookRequest request) {
    @Nullable Echo free = echoes.poll();
    Echo echo = free == null ? new Echo(account) : free;
    try {
      String answer = answer(echo, request);
      return answer == null ? HookResponse.status(403) : HookResponse.xml(answer);
    } finally {
      echoes.add(echo);
    }
  }

  private static @Nullable String answer(Echo echo, HookRequest request) {
    if (request.method().equals("GET")) {
      return echo.verification(request.query());
    }
    Echo.@Nullable Opened message =
        echo.open(request.query(), new String(request.body(), StandardCharsets.UTF_8));
    return message == null ? null : echo.reply(message);
  }
}
