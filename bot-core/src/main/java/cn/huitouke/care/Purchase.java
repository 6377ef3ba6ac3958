package cn.huitouke.care;

import cn.huitouke.customer.CustomerId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An order as care sees it.
 *
 * @param off why there is nothing to care for, or empty
 * @param nth the how-manieth order of the customer it is, from 1; 0 while nobody's
 * @param latest whether the customer has ordered nothing since
 * @param gap the customer's usual gap between orders; zero when there is none yet
 */
record Purchase(
    String number,
    Optional<CustomerId> customer,
    String source,
    BigDecimal amount,
    String province,
    Optional<Instant> paidAt,
    Optional<Instant> shippedAt,
    Optional<Instant> finishedAt,
    Optional<Instant> deliveredAt,
    String off,
    List<Line> lines,
    int nth,
    boolean latest,
    Duration gap) {

  Purchase {
    lines = List.copyOf(lines);
  }

  /** A line of it. */
  record Line(String title, String sku, String code, int quantity) {}
}
