package cn.huitouke.order;

import cn.huitouke.tracking.Waybill;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An order as the engine may see it: nothing here identifies a person but the province and city.
 *
 * @param number the platform's order number
 * @param source taobao, pdd, jd, youzan, jushuitan …
 * @param noLogistics nothing is shipped (an electronic card)
 */
public record Order(
    String number,
    String source,
    Status status,
    BigDecimal paidAmount,
    BigDecimal refundAmount,
    String province,
    String city,
    Optional<Instant> createdAt,
    Optional<Instant> paidAt,
    Optional<Instant> shippedAt,
    Optional<Instant> finishedAt,
    boolean presale,
    boolean noLogistics,
    List<Line> lines,
    List<Waybill> waybills) {

  /** Where an order stands. */
  public enum Status {
    WAIT_BUYER_PAY,
    WAIT_SELLER_SEND,
    WAIT_BUYER_CONFIRM,
    FINISHED,
    CLOSED
  }

  /** One line. */
  public record Line(
      String title, String sku, BigDecimal price, int quantity, String merchantCode) {}

  /** A short name of what is in it, for messages: the first title's first words, up to 12 characters. */
  public String shortTitle() {
    String title = lines.isEmpty() ? "" : lines.getFirst().title();
    if (title.codePointCount(0, title.length()) <= 12) {
      return title;
    }
    int end = title.offsetByCodePoints(0, 12);
    int word = title.charAt(end) == ' ' ? end : title.lastIndexOf(' ', end);
    return title.substring(0, word >= 4 ? word : end).strip() + "…";
  }
}
