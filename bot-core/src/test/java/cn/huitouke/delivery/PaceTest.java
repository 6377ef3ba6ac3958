package cn.huitouke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Capabilities;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.UnifiedJedis;
import redis.embedded.RedisServer;

@SuppressWarnings("deprecation") // the one constructor that every version has
class PaceTest {

  private static final Capabilities.Pace TEN = new Capabilities.Pace(10, 20);

  @Test
  void aBurstGoesAtOnceAndThenAsFastAsTheRate() {
    AtomicLong nanos = new AtomicLong();
    Pace pace = new LocalPace(nanos::get);
    for (int i = 0; i < 20; i++) {
      assertThat(take(pace, Lane.REPLY)).isZero();
    }
    assertThat(take(pace, Lane.REPLY)).isEqualTo(Duration.ofMillis(100));
    nanos.addAndGet(Duration.ofMillis(100).toNanos());
    assertThat(take(pace, Lane.REPLY)).isZero();
  }

  @Test
  void aBroadcastLeavesRoomForReplies() {
    Pace pace = new LocalPace(() -> 0);
    int sent = 0;
    while (take(pace, Lane.BROADCAST).isZero()) {
      sent++;
    }
    assertThat(sent).isEqualTo(14);
    assertThat(take(pace, Lane.REPLY)).isZero();
  }

  @Test
  void nodesShareABucketInRedisAndHaveTheirOwnWithoutIt() throws IOException {
    RedisServer server = new RedisServer(freePort());
    server.start();
    try (UnifiedJedis redis =
        new JedisPooled(
            new HostAndPort("127.0.0.1", server.ports().getFirst()),
            DefaultJedisClientConfig.builder().timeoutMillis(500).build())) {
      Pace here = new RedisPace(redis, new LocalPace(System::nanoTime));
      Pace there = new RedisPace(redis, new LocalPace(System::nanoTime));
      Capabilities.Pace slow = new Capabilities.Pace(0.01, 4);
      assertThat(here.take(TestPlatform.ID, TestPlatform.SERVICE, slow, Lane.REPLY)).isZero();
      assertThat(there.take(TestPlatform.ID, TestPlatform.SERVICE, slow, Lane.REPLY)).isZero();
      assertThat(here.take(TestPlatform.ID, TestPlatform.SERVICE, slow, Lane.REPLY)).isZero();
      assertThat(there.take(TestPlatform.ID, TestPlatform.SERVICE, slow, Lane.REPLY)).isZero();
      assertThat(here.take(TestPlatform.ID, TestPlatform.SERVICE, slow, Lane.REPLY))
          .isBetween(Duration.ofSeconds(80), Duration.ofSeconds(100));
      server.stop();
      assertThat(here.take(TestPlatform.ID, TestPlatform.SERVICE, slow, Lane.REPLY)).isZero();
    }
  }

  /** A hundred a second with a burst of ten: what many threads get in their rush is exactly that. */
  @Test
  void aRushOverTwoNodesGetsNoMoreThanItsShare() throws Exception {
    RedisServer server = new RedisServer(freePort());
    server.start();
    Capabilities.Pace hundred = new Capabilities.Pace(100, 10);
    AtomicInteger sent = new AtomicInteger();
    try (UnifiedJedis redis =
        new JedisPooled(
            new HostAndPort("127.0.0.1", server.ports().getFirst()),
            DefaultJedisClientConfig.builder().timeoutMillis(5_000).build())) {
      Pace here = new RedisPace(redis, new LocalPace(System::nanoTime));
      Pace there = new RedisPace(redis, new LocalPace(System::nanoTime));
      long begun = System.nanoTime();
      long end = begun + Duration.ofSeconds(2).toNanos();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 60; i++) {
          Pace mine = i % 2 == 0 ? here : there;
          threads.submit(() -> sendUntil(end, mine, hundred, sent));
        }
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      assertThat(sent.get()).isLessThanOrEqualTo((int) (10 + 100 * seconds));
      assertThat(sent.get()).isGreaterThan(150); // and hardly any turn is lost
    } finally {
      server.stop();
    }
  }

  private static void sendUntil(long end, Pace pace, Capabilities.Pace rate, AtomicInteger sent) {
    while (System.nanoTime() < end) {
      Duration pause = pace.take(TestPlatform.ID, TestPlatform.SERVICE, rate, Lane.REPLY);
      if (pause.isZero()) {
        sent.incrementAndGet();
      } else {
        LockSupport.parkNanos(pause.toNanos());
      }
    }
  }

  private static Duration take(Pace pace, Lane lane) {
    return pace.take(TestPlatform.ID, TestPlatform.SERVICE, TEN, lane);
  }

  private static int freePort() throws IOException {
    try (var socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
