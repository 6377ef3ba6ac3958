package cn.huitouke.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import cn.huitouke.hook.SocketHook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SocketTest implements SocketHook {

  private static final int LIMIT = 100_000;

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<SocketHook.Socket> sockets = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private final HttpClient client = HttpClient.newHttpClient();
  private final Gateway gateway = open(Duration.ofSeconds(60));

  private Gateway open(Duration idle) {
    Duration ten = Duration.ofSeconds(10);
    Gateway opened =
        new Gateway(
            new GatewaySettings(
                0, "127.0.0.1", 1 << 20, ten, ten, idle, 1000, 100, Duration.ofSeconds(3), LIMIT),
            List.of(),
            List.of(this));
    opened.start();
    return opened;
  }

  @AfterEach
  void close() {
    release.countDown();
    gateway.close();
    client.close();
  }

  @Test
  void whatIsSaidArrivesInOrderAndIsAnsweredInOrder() throws Exception {
    Ear ear = new Ear();
    WebSocket socket = connect(gateway, "secret", ear);
    for (int i = 0; i < 1000; i++) {
      socket.sendText("快递" + i, true).get();
    }
    for (int i = 0; i < 1000; i++) {
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("快递" + i);
      assertThat(ear.texts.poll(10, TimeUnit.SECONDS)).isEqualTo("re:快递" + i);
    }
    socket.sendClose(1000, "bye").get();
    assertThat(closed.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
    assertThat(closed).isEmpty();
  }

  @Test
  void piecesOfAMessageArriveWhole() throws Exception {
    WebSocket socket = connect(gateway, "secret", new Ear());
    socket.sendText("one ", false).get();
    socket.sendText("two ", false).get();
    socket.sendText("three", true).get();
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("one two three");
  }

  @Test
  void aWrongTokenIsRefusedBeforeTheHandshake() {
    assertThatThrownBy(() -> connect(gateway, "wrong", new Ear()))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(401));
    assertThat(sockets).isEmpty();
  }

  @Test
  void aMessageTooLargeCloses1009() throws Exception {
    Ear whole = new Ear();
    connect(gateway, "secret", whole).sendText("x".repeat(LIMIT + 1), true);
    assertThat(whole.codes.poll(10, TimeUnit.SECONDS)).isEqualTo(1009);
    Ear pieces = new Ear();
    WebSocket socket = connect(gateway, "secret", pieces);
    for (int i = 0; i < 3; i++) {
      socket.sendText("x".repeat(LIMIT / 2), false).get();
    }
    assertThat(pieces.codes.poll(10, TimeUnit.SECONDS)).isEqualTo(1009);
    assertThat(heard).isEmpty();
  }

  @Test
  void aMessageAtTheLimitPasses() throws Exception {
    WebSocket socket = connect(gateway, "secret", new Ear());
    socket.sendText("x".repeat(LIMIT), true).get();
    assertThat(heard.poll(10, TimeUnit.SECONDS)).hasSize(LIMIT);
  }

  @Test
  void binaryAndBadTextClose() throws Exception {
    Ear ear = new Ear();
    connect(gateway, "secret", ear).sendBinary(ByteBuffer.wrap(new byte[3]), true);
    assertThat(ear.codes.poll(10, TimeUnit.SECONDS)).isEqualTo(1003);
    assertThat(closeCodeAfter(frame(0x81, (byte) 0xc3, (byte) 0x28))).isEqualTo(1007);
    assertThat(closeCodeAfter(new byte[] {(byte) 0x81, 1, 'x'})).isEqualTo(1002);
    assertThat(closeCodeAfter(frame(0xc1, (byte) 'x'))).isEqualTo(1002);
  }

  @Test
  void aFloodOfPingsOrEmptyPiecesCloses() throws Exception {
    byte[] ping = frame(0x89);
    assertThat(closeCodeAfter(repeat(ping, 300))).isEqualTo(1008);
    byte[] empty = frame(0x00);
    byte[] flood = repeat(empty, 301);
    flood[0] = 0x01;
    assertThat(closeCodeAfter(flood)).isEqualTo(1008);
  }

  @Test
  void aPlainRequestIsToldToUpgrade() throws Exception {
    try (RawClient raw = new RawClient(gateway.port())) {
      RawClient.Reply reply = raw.get("/hooks/onebot/shop").read();
      assertThat(reply.status()).isEqualTo(426);
      assertThat(reply.headers()).containsEntry("upgrade", "websocket");
    }
  }

  @Test
  void whoDoesNotReadFillsABoundedQueue() throws Exception {
    try (RawClient deafClient = upgraded()) {
      SocketHook.Socket socket = sockets.poll(10, TimeUnit.SECONDS);
      assertThat(socket).isNotNull();
      String text = "x".repeat(50_000);
      int sent = 0;
      while (sent < 1_000 && socket.send(text)) {
        sent++;
      }
      assertThat(sent).isBetween(5, 999);
      assertThat(deafClient.read(1_000)).hasSize(1_000);
    }
    assertThat(closed.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
  }

  @Test
  void aSlowListenerHoldsTheSenderBackAndLosesNothing() throws Exception {
    WebSocket socket = connect(gateway, "secret", new Ear());
    socket.sendText("wait", true).get();
    String text = "x".repeat(90_000);
    Thread sender =
        Thread.startVirtualThread(
            () -> {
              for (int i = 0; i < 200; i++) {
                socket.sendText(text + i, true).join();
              }
            });
    assertThat(sender.join(Duration.ofMillis(800))).isFalse();
    release.countDown();
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("wait");
    for (int i = 0; i < 200; i++) {
      assertThat(heard.poll(10, TimeUnit.SECONDS)).endsWith("x" + i);
    }
  }

  @Test
  void anIdleConnectionIsPingedAndADeadOneClosed() throws Exception {
    try (Gateway hasty = open(Duration.ofSeconds(1));
        RawClient raw = upgraded(hasty)) {
      assertThat(raw.read(2)).containsExactly((byte) 0x89, (byte) 0);
      assertThat(raw.isClosed()).isTrue();
      assertThat(closed.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
    }
  }

  @Test
  void aSocketThatAnswersPingsStaysOpen() throws Exception {
    try (Gateway hasty = open(Duration.ofSeconds(2))) {
      WebSocket socket = connect(hasty, "secret", new Ear());
      assertThat(closed.poll(5, TimeUnit.SECONDS)).isNull();
      socket.sendText("still here", true).get();
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("still here");
    }
  }

  @Test
  void ourSideCloses() throws Exception {
    Ear ear = new Ear();
    connect(gateway, "secret", ear);
    SocketHook.Socket socket = sockets.poll(10, TimeUnit.SECONDS);
    assertThat(socket).isNotNull();
    socket.close(4001, "enough");
    socket.close(4002, "again");
    assertThat(ear.codes.poll(10, TimeUnit.SECONDS)).isEqualTo(4001);
    assertThat(closed.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
    assertThat(socket.send("late")).isFalse();
  }

  @Test
  void aClosingDoorSaysGoingAway() throws Exception {
    Ear ear = new Ear();
    connect(gateway, "secret", ear);
    gateway.close();
    assertThat(ear.codes.poll(10, TimeUnit.SECONDS)).isEqualTo(1001);
    assertThat(closed.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
  }

  @Test
  void aFailingListenerCloses1011() throws Exception {
    Ear ear = new Ear();
    connect(gateway, "secret", ear).sendText("fail", true).get();
    assertThat(ear.codes.poll(10, TimeUnit.SECONDS)).isEqualTo(1011);
    assertThat(closed.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
  }

  @Override
  public HookPath path() {
    return new HookPath("onebot", "shop");
  }

  @Override
  public Optional<HookResponse> refuse(HookRequest upgrade) {
    return upgrade.header("authorization").filter("Bearer secret"::equals).isPresent()
        ? Optional.empty()
        : Optional.of(HookResponse.status(401));
  }

  @Override
  public SocketListener opened(HookRequest upgrade, SocketHook.Socket socket) {
    sockets.add(socket);
    return new SocketListener() {
      @Override
      public void heard(String text) {
        if (text.equals("wait")) {
          await();
        }
        if (text.equals("fail")) {
          throw new IllegalStateException("on purpose");
        }
        heard.add(text);
        if (text.length() < 1_000) {
          socket.send("re:" + text);
        }
      }

      @Override
      public void closed() {
        closed.add("closed");
      }
    };
  }

  private void await() {
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private WebSocket connect(Gateway to, String token, Ear ear) throws Exception {
    return client
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + token)
        .buildAsync(URI.create("ws://127.0.0.1:" + to.port() + "/hooks/onebot/shop"), ear)
        .get(10, TimeUnit.SECONDS);
  }

  private RawClient upgraded() throws IOException {
    return upgraded(gateway);
  }

  private static RawClient upgraded(Gateway to) throws IOException {
    RawClient raw = new RawClient(to.port());
    raw.send(
        "GET /hooks/onebot/shop HTTP/1.1\r\n"
            + "Host: shop\r\n"
            + "Upgrade: websocket\r\n"
            + "Connection: keep-alive, Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Authorization: Bearer secret\r\n\r\n");
    assertThat(raw.read().headers())
        .containsEntry("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    return raw;
  }

  /** Skips pongs and pings on the way to the close frame. */
  private int closeCodeAfter(byte[] bytes) throws IOException {
    try (RawClient raw = upgraded()) {
      raw.send(bytes);
      while (true) {
        byte[] head = raw.read(2);
        byte[] payload = raw.read(head[1]);
        if (head[0] == (byte) 0x88) {
          return (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        }
      }
    }
  }

  /** A masked frame; the mask is zero. */
  private static byte[] frame(int first, byte... payload) {
    return ByteBuffer.allocate(6 + payload.length)
        .put((byte) first)
        .put((byte) (0x80 | payload.length))
        .putInt(0)
        .put(payload)
        .array();
  }

  private static byte[] repeat(byte[] frame, int times) {
    ByteBuffer all = ByteBuffer.allocate(frame.length * times);
    for (int i = 0; i < times; i++) {
      all.put(frame);
    }
    return all.array();
  }

  private static final class Ear implements WebSocket.Listener {
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> codes = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        texts.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      codes.add(code);
      return null;
    }
  }
}
