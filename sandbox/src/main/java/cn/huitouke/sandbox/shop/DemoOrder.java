package cn.huitouke.sandbox.shop;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One order of the demo shop, as it stands at some time.
 *
 * @param number 19 digits
 * @param exportedPhone the phone as an export shows it: {@code 160****0001} or {@code
 *     16099000002-7002}
 * @param memo the shop's own note, or empty
 * @param finished when the customer confirmed, or the order was closed
 */
public record DemoOrder(
    String number,
    DemoBuyer buyer,
    List<DemoItem> items,
    Stand stand,
    String exportedPhone,
    String memo,
    Instant created,
    Optional<Instant> paid,
    Optional<Instant> shipped,
    Optional<Instant> finished,
    List<DemoWaybill> waybills) {

  public DemoOrder {
    items = List.copyOf(items);
    waybills = List.copyOf(waybills);
  }

  /** How far an order has come, in Taobao's words. */
  public enum Stand {
    UNPAID("等待买家付款"),
    UNSHIPPED("买家已付款，等待卖家发货"),
    SHIPPED("卖家已发货，等待买家确认"),
    FINISHED("交易成功"),
    CLOSED("交易关闭"),
    REFUNDED("交易关闭");

    private final String wording;

    Stand(String wording) {
      this.wording = wording;
    }

    public String wording() {
      return wording;
    }
  }

  /** How the order stands at that time: what ships later has no waybill yet. */
  DemoOrder asOf(Instant now) {
    if (shipped.filter(at -> at.isAfter(now)).isEmpty()) {
      return this;
    }
    return new DemoOrder(
        number,
        buyer,
        items,
        Stand.UNSHIPPED,
        exportedPhone,
        memo,
        created,
        paid,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** What the goods cost, in yuan. */
  public BigDecimal total() {
    return items.stream().map(DemoItem::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** In yuan; zero while nothing was paid. */
  public BigDecimal paidAmount() {
    return paid.isPresent() ? total() : new BigDecimal("0.00");
  }

  /** The four digits by which shop and carrier know this customer: visible tail or extension. */
  public String tail() {
    return exportedPhone.substring(exportedPhone.length() - 4);
  }
}
