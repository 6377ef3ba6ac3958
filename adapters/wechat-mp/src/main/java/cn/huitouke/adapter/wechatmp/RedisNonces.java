package cn.huitouke.adapter.wechatmp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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

  private final UnifiedJedis redis;
  private final String prefix;
  private final ConcurrentLinkedQueue<Question> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock turn = new ReentrantLock();
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
    boolean answered;
    boolean fresh = true;

    Question(String key, String message) {
      this.key = key;
      this.message = message;
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
    HexFormat hex = HexFormat.of();
    Question mine = new Question(prefix + hex.toHexDigits(nonce), hex.toHexDigits(message));
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

  /** The first to come stays: what is read back is our own message, or another's. */
  private void ask(List<Question> asked) {
    SetParams once =
        SetParams.setParams().nx().px(TimeUnit.SECONDS.toMillis(SeenNonces.KEPT_SECONDS));
    List<Response<String>> kept = new ArrayList<>(asked.size());
    try (AbstractPipeline way = redis.pipelined()) {
      for (Question question : asked) {
        way.set(question.key, question.message, once);
        kept.add(way.get(question.key));
      }
    }
    for (int i = 0; i < asked.size(); i++) {
      String message = kept.get(i).get();
      asked.get(i).fresh = message == null || message.equals(asked.get(i).message);
    }
  }
}
