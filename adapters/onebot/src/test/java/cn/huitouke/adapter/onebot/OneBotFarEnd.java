package cn.huitouke.adapter.onebot;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.huitouke.channel.Capabilities.Pace;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.Wire;
import cn.huitouke.gateway.Gateway;
import cn.huitouke.gateway.GatewaySettings;
import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import cn.huitouke.hook.SocketHook;
import cn.huitouke.sandbox.onebot.OneBotPlatform;
import cn.huitouke.sandbox.onebot.QqAccount;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.tck.FarEnd;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The sandbox's QQ account as the contract plays it, connected to the real gateway. Customers have
 * numbers here. Between gateway and channel stands a listener that notes when a frame has been heard.
 */
final class OneBotFarEnd implements FarEnd {

  private volatile Instant now = Instant.parse("2026-11-21T04:00:00Z");
  private final OneBot channel;
  private final Gateway gateway;
  private final OneBotPlatform platform;
  private final QqAccount shop = QqAccount.demo().withReconnect(Duration.ofMillis(10));
  private final Map<String, Long> numbers = new HashMap<>();
  private final Map<String, String> frames = new HashMap<>();
  private final Queue<CompletableFuture<Delivery>> expected = new ConcurrentLinkedQueue<>();
  private final AtomicInteger links = new AtomicInteger();
  private volatile boolean down;

  OneBotFarEnd() {
    channel =
        new OneBot(
            new OneBotAccount("shop", Long.toString(shop.selfId()), shop.accessToken()), () -> now);
    gateway =
        new Gateway(
            GatewaySettings.defaults(0), List.of(), List.of(new Noting(channel.socketHook())));
    gateway.start();
    platform =
        new OneBotPlatform(
            shop.withUrl(URI.create("ws://127.0.0.1:" + gateway.port() + "/hooks/onebot/shop")),
            () -> now);
  }

  /** The channel's hook, and when it has heard. */
  private final class Noting implements SocketHook {
    private final SocketHook inner;

    Noting(SocketHook inner) {
      this.inner = inner;
    }

    @Override
    public HookPath path() {
      return inner.path();
    }

    @Override
    public Optional<HookResponse> refuse(HookRequest upgrade) {
      return inner.refuse(upgrade);
    }

    @Override
    public SocketListener opened(HookRequest upgrade, Socket socket) {
      SocketListener listener = inner.opened(upgrade, socket);
      links.incrementAndGet();
      return new SocketListener() {
        @Override
        public void heard(String text) {
          listener.heard(text);
          CompletableFuture<Delivery> told =
              text.contains("\"post_type\":\"meta_event\"") || !text.contains("post_type")
                  ? null
                  : expected.poll();
          if (told != null) {
            told.complete(Delivery.TAKEN);
          }
        }

        @Override
        public void closed() {
          listener.closed();
          links.decrementAndGet();
        }
      };
    }
  }

  OneBotPlatform platform() {
    return platform;
  }

  /** The line stands, as both ends see it. */
  void connected() {
    down = false;
    platform.connect();
    await(() -> platform.connected() && links.get() == 1);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + 5_000_000_000L;
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    if (!condition.getAsBoolean()) {
      throw new AssertionError("The line does not stand, or still does");
    }
  }

  long number(String customer) {
    return numbers.computeIfAbsent(customer, _ -> 27_313_407_000L + numbers.size());
  }

  @Override
  public OneBot channel() {
    return channel;
  }

  @Override
  public Peer peerOf(String customer) {
    if (!down) {
      connected();
    }
    platform.meets(number(customer));
    return Peer.person(channel.id(), Long.toString(number(customer)));
  }

  private CompletableFuture<Delivery> expect() {
    connected();
    CompletableFuture<Delivery> told = new CompletableFuture<>();
    expected.add(told);
    return told;
  }

  @Override
  public CompletableFuture<Delivery> says(String customer, String text, String eventId) {
    CompletableFuture<Delivery> told = expect();
    String before = frames.get(eventId);
    if (before == null) {
      frames.put(eventId, platform.says(number(customer), text));
    } else {
      platform.sends(before);
    }
    return told;
  }

  @Override
  public boolean mixesContent() {
    return true;
  }

  @Override
  public CompletableFuture<Delivery> saysUnknownContent(
      String customer, String besides, String eventId) {
    CompletableFuture<Delivery> told = expect();
    var message = new ArrayList<>(OneBotPlatform.segment("text", "text", besides));
    message.addAll(OneBotPlatform.segment("hologram", "of", "tea"));
    platform.says(number(customer), message, besides);
    return told;
  }

  @Override
  public CompletableFuture<Delivery> joins(String group, String member) {
    CompletableFuture<Delivery> told = expect();
    platform.joins(number(group), number(member));
    return told;
  }

  @Override
  public CompletableFuture<Delivery> forged(Forgery how, String customer, String text) {
    platform.drop(false);
    await(() -> links.get() == 0);
    String token =
        switch (how) {
          case SIGNATURE -> "guessed-by-somebody";
          case STALE -> "the-token-of-yesterday";
        };
    int status = platform.tries(token);
    platform.says(number(customer), text);
    return CompletableFuture.completedFuture(
        status == 401 || status == 403 ? Delivery.REJECTED : Delivery.TAKEN);
  }

  @Override
  public CompletableFuture<Delivery> plays(byte[] payload) {
    CompletableFuture<Delivery> told = expect();
    platform.sends(new String(payload, UTF_8));
    return told;
  }

  @Override
  public List<Recorded> recordedPayloads() {
    return OneBotRecordings.of(channel.id(), shop.selfId());
  }

  @Override
  public List<Shown> screenOf(String customer) {
    return platform.screenOf(Long.toString(number(customer))).stream()
        .filter(shown -> !shown.fromCustomer())
        .map(shown -> new Shown(kind(shown), shown.text()))
        .toList();
  }

  private static Segment.Kind kind(ScreenMessage shown) {
    return switch (shown.kind()) {
      case "text" -> Segment.Kind.TEXT;
      case "at" -> Segment.Kind.MENTION;
      case "image" -> Segment.Kind.IMAGE;
      case "record" -> Segment.Kind.VOICE;
      case "video" -> Segment.Kind.VIDEO;
      default -> Segment.Kind.UNSUPPORTED;
    };
  }

  @Override
  public void nextSend(Trouble trouble) {
    switch (trouble) {
      case SILENCE -> ahead(cn.huitouke.sandbox.web.Trouble.silence(true));
      case DOWN -> goesDown();
      case RATE_LIMIT, BLOCKED, UNKNOWN_PEER, BAD_CONTENT, EXPIRED_TOKEN ->
          ahead(cn.huitouke.sandbox.web.Trouble.errcode(1200));
    }
  }

  private void ahead(cn.huitouke.sandbox.web.Trouble trouble) {
    platform.troubles().add(trouble.on("send_"));
  }

  @Override
  public void goesDown() {
    down = true;
    platform.drop(false);
    await(() -> links.get() == 0);
  }

  @Override
  public void comesBack() {
    connected();
  }

  @Override
  public void passes(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Optional<Pace> enforcedPace(Wire wire) {
    return Optional.empty();
  }

  @Override
  public List<String> secrets() {
    return List.of(shop.accessToken());
  }

  @Override
  public void close() {
    platform.close();
    gateway.close();
  }
}
