package cn.huitouke.logistics;

import cn.huitouke.desk.Briefing;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Fact;
import cn.huitouke.order.Order;
import cn.huitouke.order.Orders;
import cn.huitouke.schedule.Sweep;
import cn.huitouke.wording.Wording;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Orders that were paid and have not left: shown to a person before the platform's limit is over. */
@Component
class Unshipped implements Sweep {

  static final String KIND = "not-shipped";

  /** More at once are one task: a shop that has not imported for days needs one line, not hundreds. */
  private static final int MOST_TASKS = 10;

  private static final int MOST = 500;
  private static final Duration OLD = Duration.ofDays(20);

  private final JdbcClient jdbc;
  private final Orders orders;
  private final Desk desk;
  private final Wording wording;
  private final LogisticsSettings settings;
  private final SpokenTime spoken;

  Unshipped(
      JdbcClient jdbc, Orders orders, Desk desk, Wording wording, LogisticsSettings settings) {
    this.jdbc = jdbc;
    this.orders = orders;
    this.desk = desk;
    this.wording = wording;
    this.settings = settings;
    this.spoken = new SpokenTime(settings.zone());
  }

  @Override
  public String name() {
    return "unshipped-orders";
  }

  @Override
  public String cron() {
    return "0 17 8-21 * * ?";
  }

  void paid(String order, Instant at) {
    jdbc.sql(
            "INSERT INTO logistics.unshipped (order_number, paid_at) VALUES (:order, :at)"
                + " ON CONFLICT DO NOTHING")
        .param("order", order)
        .param("at", Timestamp.from(at))
        .update();
  }

  /** It has left, or is not to leave any more. */
  void settled(String order) {
    int known =
        jdbc.sql("DELETE FROM logistics.unshipped WHERE order_number = :order")
            .param("order", order)
            .update();
    if (known > 0) {
      desk.close(KIND + ":" + order, "moved", "auto");
    }
  }

  @Override
  public void run(Instant now) {
    List<String> due =
        jdbc.sql(
                "SELECT order_number FROM logistics.unshipped WHERE asked_at IS NULL"
                    + " AND paid_at <= :due ORDER BY paid_at LIMIT :most")
            .param("due", Timestamp.from(now.minus(settings.unshippedAfter())))
            .param("most", MOST)
            .query(String.class)
            .list();
    Map<String, Order> found = orders.find(due);
    List<Order> late = new ArrayList<>();
    for (String number : due) {
      Order order = found.get(number);
      if (order != null && waits(order, now)) {
        late.add(order);
      }
    }
    if (late.size() > MOST_TASKS) {
      openOne(late, now);
    } else {
      late.forEach(order -> open(order, now));
    }
    jdbc.sql("UPDATE logistics.unshipped SET asked_at = :now WHERE order_number = ANY(:orders)")
        .param("now", Timestamp.from(now))
        .param("orders", due.toArray(String[]::new))
        .update();
  }

  private static boolean waits(Order order, Instant now) {
    return order.status() == Order.Status.WAIT_SELLER_SEND
        && !order.presale()
        && !order.noLogistics()
        && order.paidAt().filter(at -> at.isAfter(now.minus(OLD))).isPresent();
  }

  private void open(Order order, Instant now) {
    desk.open(
        KIND + ":" + order.number(),
        KIND,
        orders.customerOf(order.number()),
        briefing(List.of(order), now));
  }

  private void openOne(List<Order> late, Instant now) {
    desk.open(KIND + ":" + spoken.today(now), KIND, Optional.empty(), briefing(late, now));
  }

  private Briefing briefing(List<Order> late, Instant now) {
    Map<String, Object> values = values(late, now);
    boolean several = late.size() > 1;
    Order first = late.getFirst();
    return new Briefing(
        wording.say("watch/not-shipped-title", values),
        wording.say("watch/not-shipped-detail", values),
        Map.of(
            Fact.COUNT, several ? "" + late.size() : "",
            Fact.MIND, several ? "close-by-hand" : "closes-by-itself",
            Fact.ORDERS, String.join(", ", some(late)),
            Fact.GOODS, several ? "" : first.shortTitle(),
            Fact.PAID_AT, several ? "" : first.paidAt().map(Instant::toString).orElse("")));
  }

  private static List<String> some(List<Order> late) {
    return late.stream().limit(20).map(Order::number).toList();
  }

  private Map<String, Object> values(List<Order> late, Instant now) {
    Map<String, Object> values = new HashMap<>();
    values.put("several", late.size() > 1);
    values.put("count", late.size());
    values.put("orders", String.join("、", some(late)));
    values.put("title", late.getFirst().shortTitle());
    values.put("paidTime", late.getFirst().paidAt().map(at -> spoken.at(at, now)).orElse(""));
    values.put("hours", settings.unshippedAfter().toHours());
    return values;
  }
}
