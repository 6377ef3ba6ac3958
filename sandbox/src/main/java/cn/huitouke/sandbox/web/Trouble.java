package cn.huitouke.sandbox.web;

import java.time.Duration;

/**
 * Something that goes wrong on the platform's side.
 *
 * @param kind what
 * @param path only calls whose path contains it; empty means every call
 * @param times for how many calls; {@link Integer#MAX_VALUE} until cleared
 * @param delay for {@link Kind#SLOW} how long, for {@link Kind#STALE_TIMESTAMP} how old
 * @param errcode for {@link Kind#ERRCODE}
 * @param delivered for {@link Kind#SILENCE_AFTER_READ} whether the request took effect
 */
public record Trouble(
    Kind kind, String path, int times, Duration delay, int errcode, boolean delivered) {

  /** The kinds. The last four concern callbacks, the others calls to the platform. */
  public enum Kind {
    SLOW,
    HTTP_500,
    ERRCODE,
    MALFORMED,
    SILENCE_AFTER_READ,
    TOKEN_REVOKED,
    DUPLICATE,
    BAD_SIGNATURE,
    STALE_TIMESTAMP,
    DROP_RESPONSE;

    /** Whether it concerns the callbacks that the platform pushes. */
    public boolean ofCallbacks() {
      return compareTo(DUPLICATE) >= 0;
    }
  }

  /** The answer comes late (real time), but the call takes effect. */
  public static Trouble slow(Duration delay) {
    return new Trouble(Kind.SLOW, "", 1, delay, 0, true);
  }

  /** An error page with status 500; no effect. */
  public static Trouble http500() {
    return plain(Kind.HTTP_500);
  }

  /** {@code -1}: the system is busy. */
  public static Trouble busy() {
    return errcode(-1);
  }

  /** The platform refuses with this code; no effect. */
  public static Trouble errcode(int errcode) {
    return new Trouble(Kind.ERRCODE, "", 1, Duration.ZERO, errcode, false);
  }

  /** Status 200 with something that is no JSON; no effect. */
  public static Trouble malformed() {
    return plain(Kind.MALFORMED);
  }

  /** The request is read, then the connection breaks. */
  public static Trouble silence(boolean delivered) {
    return new Trouble(Kind.SILENCE_AFTER_READ, "", 1, Duration.ZERO, 0, delivered);
  }

  /** Somebody else's refresh makes every token of before invalid. */
  public static Trouble tokenRevoked() {
    return plain(Kind.TOKEN_REVOKED);
  }

  /** Each callback is posted twice, byte for byte. */
  public static Trouble duplicate() {
    return plain(Kind.DUPLICATE);
  }

  /** The callback's signature is wrong. */
  public static Trouble badSignature() {
    return plain(Kind.BAD_SIGNATURE);
  }

  /** The callback is rightly signed, but long ago. */
  public static Trouble staleTimestamp(Duration age) {
    return new Trouble(Kind.STALE_TIMESTAMP, "", 1, age, 0, false);
  }

  /** The platform does not get our answer to its callback. */
  public static Trouble dropResponse() {
    return plain(Kind.DROP_RESPONSE);
  }

  private static Trouble plain(Kind kind) {
    return new Trouble(kind, "", 1, Duration.ZERO, 0, false);
  }

  /** The same, only where the path contains this. */
  public Trouble on(String part) {
    return new Trouble(kind, part, times, delay, errcode, delivered);
  }

  /** The same, for so many calls. */
  public Trouble times(int calls) {
    return new Trouble(kind, path, calls, delay, errcode, delivered);
  }

  /** The same, until cleared. */
  public Trouble untilCleared() {
    return times(Integer.MAX_VALUE);
  }
}
