package cn.huitouke.sandbox.shop;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes orders as Taobao's seller backend did about 2021 to 2023, quirks and all. */
final class TaobaoExport {

  private static final String ORDER_HEADINGS =
      """
      订单编号,买家会员名,买家会员昵称,支付单号,支付详情,买家应付货款,买家应付邮费,\
      买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,\
      收货人姓名,收货地址,运送方式,联系电话,联系手机,虚拟号过期时间,订单创建时间,\
      订单付款时间,宝贝标题,宝贝种类,物流单号,物流公司,订单备注,宝贝总数量,店铺Id,\
      店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,\
      特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,\
      修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,新零售交易类型,\
      新零售导购门店名称,新零售导购门店id,新零售发货门店名称,新零售发货门店id,\
      退款金额,预约门店,确认收货时间,打款商家金额,含应开票给个人的个人红包,是否信用购,\
      体验期结束时间,前N有礼,配送类型,直播返现状态,返现金额,延迟发货自动赔付金额,\
      新零售成交门店昵称,新零售成交门店id,新零售成交经销商id,预售订单,发货时间,\
      商家备忘,主订单编号\
      """;

  private static final String ITEM_HEADINGS =
      """
      子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,\
      订单状态,商家编码,支付单号,买家应付货款,买家实际支付金额,退款状态,退款金额,\
      订单创建时间,订单付款时间\
      """;

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ShopDays.ZONE);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ShopDays.ZONE);

  private final List<DemoOrder> orders;

  TaobaoExport(List<DemoOrder> orders) {
    this.orders = orders;
  }

  byte[] orders() {
    return CsvTable.written(ORDER_HEADINGS, orders.stream().map(this::orderRow).toList());
  }

  byte[] items() {
    return CsvTable.written(
        ITEM_HEADINGS,
        orders.stream()
            .flatMap(order -> order.items().stream().map(item -> itemRow(order, item)))
            .toList());
  }

  private Map<String, String> orderRow(DemoOrder order) {
    Map<String, String> row = new HashMap<>();
    money(row, order);
    receiver(row, order);
    goods(row, order);
    row.put("订单编号", text(order.number()));
    row.put("主订单编号", text(order.number()));
    row.put("订单状态", order.stand().wording());
    row.put("买家留言", "null");
    row.put("订单创建时间", SECONDS.format(order.created()));
    row.put("订单付款时间", time(order.paid()));
    row.put("发货时间", time(order.shipped()));
    row.put("订单备注", order.memo());
    row.put("商家备忘", order.memo());
    row.put("店铺Id", "990000008");
    row.put("店铺名称", DemoShop.NAME);
    row.put("订单关闭原因", closedBecause(order));
    row.put("是否手机订单", "手机订单");
    row.put("预售订单", "否");
    if (order.stand() == DemoOrder.Stand.FINISHED) {
      row.put("确认收货时间", time(order.finished()));
    }
    return row;
  }

  private void money(Map<String, String> row, DemoOrder order) {
    row.put("支付单号", payment(order));
    row.put("买家应付货款", yuan(order.total()));
    row.put("买家应付邮费", "0.00");
    row.put("买家支付积分", "0");
    row.put("总金额", yuan(order.total()));
    row.put("返点积分", "0");
    row.put("买家实际支付金额", yuan(order.paidAmount()));
    row.put("买家实际支付积分", "0");
    row.put("卖家服务费", "0");
    row.put("买家服务费", "0元");
    row.put("延迟发货自动赔付金额", "0");
    boolean finished = order.stand() == DemoOrder.Stand.FINISHED;
    row.put("打款商家金额", finished ? yuan(order.total()) + "元" : "0元");
    row.put("退款金额", yuan(refund(order, order.paidAmount())));
  }

  private void receiver(Map<String, String> row, DemoOrder order) {
    DemoBuyer buyer = order.buyer();
    row.put("买家会员名", buyer.nick());
    row.put("买家会员昵称", starred(buyer.nick()));
    row.put("收货人姓名", buyer.receiver().charAt(0) + "**");
    City city = buyer.city();
    row.put("收货地址", city.province() + " " + city.city() + " " + city.district() + " ****");
    row.put("运送方式", "快递");
    row.put("联系手机", "'" + order.exportedPhone());
    if (buyer.hidden()) {
      row.put("虚拟号过期时间", SECONDS.format(order.created().plus(Duration.ofDays(30))));
    }
  }

  private void goods(Map<String, String> row, DemoOrder order) {
    List<DemoItem> items = order.items();
    row.put("宝贝标题", joined(items.stream().map(item -> item.ware().title()).toList(), "，"));
    row.put("宝贝种类", String.valueOf(items.size()));
    row.put("宝贝总数量", String.valueOf(items.stream().mapToInt(DemoItem::count).sum()));
    row.put("物流单号", joined(order.waybills().stream().map(DemoWaybill::number).toList(), ";"));
    row.put(
        "物流公司",
        joined(order.waybills().stream().map(each -> each.express().label()).toList(), ";"));
  }

  private Map<String, String> itemRow(DemoOrder order, DemoItem item) {
    Map<String, String> row = new HashMap<>();
    row.put("子订单编号", text(partNumber(order, item)));
    row.put("主订单编号", text(order.number()));
    row.put("标题", item.ware().title());
    row.put("价格", yuan(item.ware().price()));
    row.put("购买数量", String.valueOf(item.count()));
    row.put("外部系统编号", item.ware().code());
    row.put("商家编码", item.ware().code());
    row.put("商品属性", item.ware().property());
    row.put("备注", order.memo());
    row.put("订单状态", order.stand().wording());
    row.put("支付单号", payment(order));
    row.put("买家应付货款", yuan(item.amount()));
    row.put("买家实际支付金额", order.paid().isPresent() ? yuan(item.amount()) : "0.00");
    boolean refunded = order.stand() == DemoOrder.Stand.REFUNDED;
    row.put("退款状态", refunded ? "退款成功" : "没有申请退款");
    row.put("退款金额", yuan(refund(order, item.amount())));
    row.put("订单创建时间", SECONDS.format(order.created()));
    row.put("订单付款时间", time(order.paid()));
    return row;
  }

  /** A single item bears its order's number; several have numbers of their own. */
  private static String partNumber(DemoOrder order, DemoItem item) {
    if (order.items().size() == 1) {
      return order.number();
    }
    int part = order.items().indexOf(item) + 1;
    return "199000000" + part + order.number().substring(10);
  }

  private static String payment(DemoOrder order) {
    return order
        .paid()
        .map(at -> "'" + DAY.format(at) + "2200140000" + order.number().substring(15))
        .orElse("");
  }

  private static BigDecimal refund(DemoOrder order, BigDecimal amount) {
    return order.stand() == DemoOrder.Stand.REFUNDED ? amount : new BigDecimal("0.00");
  }

  private static String closedBecause(DemoOrder order) {
    return switch (order.stand()) {
      case CLOSED -> "买家未付款";
      case REFUNDED -> "退款";
      case UNPAID, UNSHIPPED, SHIPPED, FINISHED -> "订单未关闭";
    };
  }

  private static String starred(String nick) {
    return nick.charAt(0) + "**" + nick.charAt(nick.length() - 1);
  }

  /** Taobao keeps spreadsheets from rounding long numbers by writing them as formulas. */
  private static String text(String number) {
    return "=\"" + number + "\"";
  }

  private static String yuan(BigDecimal amount) {
    return amount.setScale(2).toPlainString();
  }

  private static String time(Optional<Instant> at) {
    return at.map(SECONDS::format).orElse("");
  }

  private static String joined(List<String> parts, String by) {
    return String.join(by, parts);
  }
}
