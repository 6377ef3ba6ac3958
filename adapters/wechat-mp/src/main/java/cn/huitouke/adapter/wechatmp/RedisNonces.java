package cn.huitouke.adapter.wechatmp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * What every process of the shop, and the one before the restart, has heard under which nonce.
 * Whoever asks while another's question is on its way shares the next way with all who wait, so that
 * a rush costs few round trips. Where Redis is gone, each process is left with its own memory, and
 * asks again only now and then: a customer shall not wait for a server that does not answer.
 */
final class RedisNonces {

  private static final Logger log = LoggerFactory.getLogger(RedisNonces.class);
  private static final long PAUSE = Duration.ofSeconds(5).toNanos();
  private static final int MOST_AT_ONCE = 500;
  private static final long LINGER = Duration.ofMillis(20).toNanos();

  private final UnifiedJedis redis;
  private final String prefix;
  private final ConcurrentLinkedQueue<Question> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock turn = new ReentrantLock();
  private final AtomicBoolean lingering = new AtomicBoolean();
  private boolean down;
  private volatile long againAt = System.nanoTime();

  RedisNonces(UnifiedJedis redis, String appId) {
    this.redis = redis;
    this.prefix = "huitouke:wechat-mp:" + appId + ":nonce:";
  }

  /** One nonce with its message; answered under {@link #turn}. */
  private static final class Question {
    final String key;
    final String message;
    final boolean awaited;
    boolean answered;
    boolean fresh = true;

    Question(String key, String message, boolean awaited) {
      this.key = key;
      this.message = message;
      this.awaited = awaited;
    }
  }

  /**
   * Notes the pair.
   *
   * @return false if anybody heard another message under this nonce in the last ten minutes; true
   *     where Redis cannot say
   */
  boolean fresh(long nonce, long message) {
    if (System.nanoTime() - againAt < 0) {
      return true;
    }
    Question mine = question(nonce, message, true);
    waiting.add(mine);
    turn.lock();
    try {
      while (!mine.answered) {
        answer();
      }
    } finally {
      turn.unlock();
    }
    return mine.fresh;
  }

  /**
   * Notes the pair a little later, in one way with all that come meanwhile: for a message that its
   * nonce's signature covers. Whoever sends another one validly under the same nonce has the token,
   * and could as well have taken a new nonce; so nobody waits, and the log speaks of it.
   */
  void note(long nonce, long message) {
    if (System.nanoTime() - againAt < 0) {
      return;
    }
    waiting.add(question(nonce, message, false));
    if (lingering.compareAndSet(false, true)) {
      Thread.ofVirtual().name("nonces").start(this::answerLater);
    }
  }

  private void answerLater() {
    LockSupport.parkNanos(LINGER);
    lingering.set(false); // who comes from here on is answered here, or by a thread of their own
    turn.lock();
    try {
      while (!waiting.isEmpty()) {
        answer();
      }
    } finally {
      turn.unlock();
    }
  }

  private Question question(long nonce, long message, boolean awaited) {
    HexFormat hex = HexFormat.of();
    return new Question(prefix + hex.toHexDigits(nonce), hex.toHexDigits(message), awaited);
  }

  private void answer() {
    List<Question> asked = new ArrayList<>();
    for (Question next = waiting.poll(); next != null; next = waiting.poll()) {
      asked.add(next);
      next.answered = true;
      if (asked.size() == MOST_AT_ONCE) {
        break;
      }
    }
    if (System.nanoTime() - againAt < 0) {
      return; // those before us have just found it gone
    }
    try {
      ask(asked);
      if (down) {
        down = false;
        log.info("Redis is back: nonces are shared again");
      }
    } catch (JedisException e) {
      againAt = System.nanoTime() + PAUSE;
      if (!down) {
        down = true;
        log.warn("Redis is down ({}): nonces are kept in memory", e.getClass().getName());
      }
    }
  }

  /** The first to come stays: what does not go in is there already, as our own message or another's. */
  private void ask(List<Question> asked) {
    SetParams once =
        SetParams.setParams().nx().px(TimeUnit.SECONDS.toMillis(SeenNonces.KEPT_SECONDS));
    List<@Nullable String> noted =
        onOneWay(asked, (way, one) -> way.set(one.key, one.message, once));
    List<Question> known = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      if (noted.get(i) == null) {
        known.add(asked.get(i));
      }
    }
    if (known.isEmpty()) {
      return;
    }
    List<@Nullable String> kept = onOneWay(known, (way, one) -> way.get(one.key));
    for (int i = 0; i < known.size(); i++) {
      String message = kept.get(i);
      Question one = known.get(i);
      one.fresh = message == null || message.equals(one.message);
      if (!one.fresh && !one.awaited) {
        log.warn("A nonce came with another message on another node: who else has the token?");
      }
    }
  }

  private List<@Nullable String> onOneWay(
      List<Question> asked, BiFunction<AbstractPipeline, Question, Response<String>> command) {
    List<Response<String>> answers = new ArrayList<>(asked.size());
    try (AbstractPipeline way = redis.pipelined()) {
      asked.forEach(question -> answers.add(command.apply(way, question)));
    }
    List<@Nullable String> plain = new ArrayList<>(asked.size());
    answers.forEach(answer -> plain.add(answer.get()));
    return plain;
  }
}
