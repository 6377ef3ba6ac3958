package cn.huitouke.order;

import cn.huitouke.conversation.Verdict;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.desk.Briefing;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Fact;
import cn.huitouke.wording.Wording;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What is said about binding, to the customer and to the operators. */
@Component
class BindingReplies {

  static final String KIND = "confirm-binding";

  private final Orders orders;
  private final Desk desk;
  private final Wording wording;
  private final ObjectProvider<BoundGreeting> greetings;

  BindingReplies(
      Orders orders, Desk desk, Wording wording, ObjectProvider<BoundGreeting> greetings) {
    this.orders = orders;
    this.desk = desk;
    this.wording = wording;
    this.greetings = greetings;
  }

  Verdict askTail() {
    return Verdict.say(wording.say("binding/ask-tail", Map.of()));
  }

  Verdict which() {
    return Verdict.say(wording.say("binding/which", Map.of()));
  }

  Verdict notMatched() {
    return Verdict.say(wording.say("binding/not-matched", Map.of()));
  }

  Verdict unknownCode() {
    return Verdict.say(wording.say("binding/unknown-code", Map.of()));
  }

  Verdict bound(CustomerId customer, List<String> bound, int along, boolean someWrong) {
    String said =
        wording.say("binding/bound", values(bound, along, someWrong)) + greeting(customer, bound);
    boolean well =
        !someWrong && greetings.stream().anyMatch(greeting -> greeting.well(customer, bound));
    return well ? Verdict.gladly(said) : Verdict.say(said);
  }

  Verdict claimed(CustomerId customer, JdbcBindings.Claimed claimed) {
    List<String> order = List.of(claimed.order());
    return switch (claimed.outcome()) {
      case Outcome.Bound bound when claimed.known() ->
          Verdict.say(
              wording.say("binding/already-yours", values(order, bound.along(), false))
                  + greeting(customer, order));
      case Outcome.Bound bound -> bound(customer, order, bound.along(), false);
      case Outcome.Taken _, Outcome.Wrong _, Outcome.Locked _ -> taken(customer, claimed.order());
    };
  }

  Verdict taken(CustomerId customer, String order) {
    ask(customer, order, "taken", "核对后，这笔订单已绑定在另一位顾客名下");
    return Verdict.say(wording.say("binding/taken", Map.of()));
  }

  Verdict locked(CustomerId customer, String order) {
    ask(customer, order, "locked", "一小时内核对错了五次，已锁定一天");
    return Verdict.say(wording.say("binding/locked", Map.of()));
  }

  Verdict toPerson(CustomerId customer, List<String> open) {
    open.forEach(order -> ask(customer, order, "no-proof", "顾客说不出收货手机尾号和实付金额"));
    return Verdict.say(wording.say("binding/to-person", Map.of()));
  }

  private void ask(CustomerId customer, String order, String why, String words) {
    boolean known = orders.find(order).isPresent();
    String mind = known ? "" : "。注意：系统里没有这个订单号，请核对顾客是否输错，或先导入最新的订单报表";
    desk.open(
        "binding:" + order + ":" + customer,
        KIND,
        Optional.of(customer),
        new Briefing(
            "请确认订单 " + order + " 是不是这位顾客的",
            words + mind + "。确认后订单会绑定给这位顾客。",
            Map.of(Fact.WHY, why, Fact.MIND, known ? "" : "unknown-order", Fact.ORDERS, order)));
  }

  /** What an operator's confirmation tells the customer. */
  String confirmed(CustomerId customer, String order) {
    return wording.say("binding/confirmed", values(List.of(order), 0, false))
        + greeting(customer, List.of(order));
  }

  private Map<String, Object> values(List<String> bound, int along, boolean someWrong) {
    List<Map<String, Object>> lines =
        bound.stream()
            .map(
                number ->
                    Map.<String, Object>of(
                        "number",
                        number.substring(Math.max(0, number.length() - 4)),
                        "title",
                        orders.find(number).map(Order::shortTitle).orElse("")))
            .toList();
    return Map.of("orders", lines, "hasMore", along > 0, "more", along, "someWrong", someWrong);
  }

  private String greeting(CustomerId customer, List<String> bound) {
    return greetings
        .orderedStream()
        .flatMap(greeting -> greeting.after(customer, bound).stream())
        .flatMap(text -> Stream.of("\n\n", text))
        .collect(Collectors.joining());
  }
}
