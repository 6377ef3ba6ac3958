package cn.huitouke.sandbox.wechat;

import java.time.Instant;

/**
 * One callback that came to its end.
 *
 * @param openid about whom
 * @param kind the message type, or of an event its name
 * @param attempts how often it was posted
 * @param end how it ended
 * @param at when it ended, in the sandbox's time
 */
public record PushedCallback(String openid, String kind, int attempts, End end, Instant at) {

  /** How a callback ends. */
  public enum End {
    /** {@code success} or an empty body. */
    ACCEPTED,
    /** A passive reply came on the screen. */
    REPLIED,
    /** No valid answer in all attempts. */
    FAILED
  }
}
