package cn.huitouke.order;

import cn.huitouke.customer.CustomerId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What customers bought, in sum, for whoever looks customers up. */
public interface Trades {

  /** The buyers that pass, by number, the highest first, below {@code before}. */
  List<Trade> page(Filter filter, long before, int limit);

  /** What these customers bought. Who bought nothing is not in it. */
  Map<CustomerId, Trade> of(Collection<CustomerId> customers);

  /** What these customers ordered, from one time until before another. Who did not is not in it. */
  Map<CustomerId, Trade> between(Collection<CustomerId> customers, Instant from, Instant until);

  /**
   * The customers behind an order number, a waybill number, a whole phone number or a whole
   * nickname of the shop's platform.
   */
  List<CustomerId> search(String words);

  /** The newest orders of all, also those that are nobody's yet, older than {@code before}. */
  List<String> newest(Optional<Instant> before, int limit);

  /** Under which name each of them had something sent last. Personal: show it masked. */
  Map<CustomerId, String> names(Collection<CustomerId> customers);

  /** Who receives an order. Personal: show it masked, or log that it was shown. */
  Optional<Receiver> receiver(String order);

  /** A customer's purchases in sum; closed and unpaid orders do not count. */
  record Trade(CustomerId customer, int orders, BigDecimal spent, Instant last) {}

  /**
   * Which buyers.
   *
   * @param orders at least so many
   * @param spent at least so much, refunds taken off
   * @param boughtSince the latest order is not older; empty: any
   * @param notSince the latest order is older; empty: any
   * @param product part of a title they bought; empty: any
   * @param province where an order went, its beginning; empty: any
   */
  record Filter(
      int orders,
      BigDecimal spent,
      Optional<Instant> boughtSince,
      Optional<Instant> notSince,
      String product,
      String province) {

    public static final Filter ALL =
        new Filter(0, BigDecimal.ZERO, Optional.empty(), Optional.empty(), "", "");

    /** Whether everybody passes, also who never bought. */
    public boolean everybody() {
      return equals(ALL);
    }
  }

  /** Who receives an order, as far as the export shows it; empty strings where it does not. */
  record Receiver(String name, String phone, String address) {

    /** Nothing of it belongs into a log. */
    @Override
    public String toString() {
      return "Receiver[sealed]";
    }
  }
}
