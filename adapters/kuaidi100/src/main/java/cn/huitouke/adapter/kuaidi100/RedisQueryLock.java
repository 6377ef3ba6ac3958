package cn.huitouke.adapter.kuaidi100;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The lock shared by all nodes. This process's own memory is asked first, so that it holds when Redis
 * is down or was emptied. Times are the shop's, not Redis': a turned clock turns the lock too.
 */
public final class RedisQueryLock implements QueryLock {

  private static final Logger LOG = LoggerFactory.getLogger(RedisQueryLock.class);

  /** One sorted set a number, one member a question, scored with its time in milliseconds. */
  private static final String TAKE =
      """
      local now, apart, day, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
      redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - day)
      if redis.call('ZCARD', KEYS[1]) >= most then
        return tonumber(redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]) + day - now
      end
      local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2]
      if last and now < tonumber(last) + apart then
        return tonumber(last) + apart - now
      end
      redis.call('ZADD', KEYS[1], now, ARGV[1])
      redis.call('PEXPIRE', KEYS[1], day)
      return 0
      """;

  private final UnifiedJedis redis;
  private final InstantSource clock;
  private final QueryLock own;

  public RedisQueryLock(UnifiedJedis redis, InstantSource clock) {
    this.redis = redis;
    this.clock = clock;
    this.own = QueryLock.inMemory(clock);
  }

  @Override
  public Duration take(String number) {
    Duration wait = own.take(number);
    return wait.isPositive() ? wait : takeShared(number);
  }

  private Duration takeShared(String number) {
    List<String> limits =
        List.of(
            Long.toString(clock.millis()),
            Long.toString(APART.toMillis()),
            Long.toString(DAY.toMillis()),
            Integer.toString(MOST_A_DAY));
    try {
      Object millis = redis.eval(TAKE, List.of("kuaidi100:asked:" + number), limits);
      return Duration.ofMillis(((Number) millis).longValue());
    } catch (JedisException e) {
      LOG.warn("Redis is away; the query lock is kept by this process alone: {}", e.toString());
      return Duration.ZERO;
    }
  }
}
