package cn.huitouke.adapter.loopback;

import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookRequest;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The platform itself, in memory: customers with screens, windows and consents, access tokens, and
 * whatever trouble a test asks for. It enforces its own rules and has not read the rule pack.
 */
public final class LoopbackPlatform implements AutoCloseable {

  static final String SECRET = "loopback-signing-secret";
  private static final int PER_SECOND = 500;

  private final InstantSource clock;
  private final Map<String, Shopper> shoppers = new ConcurrentHashMap<>();
  private final Map<String, Sent> sent = new HashMap<>();
  private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger tokens = new AtomicInteger();
  private final ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private volatile @Nullable Hook hook;
  private volatile boolean down;

  public LoopbackPlatform(InstantSource clock) {
    this.clock = clock;
  }

  private record Sent(String message, Instant at) {}

  InstantSource clock() {
    return clock;
  }

  /** The customer of this name, who follows the account and has been silent. */
  public Shopper shopper(String name) {
    return shoppers.computeIfAbsent(name, it -> new Shopper(it, this));
  }

  /** From now on events are delivered to this door. */
  void calls(Hook door) {
    hook = door;
  }

  /**
   * The next call that sends meets this: {@code rate-limited}, {@code blocked}, {@code unknown-peer},
   * {@code content-rejected}, {@code expired-token}, {@code silence} or {@code down}.
   */
  public void nextSend(String trouble) {
    troubles.add(trouble);
  }

  public void goesDown() {
    down = true;
  }

  public void comesBack() {
    down = false;
  }

  public int tokensIssued() {
    return tokens.get();
  }

  String issueToken() throws ConnectException {
    if (down) {
      throw new ConnectException("down");
    }
    return "loopback-token-" + tokens.incrementAndGet();
  }

  String newEventId() {
    return "event-" + numbers.incrementAndGet();
  }

  /** Signs and delivers an event at once, on a thread of its own. The future is the HTTP status. */
  CompletableFuture<Integer> deliver(Map<String, ?> event, String secret, Instant signedAt) {
    byte[] body = LoopbackBytes.write(event);
    String time = signedAt.toString();
    Map<String, String> headers =
        Map.of(
            "x-loopback-time",
            time,
            "x-loopback-signature",
            LoopbackBytes.sign(secret, time, body));
    HookRequest request = new HookRequest("POST", Map.of(), headers, body, "127.0.0.1");
    return CompletableFuture.supplyAsync(() -> post(event, request), deliveries);
  }

  private int post(Map<String, ?> event, HookRequest request) {
    Hook door = Objects.requireNonNull(hook, "no channel was ever started");
    try {
      var response = door.handle(request);
      if (response.status() == 200 && response.body().length > 0) {
        shopper(Objects.toString(event.get("from")))
            .reads(
                Objects.toString(event.get("id")), segments(LoopbackBytes.read(response.body())));
      }
      return response.status();
    } catch (RuntimeException e) {
      return 500; // as the gateway would
    }
  }

  /** The platform's one call: somebody with a token sends a message. */
  byte[] send(byte[] request) throws IOException {
    String trouble = Objects.requireNonNullElse(troubles.poll(), "");
    if (down || trouble.equals("down")) {
      throw new ConnectException("down");
    }
    if (trouble.equals("silence")) {
      throw new EOFException("hung up");
    }
    if (!trouble.isEmpty()) {
      return code(trouble);
    }
    return take(LoopbackBytes.read(request));
  }

  private synchronized byte[] take(Map<String, Object> request) {
    if (!request.get("token").equals("loopback-token-" + tokens.get())) {
      return code("expired-token");
    }
    String wire = LoopbackBytes.string(request, "wire");
    Sent before = wire.equals("notice") ? null : sent.get(LoopbackBytes.string(request, "id"));
    if (before != null && before.at().plusSeconds(600).isAfter(clock.instant())) {
      return accepted(before.message());
    }
    if (!buckets.computeIfAbsent(wire, _ -> new Bucket()).take()) {
      return code("rate-limited");
    }
    List<Map<String, Object>> segments = segments(request);
    Shopper to = shopper(LoopbackBytes.string(request, "to"));
    String objection = to.mayReceive(wire, segments);
    if (!objection.isEmpty()) {
      return code(objection);
    }
    to.reads(segments);
    Sent now = new Sent("message-" + numbers.incrementAndGet(), clock.instant());
    sent.put(LoopbackBytes.string(request, "id"), now);
    return accepted(now.message());
  }

  private static List<Map<String, Object>> segments(Map<String, Object> tree) {
    return ((List<?>) tree.get("segments")).stream().map(LoopbackBytes::map).toList();
  }

  private static byte[] accepted(String message) {
    return LoopbackBytes.write(Map.of("code", "ok", "message", message));
  }

  private static byte[] code(String code) {
    return ("{\"code\": \"" + code + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    deliveries.shutdown();
  }

  /** 500 at once, and 500 a second. */
  private static final class Bucket {
    private double left = PER_SECOND;
    private long filled = System.nanoTime();

    boolean take() {
      long now = System.nanoTime();
      left = Math.min(PER_SECOND, left + (now - filled) * PER_SECOND / 1e9);
      filled = now;
      if (left < 1) {
        return false;
      }
      left--;
      return true;
    }
  }
}
