package cn.huitouke.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.UnifiedJedis;
import redis.embedded.RedisServer;

@SuppressWarnings("deprecation") // the one constructor that every version has
class SessionsTest {

  private volatile Instant now = Instant.parse("2026-11-21T04:00:00Z");

  @Test
  void aNoteIsKeptForItsLifeByTheShopsClock() {
    Session session = new MemorySessions(10, () -> now).of("mei");
    session.note("ask:tail", "1", Duration.ofMinutes(5));
    assertThat(session.note("ask:tail")).contains("1");
    now = now.plus(Duration.ofMinutes(6));
    assertThat(session.note("ask:tail")).isEmpty();
  }

  @Test
  void memoryKeepsOnlyTheLatestUsed() {
    Sessions sessions = new MemorySessions(2, () -> now);
    for (String who : new String[] {"a", "b", "c"}) {
      sessions.of(who).note("x:y", who, Duration.ofHours(1));
    }
    assertThat(sessions.of("a").note("x:y")).isEmpty();
    assertThat(sessions.of("c").note("x:y")).contains("c");
  }

  @Test
  void notesAreInRedisAndOutliveItInMemory() throws IOException {
    RedisServer server = new RedisServer(freePort());
    server.start();
    try (UnifiedJedis redis = connect(server)) {
      Sessions here = new RedisSessions(redis, new MemorySessions(10, () -> now), () -> now);
      Sessions there = new RedisSessions(redis, new MemorySessions(10, () -> now), () -> now);
      here.of("mei").note("ask:tail", "which|one", Duration.ofMinutes(5));
      assertThat(there.of("mei").note("ask:tail")).contains("which|one");
      there.of("mei").forget("ask:tail");
      assertThat(there.of("mei").note("ask:tail")).isEmpty();
      here.of("mei").note("ask:tail", "again", Duration.ofMinutes(5));
      server.stop();
      assertThat(here.of("mei").note("ask:tail")).contains("again");
      long begun = System.nanoTime();
      for (int i = 0; i < 1000; i++) {
        here.of("mei").note("ask:tail");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void aTurnThatUsesNoNoteNeedsNoRedis() {
    try (UnifiedJedis nowhere =
        new JedisPooled(
            new HostAndPort("127.0.0.1", 1), DefaultJedisClientConfig.builder().build())) {
      new RedisSessions(nowhere, new MemorySessions(10, () -> now), () -> now).of("mei");
    }
  }

  private static UnifiedJedis connect(RedisServer server) {
    return new JedisPooled(
        new HostAndPort("127.0.0.1", server.ports().getFirst()),
        DefaultJedisClientConfig.builder().timeoutMillis(500).build());
  }

  private static int freePort() throws IOException {
    try (var socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
