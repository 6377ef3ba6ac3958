package cn.huitouke.care;

import java.time.Instant;

/**
 * How a message comes.
 *
 * @param notBefore when it may go
 * @param joined whether it follows something that was just said
 * @param early whether it comes before its time
 * @param leaves whether it is to be sent at all, and not only written down
 */
record Manner(Instant notBefore, boolean joined, boolean early, boolean leaves) {

  /** At its time. */
  static Manner usual(Instant now) {
    return new Manner(now, false, false, true);
  }

  /** For the books. */
  static Manner unsent(Instant now) {
    return new Manner(now, false, false, false);
  }

  /** Behind an answer, before its time. */
  static Manner behind(Instant at) {
    return new Manner(at, true, true, true);
  }

  /** Before its time, but not in the same talk. */
  static Manner early(Instant at) {
    return new Manner(at, false, true, true);
  }
}
