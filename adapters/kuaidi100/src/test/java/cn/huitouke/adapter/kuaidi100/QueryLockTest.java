package cn.huitouke.adapter.kuaidi100;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.tck.tracking.TurnedByHand;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.embedded.RedisServer;

class QueryLockTest {

  private static final String NUMBER = "YT9900000000011";

  private final TurnedByHand clock = new TurnedByHand();

  @Test
  void oneQuestionInHalfAnHour() {
    QueryLock lock = QueryLock.inMemory(clock);

    assertThat(lock.take(NUMBER)).isZero();
    clock.pass(Duration.ofMinutes(10));
    assertThat(lock.take(NUMBER)).isEqualTo(Duration.ofMinutes(20));
    assertThat(lock.take("YT9900000000022")).isZero();
    clock.pass(Duration.ofMinutes(20));
    assertThat(lock.take(NUMBER)).isZero();
  }

  @Test
  void fortyQuestionsADay() {
    QueryLock lock = QueryLock.inMemory(clock);

    assertThat(takenInADay(lock)).isEqualTo(40);
    clock.pass(QueryLock.DAY);
    assertThat(lock.take(NUMBER)).isZero();
  }

  @Test
  void twoNodesShareTheLockAndLosingRedisKeepsIt() throws IOException {
    RedisServer server = new RedisServer(freePort());
    server.start();
    try (RedisClient redis = RedisClient.create("127.0.0.1", server.ports().getFirst())) {
      QueryLock one = new RedisQueryLock(redis, clock);
      QueryLock other = new RedisQueryLock(redis, clock);

      assertThat(one.take(NUMBER)).isZero();
      clock.pass(Duration.ofMinutes(1));
      assertThat(other.take(NUMBER)).isEqualTo(Duration.ofMinutes(29));

      redis.flushAll();
      assertThat(one.take(NUMBER)).isPositive();

      clock.pass(Duration.ofHours(30));
      assertThat(takenInADay(one)).isEqualTo(40);

      server.stop();
      assertThat(one.take("YT9900000000033")).isZero();
      assertThat(one.take("YT9900000000033")).isPositive();
    } finally {
      server.stop();
    }
  }

  private int takenInADay(QueryLock lock) {
    return (int)
        IntStream.range(0, 48)
            .filter(
                _ -> {
                  boolean taken = lock.take(NUMBER).isZero();
                  clock.pass(Duration.ofMinutes(30));
                  return taken;
                })
            .count();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
