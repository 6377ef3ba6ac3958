package cn.huitouke.tck.tracking;

import cn.huitouke.hook.HookRequest;
import cn.huitouke.tracking.Waybill;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A server that plays a source over HTTP: what it knows and what goes wrong with it. What that is in
 * the source's own bytes, the test of its adapter says.
 */
public abstract class TrackingServer implements TrackingFarEnd {

  private final HttpServer server;
  private final Map<String, Known> parcels = new ConcurrentHashMap<>();
  private final Map<String, String> tails = new ConcurrentHashMap<>();
  private final Map<String, List<String>> recognised = new ConcurrentHashMap<>();
  private final AtomicInteger questions = new AtomicInteger();
  private final List<String> watched = new CopyOnWriteArrayList<>();
  private volatile Trouble trouble = Trouble.NONE;

  /** A parcel. */
  protected record Known(List<Line> lines, boolean signed) {}

  protected TrackingServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /**
   * Answers what is posted to a path, or asked of it.
   *
   * @param answer to the fields of the form or the query
   */
  protected final void serves(String path, Function<Map<String, String>, String> answer) {
    server.createContext(path, exchange -> serve(exchange, answer.apply(fields(exchange))));
  }

  private void serve(HttpExchange exchange, String text) throws IOException {
    String body =
        switch (trouble) {
          case BROKEN -> "<html>502</html>";
          case MALFORMED -> text.substring(0, text.length() / 2);
          case NONE, BUSY, REFUSES_ACCOUNT, DOWN -> text;
        };
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(trouble == Trouble.BROKEN ? 500 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** What a parcel goes by here. */
  protected String key(Waybill waybill) {
    return waybill.toString();
  }

  protected final Optional<Known> known(String key) {
    return Optional.ofNullable(parcels.get(key));
  }

  /** Whether this phone tail is the wrong one. */
  protected final boolean guarded(String key, String phoneTail) {
    return !tails.getOrDefault(key, phoneTail).equals(phoneTail);
  }

  protected final List<String> carriersOf(String number) {
    return recognised.getOrDefault(number, List.of());
  }

  /** Somebody asked where a parcel is. */
  protected final void asked() {
    questions.incrementAndGet();
  }

  /** Somebody wants to be told of this parcel. */
  protected final void watches(String number) {
    watched.add(number);
  }

  protected final Trouble trouble() {
    return trouble;
  }

  public final URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public final void knows(Waybill waybill, List<Line> lines, boolean signed) {
    parcels.put(key(waybill), new Known(lines, signed));
  }

  @Override
  public final void guards(Waybill waybill, String phoneTail) {
    tails.put(key(waybill), phoneTail);
  }

  @Override
  public final void recognises(String number, List<String> carriers) {
    recognised.put(number, carriers);
  }

  @Override
  public final void trouble(Trouble what) {
    trouble = what;
    if (what == Trouble.DOWN) {
      server.stop(0);
    }
  }

  @Override
  public final int questions() {
    return questions.get();
  }

  @Override
  public final List<String> watched() {
    return watched;
  }

  @Override
  public final void close() {
    server.stop(0);
  }

  /** A push with this body, as it would reach the gateway. */
  public static HookRequest request(String body) {
    return new HookRequest(
        "POST", Map.of(), Map.of(), body.getBytes(StandardCharsets.UTF_8), "203.0.113.7");
  }

  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  protected static byte[] md5(String text) {
    try {
      return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> fields(HttpExchange exchange) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : form(exchange).split("&")) {
      int equals = pair.indexOf('=');
      fields.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }

  private static String form(HttpExchange exchange) {
    try {
      return exchange.getRequestMethod().equals("GET")
          ? exchange.getRequestURI().getRawQuery()
          : new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
