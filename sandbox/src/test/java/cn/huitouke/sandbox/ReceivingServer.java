package cn.huitouke.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Plays our gateway: keeps what arrives, answers as told. */
public final class ReceivingServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private volatile Function<Received, Reply> answer = request -> new Reply(200, "success");

  public record Received(String method, Map<String, String> query, String body) {
    public Map<String, String> form() {
      return decoded(body);
    }
  }

  public record Reply(int status, String body) {}

  public ReceivingServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String query = exchange.getRequestURI().getRawQuery();
          var request =
              new Received(exchange.getRequestMethod(), decoded(query == null ? "" : query), body);
          received.add(request);
          Reply reply = answer.apply(request);
          byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  public void answers(Function<Received, Reply> how) {
    answer = how;
  }

  public void answers(String body) {
    answer = request -> new Reply(200, body);
  }

  /** The next request, or an error after ten seconds. */
  public Received next() throws InterruptedException {
    Received next = received.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing arrived");
    }
    return next;
  }

  public int waiting() {
    return received.size();
  }

  private static Map<String, String> decoded(String raw) {
    Map<String, String> pairs = new HashMap<>();
    for (String pair : raw.split("&")) {
      String[] both = pair.split("=", 2);
      if (both.length == 2) {
        pairs.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
      }
    }
    return pairs;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
