package cn.huitouke.care;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.care.CareStage.Post.Sent;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Letter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A year of a small shop: nobody is pestered, nothing is said twice, nothing after it is off. */
class CareYearTest {

  private static final String[] WARES = {
    "凤庆古树滇红 蜜香金芽 250g 罐装",
    "勐海老树熟普 陈香茶饼 357g",
    "手工柴烧土陶茶壶 300ml",
    "建水紫陶品茗杯 对杯礼盒",
    "高山羊肚菌干货 50g 煲汤",
    "漾濞薄皮核桃 5斤装",
    "野坝子蜂蜜 结晶蜜 500g"
  };
  private static final int CUSTOMERS = 40;

  private final Random dice = new Random(7);
  private final Map<Instant, List<Runnable>> plan = new TreeMap<>();
  private final Map<String, Instant> refunded = new TreeMap<>();

  @Test
  void aYearPassesWithoutPilesRepeatsOrGhosts() {
    try (CareStage shop = new CareStage("huitouke.care.hold-out-from=0")) {
      for (int c = 1; c <= CUSTOMERS; c++) {
        buysThroughTheYear(shop, new CustomerId(c), 1 + dice.nextInt(6));
      }
      Instant end = shop.now().plus(Duration.ofDays(365));
      while (shop.now().isBefore(end)) {
        Instant next = shop.now().plus(Duration.ofHours(3));
        plan.entrySet().stream()
            .filter(e -> e.getKey().isAfter(shop.now()) && !e.getKey().isAfter(next))
            .forEach(e -> e.getValue().forEach(Runnable::run));
        shop.clock.turnTo(next);
        shop.sweepAll();
        if (dice.nextInt(20) == 0) {
          shop.sweepAll(); // fired twice
        }
      }
      check(shop);
    }
  }

  private void buysThroughTheYear(CareStage shop, CustomerId customer, int orders) {
    for (int n = 1; n <= orders; n++) {
      String order = "90" + customer.value() + "-" + n;
      Instant paid = shop.now().plus(Duration.ofHours(dice.nextInt(340 * 24)));
      String ware = WARES[dice.nextInt(WARES.length)];
      String other = WARES[dice.nextInt(WARES.length)];
      at(paid, () -> shop.pays(customer, order, ware, other));
      at(paid.plus(Duration.ofHours(20)), () -> shop.ships(order));
      if (dice.nextInt(6) > 0) {
        at(paid.plus(Duration.ofDays(3 + dice.nextInt(4))), () -> shop.arrives(order));
      }
      if (dice.nextInt(8) == 0) {
        Instant back = paid.plus(Duration.ofDays(5 + dice.nextInt(10)));
        refunded.put(order, back);
        at(back, () -> shop.refunds(order));
      }
    }
  }

  private void at(Instant time, Runnable what) {
    plan.computeIfAbsent(time, _ -> new ArrayList<>()).add(what);
  }

  private void check(CareStage shop) {
    assertThat(shop.post.postedTwice).isEmpty();
    assertThat(shop.post.sent).hasSizeGreaterThan(300);
    for (int c = 1; c <= CUSTOMERS; c++) {
      List<Sent> theirs = shop.post.of(new CustomerId(c));
      for (int i = 1; i < theirs.size(); i++) {
        assertThat(Duration.between(theirs.get(i - 1).at(), theirs.get(i).at()))
            .as("between %s and %s", theirs.get(i - 1).letter().id(), theirs.get(i).letter().id())
            .isGreaterThanOrEqualTo(Duration.ofHours(20));
      }
      assertThat(busiestMonth(theirs)).as("customer %d", c).isLessThanOrEqualTo(9);
    }
    shop.post.sent.forEach(
        (id, sent) -> {
          String[] parts = id.split(":");
          Instant back = refunded.get(parts[2]);
          assertThat(back == null || sent.at().isBefore(back)).as(id).isTrue();
          assertThat(sent.at()).as(id).isBefore(sent.letter().worthUntil());
        });
    heldOutStaysHeldOut(shop);
    System.getLogger("care")
        .log(
            System.Logger.Level.INFO,
            "sent {0}, withheld {1}, withdrawn {2}, by plan {3}",
            shop.post.sent.size(),
            shop.post.withheld.size(),
            shop.post.withdrawn.size(),
            shop.book().figures(Instant.EPOCH));
  }

  private static void heldOutStaysHeldOut(CareStage shop) {
    for (CareBook.PlanView plan : shop.book().plans()) {
      List<CustomerId> held =
          shop.book().heldOut(plan.id(), 100).stream().map(CareBook.HeldOut::customer).toList();
      assertThat(
              shop.post.sent.values().stream()
                  .map(Sent::letter)
                  .filter(letter -> letter.id().value().startsWith("care:" + plan.id() + ":"))
                  .map(Letter::customer)
                  .filter(held::contains)
                  .collect(Collectors.toSet()))
          .as(plan.id())
          .isEmpty();
    }
  }

  private static long busiestMonth(List<Sent> theirs) {
    return theirs.stream()
        .mapToLong(
            first ->
                theirs.stream()
                    .filter(
                        s ->
                            !s.at().isBefore(first.at())
                                && s.at().isBefore(first.at().plus(Duration.ofDays(30))))
                    .count())
        .max()
        .orElse(0);
  }
}
