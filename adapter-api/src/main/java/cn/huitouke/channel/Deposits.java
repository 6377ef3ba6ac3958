package cn.huitouke.channel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a platform keeps for us. For adapters of platforms that show pictures and the like only by a
 * name of their own: each thing is given to the platform once and then called by that name, however
 * many messages show it, until the name ends or the platform knows it no longer. The two thousand used
 * last are remembered, while the process lives. Thread-safe.
 */
public final class Deposits {

  private static final int MOST_REMEMBERED = 2_000;

  private final InstantSource clock;
  private final Map<String, Deposit> kept = Recent.used(MOST_REMEMBERED);
  private final ReentrantLock[] turns = new ReentrantLock[32];
  private volatile Named last = new Named("", "");

  public Deposits(InstantSource clock) {
    this.clock = clock;
    Arrays.setAll(turns, _ -> new ReentrantLock());
  }

  /**
   * One thing that the platform has.
   *
   * @param name the platform's
   * @param until from when it is given anew: a little earlier than the platform says, because the
   *     message that names it is still to be sent
   */
  public record Deposit(String name, Instant until) {}

  /** Gives the platform one thing. */
  @FunctionalInterface
  public interface Giving {
    Deposit give() throws NotUploaded;
  }

  private record Named(String reference, String digest) {}

  /**
   * The platform's name of a thing. However many want the same at once, one of them gives it.
   *
   * @param kind things of one kind share their names; where the platform takes one thing for two
   *     purposes under conditions of their own, it is two
   * @param reference as {@link ShopMedia} reads it
   * @param gone names that the platform has just refused: one that is remembered is not among them, or
   *     the thing is given anew
   */
  public String name(String kind, String reference, Set<String> gone, Giving giving)
      throws NotUploaded {
    String key = kind + " " + digest(reference);
    ReentrantLock turn = turns[Math.floorMod(key.hashCode(), turns.length)];
    turn.lock();
    try {
      Deposit before = kept.get(key);
      if (before != null
          && clock.instant().isBefore(before.until())
          && !gone.contains(before.name())) {
        return before.name();
      }
      Deposit made = giving.give();
      kept.put(key, made);
      return made.name();
    } finally {
      turn.unlock();
    }
  }

  /** A broadcast shows one picture, the very same text of megabytes, to everybody in turn. */
  private String digest(String reference) {
    Named named = last;
    if (!named.reference().equals(reference)) {
      named = new Named(reference, sha256(reference));
      last = named;
    }
    return named.digest();
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
