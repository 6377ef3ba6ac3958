package cn.huitouke.tck.tracking;

import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/** A gateway of one door: what a simulated source pushes is handed to the hook, and its answer back. */
public final class PushDesk implements AutoCloseable {

  private final Supplier<Hook> hook;
  private final HttpServer server;

  /**
   * @param hook the source's, which may come later than its gateway
   */
  public PushDesk(Supplier<Hook> hook) {
    this.hook = hook;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::knock);
    server.start();
  }

  /** Below which the hook's path is. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void knock(HttpExchange exchange) throws IOException {
    HookResponse response =
        hook.get()
            .handle(
                new HookRequest(
                    exchange.getRequestMethod(),
                    Map.of(),
                    Map.of(),
                    exchange.getRequestBody().readAllBytes(),
                    "127.0.0.1"));
    exchange.sendResponseHeaders(
        response.status(), response.body().length == 0 ? -1 : response.body().length);
    exchange.getResponseBody().write(response.body());
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
