package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Wire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Token buckets in Redis, shared by all nodes. One script a message, by Redis' own clock; a bucket
 * that is full again is forgotten. While Redis is away each node keeps its own buckets.
 */
final class RedisPace implements Pace {

  private static final Logger log = LoggerFactory.getLogger(RedisPace.class);
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);

  /** Tokens are counted in millionths, because Lua hands whole numbers back. */
  private static final String TAKE =
      """
      local now = redis.call('TIME')
      local at = now[1] * 1000000 + now[2]
      local rate, burst, kept = tonumber(ARGV[1]), tonumber(ARGV[2]) * 1000000, tonumber(ARGV[3]) * 1000000
      local held = redis.call('HMGET', KEYS[1], 't', 'a')
      local tokens = burst
      if held[1] then
        tokens = math.min(burst, tonumber(held[1]) + math.max(0, at - tonumber(held[2])) * rate)
      end
      local missing = 1000000 + kept - tokens
      if missing <= 0 then tokens = tokens - 1000000 end
      redis.call('HSET', KEYS[1], 't', string.format('%.0f', tokens), 'a', string.format('%.0f', at))
      redis.call('PEXPIRE', KEYS[1], math.ceil((burst - tokens) / rate / 1000) + 1000)
      if missing <= 0 then return 0 end
      return math.ceil(missing / rate)
      """;

  private final UnifiedJedis redis;
  private final Pace local;
  private volatile long awayUntil = System.nanoTime();

  RedisPace(UnifiedJedis redis, Pace local) {
    this.redis = redis;
    this.local = local;
  }

  @Override
  public Duration take(ChannelId account, Wire wire, Capabilities.Pace pace, Lane lane) {
    if (System.nanoTime() - awayUntil >= 0) {
      try {
        Object micros =
            redis.eval(
                TAKE,
                List.of("pace:{" + account + "}:" + wire),
                List.of(
                    Double.toString(pace.perSecond()),
                    Integer.toString(pace.burst()),
                    Double.toString(Pace.kept(pace, lane))));
        return Duration.of((Long) micros, java.time.temporal.ChronoUnit.MICROS);
      } catch (JedisException e) {
        awayUntil = System.nanoTime() + PAUSE;
        log.warn("Redis does not answer: this node keeps its own pace for a while");
      }
    }
    return local.take(account, wire, pace, lane);
  }
}
