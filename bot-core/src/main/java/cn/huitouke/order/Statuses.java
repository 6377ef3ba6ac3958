package cn.huitouke.order;

import cn.huitouke.order.Order.Status;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The platforms' words for where an order stands. */
final class Statuses {

  private record Rule(Status status, Pattern words) {}

  /** First hit wins. */
  private static final List<Rule> RULES =
      List.of(
          new Rule(Status.CLOSED, Pattern.compile("退款成功|关闭|取消|已退款")),
          new Rule(Status.FINISHED, Pattern.compile("交易成功|已收货|已完成|交易完成|已签收|^完成$")),
          new Rule(
              Status.WAIT_SELLER_SEND,
              Pattern.compile("等待(卖家|商家)?发货|待发货|部分发货|等待出库|待出库|备货|配货|已付款|待审核|已审核")),
          new Rule(Status.WAIT_BUYER_CONFIRM, Pattern.compile("已发货|待签收|等待买家确认|等待确认收货|待收货|已出库")),
          new Rule(Status.WAIT_BUYER_PAY, Pattern.compile("等待买家付款|待付款|等待付款|未付款|待支付")));

  private Statuses() {}

  static Optional<Status> of(String words) {
    return RULES.stream()
        .filter(rule -> rule.words().matcher(words).find())
        .map(Rule::status)
        .findFirst();
  }
}
