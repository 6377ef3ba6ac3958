package cn.huitouke.channel;

import java.util.function.IntFunction;

/**
 * A message of ours that is several of the platform's ({@link Capabilities.Beside#APART}), said one
 * after the other. For adapters; whatever is to be uploaded is uploaded before.
 */
public final class Parts {

  private Parts() {}

  /**
   * Says each part when the platform has taken the one before it.
   *
   * @param taken how many the platform took at an earlier attempt, fewer than all
   * @param parts how many there are
   * @param say says the part with this number, counted from 0
   * @return what became of the first part said, if all were taken; else of the one that was not
   */
  public static SendOutcome inTurn(int taken, int parts, IntFunction<SendOutcome> say) {
    SendOutcome first = say.apply(taken);
    SendOutcome outcome = first;
    for (int i = taken + 1; outcome instanceof SendOutcome.Accepted; i++) {
      if (i == parts) {
        return first;
      }
      taken = i;
      outcome = say.apply(i);
    }
    return brokenOff(taken, parts, outcome);
  }

  /**
   * What becomes of the whole when a part is not taken. Without any part before it, nothing was sent;
   * else it is neither sent nor not sent: the words are with the customer, the picture is not.
   *
   * @param taken how many parts the platform took before that one
   */
  public static SendOutcome brokenOff(int taken, int parts, SendOutcome why) {
    return taken == 0
        ? why
        : new SendOutcome.Uncertain(
            "part %d of %d did not follow: %s".formatted(taken + 1, parts, why));
  }
}
