package cn.huitouke.conversation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * Notes in Redis, shared by all nodes, with a copy in memory that stands in while Redis is away.
 * After a failure Redis is left alone for a while, so that not every message waits for it.
 */
final class RedisSessions implements Sessions {

  private static final Logger log = LoggerFactory.getLogger(RedisSessions.class);
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);
  private static final int LONGEST = 1_000;

  private final UnifiedJedis redis;
  private final Sessions memory;
  private final InstantSource clock;
  private volatile long awayUntil = System.nanoTime();

  RedisSessions(UnifiedJedis redis, Sessions memory, InstantSource clock) {
    this.redis = redis;
    this.memory = memory;
    this.clock = clock;
  }

  @Override
  public Session of(String talker) {
    return new Notes(talker);
  }

  private final class Notes implements Session {

    private final String talker;
    private @Nullable Session copy;

    Notes(String talker) {
      this.talker = talker;
    }

    @Override
    public Optional<String> note(String key) {
      return RedisSessions.this
          .<Optional<String>>ask(() -> read(redis.get(name(key))))
          .orElseGet(() -> copy().note(key));
    }

    @Override
    public void note(String key, String value, Duration life) {
      if (value.length() > LONGEST) {
        throw new IllegalArgumentException("A note has at most " + LONGEST + " characters: " + key);
      }
      copy().note(key, value, life);
      // the shop's clock can be turned and Redis' cannot: the note carries its own end
      String written = clock.instant().plus(life).toEpochMilli() + "|" + value;
      ask(() -> redis.set(name(key), written, SetParams.setParams().px(life.toMillis())));
    }

    @Override
    public void forget(String key) {
      copy().forget(key);
      ask(() -> redis.del(name(key)));
    }

    private Session copy() {
      Session made = copy;
      if (made == null) {
        made = memory.of(talker);
        copy = made;
      }
      return made;
    }

    private String name(String key) {
      return "note:{" + talker + "}:" + key;
    }
  }

  private Optional<String> read(@Nullable String written) {
    if (written == null) {
      return Optional.empty();
    }
    int bar = written.indexOf('|');
    Instant until = Instant.ofEpochMilli(Long.parseLong(written.substring(0, bar)));
    return until.isAfter(clock.instant())
        ? Optional.of(written.substring(bar + 1))
        : Optional.empty();
  }

  /** Empty when Redis is away. */
  private <T> Optional<T> ask(Supplier<T> question) {
    if (System.nanoTime() - awayUntil < 0) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(question.get());
    } catch (JedisException e) {
      awayUntil = System.nanoTime() + PAUSE;
      log.warn("Redis does not answer: notes of conversations stay in memory for a while");
      return Optional.empty();
    }
  }
}
