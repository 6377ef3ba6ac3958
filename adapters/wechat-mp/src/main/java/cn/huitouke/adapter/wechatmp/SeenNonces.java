package cn.huitouke.adapter.wechatmp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Remembers which nonce came with which message, so that a signature that somebody overheard cannot
 * carry another one. A repeated delivery of the same message passes.
 *
 * <p>Nonces are kept for at least ten minutes, which is longer than any timestamp is believed, in
 * two halves that take turns; a half that is full gives way early, so that memory has a bound. Both
 * sides are digests salted with the account's secrets: nobody outside can aim at a collision, and
 * other processes of the shop come to the same ones. What this process does not remember is asked of
 * {@link RedisNonces}, where there is Redis and the signature does not cover the message itself.
 */
final class SeenNonces {

  static final long KEPT_SECONDS = 600;
  private static final int STRIPES = 16;
  private static final int MOST_PER_STRIPE = 32_768;

  private final Stripe[] stripes = new Stripe[STRIPES];

  private final WeChatCrypt crypt;
  private final byte[] salt;
  private final Optional<RedisNonces> shared;

  SeenNonces(WeChatCrypt crypt, Optional<RedisNonces> shared) {
    this.crypt = crypt;
    this.salt = crypt.secretSalt();
    this.shared = shared;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  /**
   * Notes the pair.
   *
   * @param message the message as it was before sealing, which a second sealing does not change
   * @param covered whether a signature over nonce and message was checked: then nobody who overheard
   *     it can put another message in its place, and the other processes are only told
   * @return false if the nonce came with another message before
   */
  boolean fresh(String nonce, byte[] message, boolean covered, long nowSeconds) {
    long key =
        crypt.fingerprint(salt, nonce.getBytes(StandardCharsets.UTF_8)) | 1; // 0 marks a free place
    long value = crypt.fingerprint(salt, message);
    Stripe stripe = stripes[(int) (key >>> 60)];
    if (covered) {
      boolean fresh = stripe.fresh(key, value, nowSeconds);
      shared.filter(_ -> fresh).ifPresent(others -> others.note(key, value));
      return fresh;
    }
    // Nothing is noted here that the others know to be wrong: it would keep the right one out.
    boolean others =
        shared.isEmpty() || !stripe.clashes(key, value) && shared.get().fresh(key, value);
    return others && stripe.fresh(key, value, nowSeconds);
  }

  /** A sixteenth of the memory, so that threads seldom meet. */
  private static final class Stripe {

    private Half young = new Half(0);
    private Half old = new Half(0);

    synchronized boolean clashes(long key, long value) {
      return young.clashes(key, value) || old.clashes(key, value);
    }

    synchronized boolean fresh(long key, long value, long now) {
      if (now - young.since >= KEPT_SECONDS || young.size >= MOST_PER_STRIPE) {
        old = now - young.since >= 2 * KEPT_SECONDS ? new Half(now) : young;
        young = new Half(now);
      }
      int at = young.find(key);
      if (young.keys[at] == key) {
        return young.values[at] == value;
      }
      boolean another = old.clashes(key, value);
      if (!another) {
        young.put(key, value);
      }
      return !another;
    }
  }

  /** An open-addressed table of pairs, at most half full. */
  private static final class Half {

    final long since;
    long[] keys = new long[64];
    long[] values = new long[64];
    int size;

    Half(long since) {
      this.since = since;
    }

    int find(long key) {
      int mask = keys.length - 1;
      int at = (int) (key >>> 8) & mask;
      while (keys[at] != 0 && keys[at] != key) {
        at = at + 1 & mask;
      }
      return at;
    }

    boolean clashes(long key, long value) {
      int at = find(key);
      return keys[at] == key && values[at] != value;
    }

    void put(long key, long value) {
      if (++size > keys.length / 2) {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new long[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
          if (oldKeys[i] != 0) {
            place(oldKeys[i], oldValues[i]);
          }
        }
      }
      place(key, value);
    }

    private void place(long key, long value) {
      int at = find(key);
      keys[at] = key;
      values[at] = value;
    }
  }
}
