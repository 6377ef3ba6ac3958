package cn.huitouke.conversation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Notes in Redis, one hash a conversation, shared by all nodes, with a copy in memory that stands in while Redis is away.
 * After a failure Redis is left alone for a while, so that not every message waits for it.
 */
final class RedisSessions implements Sessions {

  private static final Logger log = LoggerFactory.getLogger(RedisSessions.class);
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);
  private static final int LONGEST = 1_000;

  /** Keeps one note, drops those that are over; all go together when the last one is. */
  private static final String KEEP =
      """
      redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
      for i = 4, #ARGV do redis.call('HDEL', KEYS[1], ARGV[i]) end
      if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then
        redis.call('PEXPIRE', KEYS[1], ARGV[1])
      end
      return 1
      """;

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

  /** The notes of one turn: read together, when the first is asked for. */
  private final class Notes implements Session {

    private final String talker;
    private final String name;
    private final List<String> over = new ArrayList<>();
    private @Nullable Session copy;
    private @Nullable Map<String, String> read;

    Notes(String talker) {
      this.talker = talker;
      this.name = "notes:{" + talker + "}";
    }

    @Override
    public Optional<String> note(String key) {
      Map<String, String> notes = read;
      if (notes == null) {
        notes = ask(() -> redis.hgetAll(name)).map(this::open).orElse(null);
        read = notes;
      }
      return notes == null ? copy().note(key) : Optional.ofNullable(notes.get(key));
    }

    @Override
    public void note(String key, String value, Duration life) {
      if (value.length() > LONGEST) {
        throw new IllegalArgumentException("A note has at most " + LONGEST + " characters: " + key);
      }
      copy().note(key, value, life);
      if (read != null) {
        read.put(key, value);
      }
      // the shop's clock can be turned and Redis' cannot: the note carries its own end
      String written = clock.instant().plus(life).toEpochMilli() + "|" + value;
      List<String> arguments = new ArrayList<>(3 + over.size());
      arguments.addAll(List.of(Long.toString(life.toMillis()), key, written));
      over.stream().filter(old -> !old.equals(key)).forEach(arguments::add);
      over.clear();
      ask(() -> redis.eval(KEEP, List.of(name), arguments));
    }

    @Override
    public void forget(String key) {
      copy().forget(key);
      if (read == null || read.remove(key) != null) {
        ask(() -> redis.hdel(name, key));
      }
    }

    private Map<String, String> open(Map<String, String> written) {
      Map<String, String> notes = new HashMap<>();
      long now = clock.millis();
      written.forEach(
          (key, note) -> {
            int bar = note.indexOf('|');
            if (Long.parseLong(note, 0, bar, 10) > now) {
              notes.put(key, note.substring(bar + 1));
            } else {
              over.add(key);
            }
          });
      return notes;
    }

    private Session copy() {
      Session made = copy;
      if (made == null) {
        made = memory.of(talker);
        copy = made;
      }
      return made;
    }
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
