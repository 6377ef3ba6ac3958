package cn.huitouke.order;

import cn.huitouke.order.Found.Amounts;
import cn.huitouke.order.Found.Item;
import cn.huitouke.order.Found.Shipment;
import cn.huitouke.order.Found.Times;
import cn.huitouke.order.sheet.Cell;
import cn.huitouke.order.sheet.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads rows under given headings. One a file: it counts an order's like items. */
final class RowReader {

  private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9_-]{6,40}");
  private static final Pattern NO_PARCEL = Pattern.compile("无需物流|无须物流|虚拟");
  private static final int LONGEST_TEXT = 2000;

  private final Headings headings;
  private final String source;
  private final Items items = new Items();

  RowReader(Headings headings, String source) {
    this.headings = headings;
    this.source = source;
  }

  /** What the row says; several when it merges several orders. Throws {@link Refused}. */
  List<Found> read(Row row) throws Refused {
    refuseShifted(row);
    Cells cells = new Cells(headings, row);
    List<String> numbers =
        Arrays.stream(cells.id(Field.NUMBER).split("[,，;；、\\s]+"))
            .filter(n -> !n.isEmpty())
            .toList();
    if (numbers.isEmpty()) {
      throw cells.refused(Field.NUMBER, "没有订单编号，请补上或删掉这一行");
    }
    for (String number : numbers) {
      if (!NUMBER.matcher(number).matches()) {
        throw cells.refused(Field.NUMBER, "这不像订单编号，请用平台导出的原文件");
      }
    }
    boolean merged = numbers.size() > 1;
    Found first = found(cells, numbers.getFirst(), merged);
    return merged
        ? numbers.stream().map(number -> renamed(first, number)).toList()
        : List.of(first);
  }

  private void refuseShifted(Row row) throws Refused {
    for (int i = headings.width(); i < row.cells().size(); i++) {
      if (!row.cell(i).isBlank()) {
        throw new Refused("", "这一行比表头多出几格，内容可能错位了：请用平台导出的原文件");
      }
    }
    if (row.cells().stream().anyMatch(cell -> cell.kind() == Cell.Kind.GARBLED)) {
      int column = 0;
      while (row.cell(column).kind() != Cell.Kind.GARBLED) {
        column++;
      }
      throw new Refused(headings.name(column), "这一行的文字编码和文件开头不一样（几个文件拼在一起了？）：请分别导入原文件");
    }
  }

  private static Found renamed(Found f, String number) {
    return new Found(
        number,
        f.source(),
        f.listed(),
        f.status(),
        f.amounts(),
        f.province(),
        f.city(),
        f.times(),
        f.closeReason(),
        f.presale(),
        f.noLogistics(),
        f.titles(),
        f.quantity(),
        f.person(),
        f.item(),
        f.shipments(),
        f.allShipments());
  }

  private Found found(Cells cells, String number, boolean merged) throws Refused {
    boolean listed = !headings.isItemList();
    String title = cells.text(Field.TITLE);
    String shipping = cells.text(Field.SHIPPING) + cells.text(Field.CARRIER);
    boolean noLogistics = NO_PARCEL.matcher(shipping).find() || title.contains("无需物流");
    Region region = Region.of(cells);
    Times times =
        new Times(
            cells.time(Field.CREATED),
            cells.time(Field.PAID),
            cells.time(Field.SHIPPED),
            cells.time(Field.FINISHED));
    List<Shipment> shipments = shipments(cells);
    return new Found(
        number,
        source,
        listed,
        status(cells, listed),
        listed && !merged ? amounts(cells) : Amounts.NONE,
        region.province(),
        region.city(),
        times,
        closeReason(cells),
        cells.text(Field.PRESALE).equals("是")
            || !cells.text(Field.STAGES).isEmpty()
            || title.contains("【预售】"),
        noLogistics,
        headings.hasLines() || title.isEmpty() ? null : title,
        merged ? 0 : cells.count(Field.TOTAL_QUANTITY, 0),
        person(cells, region, listed),
        headings.hasLines() && !merged ? item(cells, number, title) : null,
        shipments,
        listed && source.equals("taobao") && !shipments.isEmpty());
  }

  private static Order.@Nullable Status status(Cells cells, boolean listed) throws Refused {
    String text = cells.text(Field.STATUS);
    Optional<Order.Status> status = Statuses.of(text);
    if (status.isEmpty() && !text.isEmpty() && listed) {
      throw cells.refused(Field.STATUS, "看不懂这个订单状态，请用平台导出的原文件");
    }
    return status.orElse(null);
  }

  private Amounts amounts(Cells cells) throws Refused {
    BigDecimal paid = cells.amount(Field.PAID_AMOUNT);
    BigDecimal refund = cells.amount(Field.REFUND);
    if (refund == null && cells.text(Field.REFUND_STATUS).contains("退款成功")) {
      refund = paid;
    }
    return new Amounts(cells.amount(Field.GOODS_AMOUNT), cells.amount(Field.POSTAGE), paid, refund);
  }

  private static @Nullable String closeReason(Cells cells) {
    String reason = cells.text(Field.CLOSE_REASON);
    return reason.isEmpty() || reason.equals("订单未关闭") ? null : reason;
  }

  private static Person person(Cells cells, Region region, boolean listed) throws Refused {
    if (!listed) {
      return Person.NOBODY;
    }
    String phone = cells.id(Field.PHONE);
    boolean virtual = Person.isVirtual(phone);
    String changed = cells.text(Field.CHANGED_ADDRESS);
    return new Person(
        orNull(cells.text(Field.NICK)),
        orNull(cells.text(Field.NAME)),
        virtual ? null : orNull(phone),
        virtual ? phone : null,
        orNull(changed.isEmpty() ? cells.text(Field.ADDRESS) : changed),
        orNull(region.district()),
        orNull(cells.text(Field.MESSAGE)),
        orNull(cells.text(Field.MEMO)));
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text.substring(0, Math.min(LONGEST_TEXT, text.length()));
  }

  private @Nullable Item item(Cells cells, String number, String title) throws Refused {
    if (title.isEmpty()) {
      return null;
    }
    String sku = cells.text(Field.SKU);
    sku = sku.startsWith("商品规格:") ? sku.substring("商品规格:".length()) : sku;
    BigDecimal price = cells.amount(Field.PRICE);
    int quantity = cells.count(Field.QUANTITY, 1);
    if (price == null
        && cells.amount(Field.GOODS_AMOUNT) instanceof BigDecimal goods
        && quantity > 0) {
      price = goods.divide(BigDecimal.valueOf(quantity), 2, RoundingMode.HALF_UP);
    }
    boolean refunded = headings.isItemList() && cells.text(Field.REFUND_STATUS).contains("退款成功");
    BigDecimal refund = refunded ? cells.amount(Field.REFUND) : null;
    return items.item(
        number,
        orNull(cells.id(Field.SUB_NUMBER)),
        title.substring(0, Math.min(LONGEST_TEXT, title.length())),
        sku,
        price,
        quantity,
        cells.text(Field.MERCHANT_CODE),
        refund == null ? BigDecimal.ZERO.setScale(2) : refund);
  }

  private static List<Shipment> shipments(Cells cells) throws Refused {
    String numbers = cells.id(Field.WAYBILL);
    if (numbers.isEmpty() || !numbers.chars().anyMatch(c -> c >= '0' && c <= '9')) {
      return List.of();
    }
    return Carriers.shipments(numbers, cells.text(Field.CARRIER))
        .orElseThrow(() -> cells.refused(Field.WAYBILL, "这不像快递单号，请在平台核对后重新导出"));
  }

  /** Why a row cannot be imported. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final String column;

    Refused(String column, String reason) {
      super(reason, null, false, false);
      this.column = column;
    }

    Refusal at(long row) {
      return new Refusal(row, column, String.valueOf(getMessage()));
    }
  }
}
