package cn.huitouke.care;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * For whom a plan is. What is left out does not matter.
 *
 * @param channels platforms, one of which the customer has to be on
 * @param vipLevels names of levels, one of which the customer has to have
 */
record Condition(
    Words products,
    Optional<Boolean> firstOrder,
    int minOrders,
    int maxOrders,
    Optional<BigDecimal> minAmount,
    Optional<BigDecimal> maxAmount,
    Set<String> sources,
    Set<String> channels,
    Set<String> vipLevels) {

  static final Condition NONE =
      new Condition(
          Words.EVERY,
          Optional.empty(),
          0,
          Integer.MAX_VALUE,
          Optional.empty(),
          Optional.empty(),
          Set.of(),
          Set.of(),
          Set.of());

  Condition {
    sources = Set.copyOf(sources);
    channels = Set.copyOf(channels);
    vipLevels = Set.copyOf(vipLevels);
  }

  /** The lines of an order that it is about; none when the order does not fulfil it. */
  List<Purchase.Line> fitting(Purchase order) {
    boolean fits =
        firstOrder.filter(first -> first != (order.nth() == 1)).isEmpty()
            && order.nth() >= minOrders
            && order.nth() <= maxOrders
            && minAmount.filter(min -> order.amount().compareTo(min) < 0).isEmpty()
            && maxAmount.filter(max -> order.amount().compareTo(max) > 0).isEmpty()
            && (sources.isEmpty() || sources.contains(order.source()));
    return fits ? order.lines().stream().filter(products::fits).toList() : List.of();
  }
}
