package cn.huitouke.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** A platform over HTTP that keeps a ledger of what it really took, and can be made to misbehave. */
final class FarEnd implements AutoCloseable {

  /** What it does with one request. */
  enum Mood {
    WELL,
    /** Takes nothing. */
    BUSY,
    /** Takes nothing: today's quota is used up. */
    QUOTA,
    /** Takes nothing and fails. */
    BROKEN,
    /** Takes the message, and never says so. */
    SILENT,
    SLOW
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger requests = new AtomicInteger();
  private final Map<String, AtomicInteger> shown = new ConcurrentHashMap<>();

  /** The mood for the nth request. */
  volatile IntFunction<Mood> mood = _ -> Mood.WELL;

  FarEnd() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** How often each letter was shown to its customer. */
  int shown(String id) {
    return Optional.ofNullable(shown.get(id)).map(AtomicInteger::get).orElse(0);
  }

  int shown() {
    return shown.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  int requests() {
    return requests.get();
  }

  /** {@code /WIRE/LETTER}: the keyed wire shows one id once. */
  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      Mood now = mood.apply(requests.incrementAndGet());
      String[] path = exchange.getRequestURI().getPath().split("/", 3);
      switch (now) {
        case WELL -> {
          show(path);
          answer(exchange, 200, "ok");
        }
        case SLOW -> {
          show(path);
          LockSupport.parkNanos(50_000_000);
          answer(exchange, 200, "ok");
        }
        case SILENT -> {
          show(path);
          LockSupport.parkNanos(3_000_000_000L); // longer than anybody listens
        }
        case BUSY -> answer(exchange, 200, "busy");
        case QUOTA -> answer(exchange, 200, "quota");
        case BROKEN -> answer(exchange, 502, "<html>Bad Gateway</html>");
      }
    }
  }

  private void show(String[] path) {
    shown
        .computeIfAbsent(path[2], _ -> new AtomicInteger())
        .updateAndGet(times -> path[1].equals("keyed") ? 1 : times + 1);
  }

  private static void answer(HttpExchange exchange, int status, String words) throws IOException {
    byte[] body = words.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
