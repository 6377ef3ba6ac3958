package cn.huitouke.adapter.wechatmp;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * The access token that several processes of the shop share, and who of them fetches the next.
 * Without Redis each process keeps its own, which {@code stable_token} allows.
 */
final class RedisTokens {

  private static final Logger log = LoggerFactory.getLogger(RedisTokens.class);
  private static final String RELEASE =
      "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return"
          + " 0";

  private final UnifiedJedis redis;
  private final String key;
  private final String turn;
  private final AtomicBoolean down = new AtomicBoolean();

  RedisTokens(UnifiedJedis redis, String appId) {
    this.redis = redis;
    this.key = "huitouke:wechat-mp:" + appId + ":access-token";
    this.turn = key + ":turn";
  }

  Optional<Tokens.Token> read() {
    return tried(() -> Optional.ofNullable(redis.get(key)).flatMap(RedisTokens::parsed))
        .flatMap(token -> token);
  }

  private static Optional<Tokens.Token> parsed(String text) {
    int space = text.indexOf(' ');
    try {
      return Optional.of(
          new Tokens.Token(
              text.substring(space + 1),
              Instant.ofEpochSecond(Long.parseLong(text.substring(0, space)))));
    } catch (IndexOutOfBoundsException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  void write(Tokens.Token token, Duration life) {
    tried(
        () ->
            redis.set(
                key,
                token.until().getEpochSecond() + " " + token.value(),
                SetParams.setParams().px(Math.max(1, life.toMillis()))));
  }

  /** Whether it is this process's turn to fetch; always so where Redis is down. */
  boolean takeTurn(String who, Duration atMost) {
    return tried(
            () -> redis.set(turn, who, SetParams.setParams().nx().px(atMost.toMillis())) != null)
        .orElse(true);
  }

  void giveTurnBack(String who) {
    tried(() -> redis.eval(RELEASE, List.of(turn), List.of(who)));
  }

  private <T> Optional<T> tried(Supplier<T> call) {
    try {
      Optional<T> answer = Optional.ofNullable(call.get());
      if (down.getAndSet(false)) {
        log.info("Redis is back: access tokens are shared again");
      }
      return answer;
    } catch (JedisException e) {
      if (!down.getAndSet(true)) {
        log.warn("Redis is down ({}): access tokens are kept in memory", e.getClass().getName());
      }
      return Optional.empty();
    }
  }
}
