package cn.huitouke.care;

import static cn.huitouke.care.CareStage.LAN;
import static cn.huitouke.care.CareStage.MEI;
import static cn.huitouke.care.CareStage.china;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.order.OrderUnbound;
import java.time.Duration;
import java.time.LocalTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shipped plans, on a real database, with the clock moved by hand. */
class CarePlansTest {

  private CareStage shop;

  @BeforeEach
  void open() {
    shop = new CareStage();
  }

  @AfterEach
  void close() {
    shop.close();
  }

  private void buysAndGets(String order, String... titles) {
    shop.pays(MEI, order, titles);
    shop.ships(order);
    shop.passes(Duration.ofDays(3));
    shop.arrives(order);
  }

  @Test
  void aFirstOrderIsThankedForAndALaterOneDifferently() {
    shop.pays(MEI, "1001", "凤庆古树滇红 蜜香金芽 250g 罐装");
    shop.passes(Duration.ofHours(2));
    assertThat(shop.post.text("care:first-thanks:1001")).contains("头一次").contains("滇红");

    shop.passes(Duration.ofDays(5));
    shop.pays(MEI, "1002", "勐海老树熟普 陈香茶饼 357g");
    shop.passes(Duration.ofHours(2));
    assertThat(shop.post.text("care:order-thanks:1002")).contains("熟普");
    assertThat(shop.post.sent).doesNotContainKey("care:order-thanks:1001");
  }

  @Test
  void anArrivalIsFollowedByUseQualityDurabilityAndWear() {
    buysAndGets("1001", "手工柴烧土陶茶壶 300ml");
    shop.passes(Duration.ofHours(4));
    assertThat(shop.post.text("care:arrival:1001")).contains("柴烧壶").contains("温水慢慢烫一遍");

    shop.passes(Duration.ofDays(8));
    assertThat(shop.post.text("care:quality-1w:1001")).contains("有一周了").contains("用着还顺手吗");
    assertThat(
            shop.post.sent.get("care:quality-1w:1001").at().atZone(CareStage.CHINA).toLocalTime())
        .isBetween(LocalTime.of(10, 30), LocalTime.of(11, 0));

    shop.passesQuickly(Duration.ofDays(25), Duration.ofHours(3));
    assertThat(shop.post.text("care:durability-1m:1001")).contains("一个月").contains("越养越温润");

    shop.passesQuickly(Duration.ofDays(340), Duration.ofHours(3));
    assertThat(shop.post.text("care:wear-1y:1001")).contains("一年前").contains("单配");
  }

  @Test
  void foodIsNotAskedAfterForItsDurabilityButBeforeItIsUsedUp() {
    buysAndGets("1001", "野坝子蜂蜜 结晶蜜 500g");
    shop.passesQuickly(Duration.ofDays(70), Duration.ofHours(3));
    assertThat(shop.post.sent).doesNotContainKey("care:durability-1m:1001");
    assertThat(shop.post.text("care:quality-1w:1001")).contains("喝着还顺口吗");
    assertThat(shop.post.text("care:replenish:1001")).contains("野坝子蜂蜜").contains("见底");
  }

  @Test
  void anArrivalThatNobodySignedForIsGuessedLateAndSaidSo() {
    shop.pays(MEI, "1001", "诺邓火腿 切片 200g");
    shop.ships("1001");
    shop.passesQuickly(Duration.ofDays(20), Duration.ofHours(3));
    assertThat(shop.post.sent).doesNotContainKey("care:arrival:1001");
    assertThat(shop.post.text("care:quality-1w:1001")).contains("应该到了有几天了");
    assertThat(shop.book().dueOf(MEI, 10)).anyMatch(CareBook.CareDue::guessed);
  }

  @Test
  void aSignatureMovesWhatWasGuessed() {
    shop.pays(MEI, "1001", "诺邓火腿 切片 200g");
    shop.ships("1001");
    shop.passes(Duration.ofHours(1));
    var guessed = due("quality-1w");
    assertThat(guessed.guessed()).isTrue();
    shop.passes(Duration.ofDays(2));
    shop.arrives("1001");
    assertThat(due("quality-1w").guessed()).isFalse();
    assertThat(due("quality-1w").dueAt()).isBefore(guessed.dueAt());
  }

