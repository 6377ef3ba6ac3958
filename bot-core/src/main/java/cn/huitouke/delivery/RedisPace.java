package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Wire;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Token buckets in Redis, shared by all nodes, by Redis' own clock; a bucket that is full again is
 * forgotten. Who asks while another's question is on its way asks with all who wait, in one script.
 * While Redis is away each node keeps its own buckets.
 */
final class RedisPace implements Pace {

  private static final Logger log = LoggerFactory.getLogger(RedisPace.class);
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);
  private static final int MOST_AT_ONCE = 500;

  /**
   * Gives some of the tokens that are asked for, as many as there are; says how many, and how long
   * the next one takes. Tokens are counted in millionths, because Lua hands whole numbers back.
   */
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
      local given = math.max(0, math.min(tonumber(ARGV[4]), math.floor((tokens - kept) / 1000000)))
      tokens = tokens - given * 1000000
      redis.call('HSET', KEYS[1], 't', string.format('%.0f', tokens), 'a', string.format('%.0f', at))
      redis.call('PEXPIRE', KEYS[1], math.ceil((burst - tokens) / rate / 1000) + 1000)
      return {given, math.max(0, math.ceil((1000000 + kept - tokens) / rate))}
      """;

  private record Key(ChannelId account, Wire wire, Lane lane) {}

  /** Who waits for a turn of one lane. */
  private static final class Line {
    final Queue<Asking> waiting = new ConcurrentLinkedQueue<>();
    final ReentrantLock turn = new ReentrantLock();
  }

  /** One letter's question; answered under its line's {@link Line#turn}. */
  private static final class Asking {
    @Nullable Duration pause;
  }

  private final UnifiedJedis redis;
  private final Pace local;
  private final Map<Key, Line> lines = new ConcurrentHashMap<>();
  private volatile long awayUntil = System.nanoTime();

  RedisPace(UnifiedJedis redis, Pace local) {
    this.redis = redis;
    this.local = local;
  }

  @Override
  public Duration take(ChannelId account, Wire wire, Capabilities.Pace pace, Lane lane) {
    Key key = new Key(account, wire, lane);
    Line line = lines.computeIfAbsent(key, _ -> new Line());
    Asking mine = new Asking();
    line.waiting.add(mine);
    line.turn.lock();
    try {
      while (true) {
        Duration pause = mine.pause;
        if (pause != null) {
          return pause;
        }
        answer(key, line, pace);
      }
    } finally {
      line.turn.unlock();
    }
  }

  private void answer(Key key, Line line, Capabilities.Pace pace) {
    List<Asking> asked = new ArrayList<>();
    for (Asking next = line.waiting.poll(); next != null; next = line.waiting.poll()) {
      asked.add(next);
      if (asked.size() == MOST_AT_ONCE) {
        break;
      }
    }
    if (System.nanoTime() - awayUntil >= 0) {
      try {
        give(asked, ask(key, pace, asked.size()), pace);
        return;
      } catch (JedisException e) {
        awayUntil = System.nanoTime() + PAUSE;
        log.warn("Redis does not answer: this node keeps its own pace for a while");
      }
    }
    asked.forEach(one -> one.pause = local.take(key.account(), key.wire(), pace, key.lane()));
  }

  private List<?> ask(Key key, Capabilities.Pace pace, int many) {
    return (List<?>)
        redis.eval(
            TAKE,
            List.of("pace:{" + key.account() + "}:" + key.wire()),
            List.of(
                Double.toString(pace.perSecond()),
                Integer.toString(pace.burst()),
                Double.toString(Pace.kept(pace, key.lane())),
                Integer.toString(many)));
  }

  /** Those for whom there is nothing left come one after the other. */
  private static void give(List<Asking> asked, List<?> answer, Capabilities.Pace pace) {
    long given = (Long) answer.get(0);
    Duration next = Duration.of((Long) answer.get(1), ChronoUnit.MICROS);
    for (int i = 0; i < asked.size(); i++) {
      long behind = i - given;
      asked.get(i).pause =
          behind < 0
              ? Duration.ZERO
              : next.plusNanos((long) Math.ceil(behind * 1e9 / pace.perSecond()));
    }
  }
}
