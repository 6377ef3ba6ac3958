package cn.huitouke.tck;

import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import cn.huitouke.tck.FarEnd.Delivery;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a simulated platform's callbacks arrive. Those that the contract asked for are handed to the
 * channel's hook, and what it said is remembered; the platform itself is always told that all is
 * well, so that it does not try again by itself. Can deliver a callback again, byte for byte.
 */
public final class CallbackDesk implements AutoCloseable {

  private final Supplier<Hook> hook;
  private final byte[] fine;
  private final HttpServer server;
  private final Function<HookRequest, Optional<String>> about;
  private final Map<String, Queue<Expected>> expected = new ConcurrentHashMap<>();
  private final Map<String, HookRequest> delivered = new ConcurrentHashMap<>();

  private volatile @Nullable HookRequest last;

  private record Expected(String eventId, CompletableFuture<Delivery> told) {}

  /**
   * @param hook the channel's
   * @param fine the body by which the platform knows that all is well
   * @param about what a callback is about; empty for one that nobody asks for
   */
  public CallbackDesk(
      Supplier<Hook> hook, String fine, Function<HookRequest, Optional<String>> about) {
    this.hook = hook;
    this.about = about;
    this.fine = fine.getBytes(StandardCharsets.UTF_8);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::called);
    server.start();
  }

  /** What is entered on the platform's page. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** The next callback about this is asked for; what the channel says to it. */
  public CompletableFuture<Delivery> expect(String about, String eventId) {
    CompletableFuture<Delivery> told = new CompletableFuture<>();
    expected
        .computeIfAbsent(about, _ -> new ConcurrentLinkedQueue<>())
        .add(new Expected(eventId, told));
    return told;
  }

  /** Delivers it again as it was, if it was delivered before. */
  public Optional<CompletableFuture<Delivery>> again(String eventId) {
    return Optional.ofNullable(delivered.get(eventId)).map(this::hand);
  }

  /** The last callback that was asked for. */
  public HookRequest last() {
    return java.util.Objects.requireNonNull(last, "No callback yet");
  }

  /** Hands a request to the channel, beside the wire. */
  public CompletableFuture<Delivery> hand(HookRequest request) {
    return CompletableFuture.supplyAsync(
        () -> delivery(answer(request)), task -> Thread.ofVirtual().start(task));
  }

  private void called(HttpExchange exchange) throws IOException {
    HookRequest request =
        new HookRequest(
            exchange.getRequestMethod(),
            query(exchange.getRequestURI()),
            headers(exchange),
            exchange.getRequestBody().readAllBytes(),
            "127.0.0.1");
    Expected asked = about.apply(request).map(expected::get).map(Queue::poll).orElse(null);
    byte[] body = fine;
    Delivery told = Delivery.TAKEN;
    if (asked != null) {
      delivered.put(asked.eventId(), request);
      last = request;
      HookResponse response = answer(request);
      body = response.status() == 200 ? response.body() : fine;
      told = delivery(response);
    }
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
    if (asked != null) {
      asked.told().complete(told);
    }
  }

  /** As the gateway does: what is thrown becomes a bare 500. */
  private HookResponse answer(HookRequest request) {
    try {
      return hook.get().handle(request);
    } catch (RuntimeException _) {
      return HookResponse.status(500);
    }
  }

  private static Delivery delivery(HookResponse response) {
    return response.status() < 300
        ? Delivery.TAKEN
        : response.status() < 500 ? Delivery.REJECTED : Delivery.AGAIN;
  }

  private static Map<String, String> headers(HttpExchange exchange) {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getLast()));
    return headers;
  }

  private static Map<String, List<String>> query(URI address) {
    String raw = Optional.ofNullable(address.getRawQuery()).orElse("");
    return Stream.of(raw.split("&"))
        .filter(pair -> pair.contains("="))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.groupingBy(
                pair -> pair[0],
                LinkedHashMap::new,
                Collectors.mapping(
                    pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                    Collectors.toList())));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