  private CareBook.CareDue due(String plan) {
    return shop.book().dueOf(MEI, 50).stream()
        .filter(due -> due.plan().equals(plan))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRefundCancelsEverythingAboutTheOrder() {
    buysAndGets("1001", "手工柴烧土陶茶壶 300ml");
    shop.post.closed = true;
    shop.passes(Duration.ofHours(4));
    assertThat(shop.post.waiting).containsKey("care:arrival:1001");
    shop.refunds("1001");
    assertThat(shop.post.withdrawn).containsEntry("care:arrival:1001", "care-refund");
    shop.post.closed = false;
    shop.passesQuickly(Duration.ofDays(400), Duration.ofHours(6));
    assertThat(shop.post.of(MEI))
        .extracting(sent -> sent.letter().id().value())
        .noneMatch(id -> id.endsWith(":1001") && !id.contains("thanks"));
  }

  @Test
  void aNewerOrderEndsReminderAndWinBackOfTheOlderOne() {
    buysAndGets("1001", "野坝子蜂蜜 500g");
    shop.passesQuickly(Duration.ofDays(60), Duration.ofHours(3));
    shop.pays(MEI, "1002", "野坝子蜂蜜 500g");
    shop.passesQuickly(Duration.ofDays(30), Duration.ofHours(3));
    assertThat(shop.post.sent).doesNotContainKey("care:replenish:1001");
    assertThat(due("win-back").order()).contains("1002");
  }

  @Test
  void whoComesEveryFortyDaysIsMissedOnceAfterSixty() {
    for (int n = 1; n <= 3; n++) {
      shop.pays(MEI, "100" + n, "现烤鲜花饼 玫瑰 10枚");
      shop.passesQuickly(Duration.ofDays(40), Duration.ofHours(4));
    }
    assertThat(shop.post.sent).doesNotContainKey("care:win-back:1003");
    shop.passesQuickly(Duration.ofDays(300), Duration.ofHours(4));
    var missed = shop.post.sent.get("care:win-back:1003");
    assertThat(Duration.between(china("2026-03-02 09:00").plus(Duration.ofDays(80)), missed.at()))
        .isBetween(Duration.ofDays(60), Duration.ofDays(62));
    assertThat(shop.post.sent.keySet().stream().filter(id -> id.startsWith("care:win-back")))
        .hasSize(1);
  }

  @Test
  void twoOrdersThatAreDueTogetherAreAskedAfterInOneMessage() {
    shop.pays(MEI, "1001", "漾濞薄皮核桃 5斤装");
    shop.pays(MEI, "1002", "诺邓火腿 切片 200g");
    shop.ships("1001");
    shop.ships("1002");
    shop.passes(Duration.ofDays(3));
    shop.arrives("1001");
    shop.arrives("1002");
    shop.passes(Duration.ofDays(1));
    assertThat(shop.post.text("care:arrival:1001")).contains("核桃、诺邓火腿");
    assertThat(shop.post.withheld).containsEntry("care:arrival:1002", "care-merged");
  }

  @Test
  void whatMattersMoreGoesFirstAndTheOtherWaits() {
    shop.pays(MEI, "1001", "漾濞薄皮核桃 5斤装");
    shop.ships("1001");
    shop.passes(Duration.ofDays(3));
    shop.post.leaves(shop.now());
    shop.arrives("1001");
    shop.pays(MEI, "1002", "诺邓火腿 切片 200g");
    shop.passes(Duration.ofDays(2));
    assertThat(shop.post.sent).containsKey("care:arrival:1001");
    assertThat(
            Duration.between(
                shop.post.sent.get("care:arrival:1001").at(),
                shop.post.sent.get("care:order-thanks:1002").at()))
        .isGreaterThanOrEqualTo(Duration.ofHours(20));
  }

  @Test
  void festivalsFollowTheMoonAndGreetOnlyWhoBought() {
    shop.pays(MEI, "1001", "现烤鲜花饼 玫瑰 10枚");
    shop.passesQuickly(Duration.ofDays(320), Duration.ofHours(4));
    assertThat(shop.post.sent.get("care:festival-mid-autumn:2026:c1").at())
        .isBetween(china("2026-09-25 10:00"), china("2026-09-25 14:00"));
    assertThat(shop.post.sent.get("care:festival-dragon-boat:2026:c1").at())
        .isBetween(china("2026-06-19 10:00"), china("2026-06-19 14:00"));
    assertThat(shop.post.sent.keySet()).noneMatch(id -> id.endsWith(":c2"));
    assertThat(shop.post.sent.values())
        .noneMatch(sent -> Festivals.isMourning(sent.at().atZone(CareStage.CHINA).toLocalDate()));
  }

  @Test
  void anOrderOfNobodyIsCaredForFromWhenItIsBound() {
    shop.pays(MEI, "1001", "手工柴烧土陶茶壶 300ml");
    shop.books.owners.clear();
    shop.publish(new OrderUnbound("1001", MEI));
    shop.ships("1001");
    shop.passes(Duration.ofDays(3));
    shop.arrives("1001");
    shop.passes(Duration.ofDays(1));
    assertThat(shop.post.sent.keySet()).noneMatch(id -> id.endsWith(":1001"));
    shop.binds("1001", LAN);
    shop.passes(Duration.ofHours(12));
    assertThat(shop.post.sent.get("care:arrival:1001").letter().customer()).isEqualTo(LAN);
  }

  @Test
  void anOrderIsThereWhenItsLastParcelIs() {
    shop.pays(MEI, "1001", "手工柴烧土陶茶壶 300ml");
    shop.ships("1001");
    shop.jdbc.sql("UPDATE care.purchase SET parcels = 2").update();
    shop.bean(PurchaseBook.class).arrived(java.util.List.of("1001"), "yuantong/A", shop.now());
    assertThat(delivered()).isZero();
    shop.bean(PurchaseBook.class).arrived(java.util.List.of("1001"), "yuantong/B", shop.now());
    assertThat(delivered()).isEqualTo(1);
  }

  private long delivered() {
    return shop.jdbc
        .sql("SELECT count(*) FROM care.purchase WHERE delivered_at IS NOT NULL")
        .query(Long.class)
        .single();
  }

  @Test
  void aLetterThatCannotLeaveGivesWayToTheNext() {
    buysAndGets("1001", "手工柴烧土陶茶壶 300ml");
    shop.post.closed = true;
    shop.passesQuickly(Duration.ofDays(33), Duration.ofHours(3));
    assertThat(shop.post.waiting.size()).isLessThanOrEqualTo(1);
    assertThat(shop.post.waiting).containsKey("care:durability-1m:1001");
  }
}
