package cn.huitouke.broadcast;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * What came of a broadcast within seven days of its start.
 *
 * @param until how far it has been counted
 * @param complete whether the seven days are over
 * @param sides wording A, wording B where there are two, and those left out
 */
public record Report(Instant until, boolean complete, List<Side> sides) {

  public Report {
    sides = List.copyOf(sides);
  }

  /**
   * Some of the people.
   *
   * @param name {@code A}, {@code B} or {@code HELD_OUT}
   * @param replied who said something
   * @param buyers who ordered, how often, for how much
   * @param unsubscribed who asked for less
   * @param unfollowed who left
   */
  public record Side(
      String name,
      int people,
      int replied,
      int buyers,
      int orders,
      BigDecimal spent,
      int unsubscribed,
      int unfollowed) {

    /** In percent, one digit behind the point. */
    public double buyerShare() {
      return people == 0 ? 0 : Math.round(1000.0 * buyers / people) / 10.0;
    }

    /** In percent, one digit behind the point. */
    public double replyShare() {
      return people == 0 ? 0 : Math.round(1000.0 * replied / people) / 10.0;
    }
  }

  /**
   * By how much more buyers there are among those who got it, in percentage points, with the half width of
   * its 95 % interval.
   */
  public record Uplift(double points, double plusMinus) {

    /** Whether chance alone hardly explains it. */
    public boolean clear() {
      return Math.abs(points) > plusMinus;
    }
  }

  private static final int ENOUGH = 30;

  /** Empty where there is nobody left out, or too few to say. */
  public java.util.Optional<Uplift> uplift() {
    double[] got = {0, 0};
    double[] not = {0, 0};
    for (Side side : sides) {
      double[] sum = side.name().equals("HELD_OUT") ? not : got;
      sum[0] += side.people();
      sum[1] += side.buyers();
    }
    if (got[0] < ENOUGH || not[0] < ENOUGH) {
      return java.util.Optional.empty();
    }
    double p = got[1] / got[0];
    double q = not[1] / not[0];
    double spread = 1.96 * Math.sqrt(p * (1 - p) / got[0] + q * (1 - q) / not[0]);
    return java.util.Optional.of(new Uplift(tenth(p - q), tenth(spread)));
  }

  private static double tenth(double share) {
    return Math.round(1000 * share) / 10.0;
  }
}
