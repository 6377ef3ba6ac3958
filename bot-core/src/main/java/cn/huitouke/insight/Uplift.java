package cn.huitouke.insight;

/**
 * How much more often those buy who hear a plan than those who do not, with an interval of 95 %.
 *
 * <p>The interval is the hybrid score interval for the difference of two independent proportions,
 * method 10 of R. G. Newcombe, "Interval estimation for the difference between independent
 * proportions", Statistics in Medicine 17 (1998) 873-890, built of E. B. Wilson's score intervals
 * (1927). It stays within -1 and 1 and is honest for few customers and for none or all of them buying.
 *
 * @param difference the first share less the second
 * @param low where the difference may begin
 * @param high where it may end
 */
public record Uplift(double difference, double low, double high, Verdict verdict) {

  /** What may be said of it. */
  public enum Verdict {
    /** Too few on one of the sides to say anything. */
    TOO_FEW,
    /** It may be chance. */
    CANNOT_TELL,
    BETTER,
    WORSE
  }

  /** Below so many on either side nothing is said, whatever the interval. */
  static final long FEW = 30;

  /** The normal quantile of 97.5 %. */
  private static final double Z = 1.959963984540054;

  /**
   * @param bought of {@code of} who hear it
   * @param otherBought of {@code others} who do not
   */
  static Uplift of(long bought, long of, long otherBought, long others) {
    if (of == 0 || others == 0) {
      return new Uplift(0, -1, 1, Verdict.TOO_FEW);
    }
    double p = (double) bought / of;
    double q = (double) otherBought / others;
    double low = p - q - Math.hypot(p - wilson(p, of, -1), wilson(q, others, 1) - q);
    double high = p - q + Math.hypot(wilson(p, of, 1) - p, q - wilson(q, others, -1));
    return new Uplift(p - q, low, high, verdict(low, high, Math.min(of, others)));
  }

  private static Verdict verdict(double low, double high, long least) {
    if (least < FEW) {
      return Verdict.TOO_FEW;
    }
    if (low > 0) {
      return Verdict.BETTER;
    }
    return high < 0 ? Verdict.WORSE : Verdict.CANNOT_TELL;
  }

  /** One end of Wilson's score interval of a share. */
  private static double wilson(double share, long of, int side) {
    double spread = Z * Math.sqrt(Z * Z / (4.0 * of * of) + share * (1 - share) / of);
    return (share + Z * Z / (2.0 * of) + side * spread) / (1 + Z * Z / of);
  }
}
