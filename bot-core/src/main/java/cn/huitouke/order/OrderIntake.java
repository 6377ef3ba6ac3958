package cn.huitouke.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes in orders and parcels that another system of the shop tells of. */
public interface OrderIntake {

  /** So many at once. */
  int MOST = 500;

  /**
   * Keeps orders as they are told: new ones, and what is new about known ones. An order never goes
   * back on its way, and what is left out stays as it is. Publishes {@link OrderNews}.
   *
   * @return what became of each, in the same order; those that cannot be used are refused alone
   * @throws IllegalArgumentException for more than {@link #MOST}
   */
  List<Taken> take(List<Given> orders);

  /** Keeps parcels of orders that are known; like {@link #take}. */
  List<Taken> ship(List<GivenParcel> parcels);

  /**
   * An order as somebody tells it; whatever is empty is not told.
   *
   * @param number the platform's order number: 6 to 40 letters, digits, {@code _} and {@code -}
   * @param source {@code taobao}, {@code pdd} … or the name of the other system
   */
  record Given(
      String number,
      String source,
      Optional<Order.Status> status,
      Optional<BigDecimal> paidAmount,
      Optional<BigDecimal> refundAmount,
      Optional<Instant> createdAt,
      Optional<Instant> paidAt,
      Optional<Instant> shippedAt,
      Optional<Instant> finishedAt,
      Optional<String> closeReason,
      boolean presale,
      GivenReceiver receiver,
      List<GivenLine> lines,
      List<GivenParcel> parcels) {

    public Given {
      lines = List.copyOf(lines);
      parcels = List.copyOf(parcels);
    }
  }

  /** Who receives it; empty strings where nothing is told. Personal: kept sealed. */
  record GivenReceiver(
      String nick,
      String name,
      String phone,
      String province,
      String city,
      String district,
      String address) {

    /** Nothing of it belongs into a log. */
    @Override
    public String toString() {
      return "GivenReceiver[sealed]";
    }
  }

  /** One line. */
  record GivenLine(
      String title, String sku, Optional<BigDecimal> price, int quantity, String merchantCode) {}

  /**
   * A parcel.
   *
   * @param carrier its name or its code; empty: told from the number where that is possible
   */
  record GivenParcel(String order, String number, String carrier, Optional<Instant> shippedAt) {}

  /**
   * What became of one.
   *
   * @param reason why it was refused; else empty
   */
  record Taken(String number, Became became, String reason) {}

  /** What became of it. */
  enum Became {
    CREATED,
    UPDATED,
    UNCHANGED,
    REFUSED
  }
}
