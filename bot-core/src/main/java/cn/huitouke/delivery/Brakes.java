package cn.huitouke.delivery;

import cn.huitouke.customer.CustomerId;
import java.time.Instant;

/**
 * The complaint brake. While a customer has a matter open, nothing unasked (care, community,
 * marketing) goes to them on any channel, also not what is planned already; facts and answers go on.
 */
public interface Brakes {

  /** What kind of matter it is; each has its own sentence. */
  enum Kind {
    COMPLAINT,
    RETURN,
    BAD_RATING
  }

  /**
   * Stops what is unasked. When it returns, nothing more of it leaves. The same cause twice is one.
   *
   * @param cause natural and unique for this customer, for example {@code case:17}
   */
  void pull(CustomerId customer, String cause, Kind kind, Instant at);

  /** The matter is closed; what waited and is still worth sending goes on when no other is open. */
  void release(CustomerId customer, String cause, Instant at);

  /** Whether any matter is open. */
  boolean pulled(CustomerId customer);
}
