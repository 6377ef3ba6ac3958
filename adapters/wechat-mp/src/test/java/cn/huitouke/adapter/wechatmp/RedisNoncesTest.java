package cn.huitouke.adapter.wechatmp;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.adapter.wechatmp.WeChatMpAccount.Mode;
import cn.huitouke.channel.InboundEvent;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.embedded.RedisServer;

/** What a nonce carried is known to every process of the shop, over a real Redis. */
class RedisNoncesTest {

  private static final long NOW = 1_763_700_000L;

  private final FarHand platform = new FarHand(NOW);
  private final ConcurrentLinkedQueue<InboundEvent> heard = new ConcurrentLinkedQueue<>();
  private RedisServer server;
  private UnifiedJedis redis;

  @BeforeEach
  void open() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      server = RedisServer.newRedisServer().port(free.getLocalPort()).bind("127.0.0.1").build();
    }
    server.start();
    redis = RedisClient.create("127.0.0.1", server.ports().getFirst());
  }

  @AfterEach
  void close() throws IOException {
    redis.close();
    server.stop();
  }

  /** One process of the shop, from its start. */
  private WeChatMp process(Mode mode) {
    WeChatMp channel =
        new WeChatMp(
            WeChatHookTest.account(mode),
            () -> Instant.ofEpochSecond(NOW),
            Optional.of(redis),
            Optional.empty());
    channel.start(
        event -> {
          heard.add(event);
          channel.nothingMore(event.id());
        });
    return channel;
  }

  /** In plain mode the signature covers time and nonce only: the nonce is what the message hangs on. */
  private int told(WeChatMp channel, String words, String id, String nonce) {
    return channel.hook().handle(platform.plain(platform.text(words, id), NOW, nonce)).status();
  }

  private int toldSealed(WeChatMp channel, String words, String id, String nonce) {
    return channel.hook().handle(platform.sealed(platform.text(words, id), NOW, nonce)).status();
  }

  @Test
  void aNonceCarriesOneMessageOnEveryNodeAndAfterARestart() {
    WeChatMp one = process(Mode.PLAIN);
    assertThat(told(one, "hi", "1", "once")).isEqualTo(200);
    WeChatMp two = process(Mode.PLAIN);
    assertThat(told(two, "forged", "2", "once")).as("another node").isEqualTo(401);
    one.stop();
    two.stop();
    WeChatMp restarted = process(Mode.PLAIN);
    assertThat(told(restarted, "forged", "2", "once")).as("after a restart").isEqualTo(401);
    assertThat(heard).hasSize(1);
    assertThat(told(restarted, "hi", "1", "once")).as("delivered again").isEqualTo(200);
    assertThat(told(restarted, "new", "3", "another")).isEqualTo(200);
  }

  @Test
  void whatIsKeptTellsNothingAndIsForgottenInTime() {
    told(process(Mode.PLAIN), "我叫梅超风", "1", "n31415926");
    String key = redis.keys("huitouke:wechat-mp:*:nonce:*").iterator().next();
    assertThat(key).doesNotContain("31415926");
    assertThat(redis.get(key)).matches("[0-9a-f]{16}");
    assertThat(redis.ttl(key)).isBetween(590L, SeenNonces.KEPT_SECONDS);
  }

  /** Its signature covers it: nobody has to wait for what the others know. */
  @Test
  void aSealedMessageIsToldToTheOthersALittleLater() throws IOException {
    WeChatMp one = process(Mode.SECURE);
    assertThat(toldSealed(one, "hi", "1", "once")).isEqualTo(200);
    assertThat(toldSealed(one, "hi", "1", "once")).as("delivered again").isEqualTo(200);
    assertThat(toldSealed(one, "another", "2", "once")).isEqualTo(401);
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (redis.keys("huitouke:wechat-mp:*:nonce:*").isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
    server.stop();
    assertThat(toldSealed(one, "still here", "3", "while it is away")).isEqualTo(200);
  }

  @Test
  void aRushIsToldApart() throws Exception {
    List<WeChatMp> nodes = List.of(process(Mode.PLAIN), process(Mode.PLAIN));
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int n = i;
      calls.add(() -> told(nodes.get(n % 2), "text " + n, "id" + n, "nonce" + n));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var told : threads.invokeAll(calls)) {
        assertThat(told.get()).isEqualTo(200);
      }
      calls.clear();
      for (int i = 0; i < 400; i++) {
        int n = i;
        calls.add(() -> told(nodes.get((n + 1) % 2), "forged", "x" + n, "nonce" + n));
      }
      for (var told : threads.invokeAll(calls)) {
        assertThat(told.get()).isEqualTo(401);
      }
    }
    assertThat(heard).hasSize(400);
  }

  @Test
  void withoutRedisEachProcessKeepsItsOwnMemoryAndNobodyWaits() throws Exception {
    WeChatMp one = process(Mode.PLAIN);
    assertThat(told(one, "hi", "1", "once")).isEqualTo(200);
    server.stop();
    long began = System.nanoTime();
    for (int i = 0; i < 50; i++) {
      assertThat(told(one, "hi " + i, "n" + i, "later" + i)).isEqualTo(200);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
    assertThat(told(one, "forged", "2", "once")).isEqualTo(401);
    assertThat(told(one, "forged", "2", "later7")).isEqualTo(401);
    assertThat(told(one, "hi 7", "n7", "later7")).isEqualTo(200);
  }
}
