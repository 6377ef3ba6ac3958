package cn.huitouke.adapter.wechatmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The platform's API as far as a test says: tokens that can be made to expire, and canned answers. */
final class FarApi implements AutoCloseable {

  static final String TOKENS = "/cgi-bin/stable_token";
  static final String CUSTOM = "/cgi-bin/message/custom/send";

  /** One call as it came in. */
  record Call(String path, String query, String body) {}

  final List<Call> calls = new CopyOnWriteArrayList<>();
  final AtomicInteger serial = new AtomicInteger();
  volatile long slowTokensNanos;
  volatile int life = 7200;
  private final Map<String, ConcurrentLinkedDeque<String>> answers = new ConcurrentHashMap<>();
  private final HttpServer server;

  FarApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next answers on this path, in order; then the usual one again. */
  FarApi says(String path, String... next) {
    answers.computeIfAbsent(path, _ -> new ConcurrentLinkedDeque<>()).addAll(List.of(next));
    return this;
  }

  /** Every token given out so far is refused from now on. */
  void expireTokens() {
    serial.incrementAndGet();
  }

  List<Call> to(String path) {
    return calls.stream().filter(call -> call.path().equals(path)).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = String.valueOf(exchange.getRequestURI().getRawQuery());
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    calls.add(new Call(path, query, body));
    String next = answers.getOrDefault(path, new ConcurrentLinkedDeque<>()).poll();
    String answer = next == null ? usual(path, query) : next;
    if (answer.equals("HANG UP")) {
      exchange.close();
      return;
    }
    int status = answer.startsWith("HTTP ") ? Integer.parseInt(answer.substring(5)) : 200;
    byte[] bytes = answer.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String usual(String path, String query) {
    if (path.equals(TOKENS)) {
      LockSupport.parkNanos(slowTokensNanos);
      return "{\"access_token\":\"TOKEN-%d\",\"expires_in\":%d}".formatted(serial.get(), life);
    }
    if (!query.contains("access_token=TOKEN-" + serial.get())) {
      return "{\"errcode\":40001,\"errmsg\":\"invalid credential, access_token is invalid or not"
          + " latest rid: 1\"}";
    }
    return "{\"errcode\":0,\"errmsg\":\"ok\"}";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
