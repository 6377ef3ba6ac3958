package cn.huitouke.care;

import static cn.huitouke.care.CareStage.MEI;
import static cn.huitouke.care.CareStage.china;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.huitouke.wording.Templates;
import cn.huitouke.wording.Tone;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What sweeps do when they are cut short, fired twice, or meet a shop that was there before them. */
class CareSweepsTest {

  @Test
  void aCrashBetweenPostingAndWritingItDownDoublesNothing() {
    try (CareStage shop = new CareStage()) {
      shop.pays(MEI, "1001", "野坝子蜂蜜 500g");
      shop.clock.turn(Duration.ofHours(1));
      shop.post.crashesAfterwards = true;
      assertThatThrownBy(() -> shop.sweep("care-round")).hasMessage("crash");
      shop.sweep("care-round");
      shop.sweep("care-round");
      shop.post.leaves(shop.now());
      assertThat(shop.post.postedTwice).containsExactly("care:first-thanks:1001");
      assertThat(shop.post.sent).hasSize(1);
    }
  }

  @Test
  void aWalkOverAllCustomersGoesOnWhereItWasCutShort() {
    try (CareStage shop = new CareStage()) {
      shop.jdbc
          .sql(
              "INSERT INTO care.customer (id, orders, last_paid)"
                  + " SELECT n, 1, '2026-09-01' FROM generate_series(1, 3500) AS n")
          .update();
      shop.bean(Progress.class).reached("festival-mid-autumn:2026", 1200, false);
      shop.clock.turnTo(china("2026-09-25 06:10"));
      shop.sweep("care-calendar");
      assertThat(planned(shop)).isEqualTo(2300);
      shop.sweep("care-calendar");
      assertThat(planned(shop)).isEqualTo(2300);
      assertThat(shop.bean(Progress.class).upto("festival-mid-autumn:2026")).isEqualTo(-1);

      shop.clock.turnTo(china("2026-09-25 10:00"));
      shop.sweep("care-round");
      assertThat(shop.post.waiting).hasSize(2300);
      assertThat(shop.book().upcoming(shop.now(), 10)).isEmpty();
    }
  }

  private static long planned(CareStage shop) {
    return shop.jdbc.sql("SELECT count(*) FROM care.due").query(Long.class).single();
  }

  @Test
  void ordersThatWereThereBeforeAreTakenOver() {
    try (CareStage shop = new CareStage()) {
      shop.pays(MEI, "1001", "野坝子蜂蜜 500g");
      shop.jdbc.sql("DELETE FROM care.purchase").update();
      shop.jdbc.sql("DELETE FROM care.due").update();
      shop.sweep("care-plans");
      assertThat(shop.book().dueOf(MEI, 10)).isNotEmpty();
    }
  }

  @Test
  void aNewThingIsToldToThoseWhoHaveWhatItGoesWithAndToNobodyElse() throws Exception {
    java.nio.file.Path folder = java.nio.file.Files.createTempDirectory("care");
    java.nio.file.Files.writeString(
        folder.resolve("new-product.yml"),
        """
        name: 搭配上新
        event: new-product
        at: "15:00"
        launches:
          - {id: gaiwan, product: 紫陶盖碗, since: 2026-03-20, goes-with: {category: 茶叶}}
        say: care/new-product
        brief: 有样新东西和您买的很搭
        purpose: marketing
        worth: 14d
        """);
    try (CareStage shop = new CareStage("huitouke.care.plans=" + folder)) {
      shop.pays(MEI, "1001", "凤庆古树滇红 蜜香金芽 250g 罐装");
      shop.pays(CareStage.LAN, "1002", "诺邓火腿 切片 200g");
      shop.pays(new cn.huitouke.customer.CustomerId(3), "1003", "勐海老树熟普", "紫陶盖碗 礼盒");
      shop.passesQuickly(Duration.ofDays(25), Duration.ofHours(3));
      assertThat(shop.post.sent.keySet().stream().filter(id -> id.startsWith("care:new-product")))
          .containsExactly("care:new-product:gaiwan:c1");
      assertThat(shop.post.text("care:new-product:gaiwan:c1")).contains("紫陶盖碗").contains("不要新品");
    }
  }

  @Test
  void everyPlanSpeaksInBothTones() {
    try (CareStage shop = new CareStage()) {
      var sayings = CareAssembly.sayings(shop.bean(Plans.class));
      for (Tone tone : Tone.values()) {
        new Templates(Optional.of(CareStage.folder("templates")), tone, List.of(sayings));
      }
    }
  }

  @Test
  void whoIsHeldOutIsWrittenDownAndNotSentTo() {
    try (CareStage shop =
        new CareStage("huitouke.care.hold-out-from=0", "huitouke.care.hold-out=50")) {
      for (int c = 1; c <= 60; c++) {
        shop.pays(new cn.huitouke.customer.CustomerId(c), "20" + c, "野坝子蜂蜜 500g");
      }
      shop.passes(Duration.ofHours(1));
      int held = shop.book().heldOut("first-thanks", 100).size();
      assertThat(held).isBetween(18, 42);
      assertThat(shop.post.sent).hasSize(60 - held);
      assertThat(shop.post.withheld.values()).containsOnly("hold-out").hasSize(held);
      assertThat(shop.book().figures(java.time.Instant.EPOCH).get("first-thanks"))
          .containsEntry(DueState.HELD_OUT, (long) held);
    }
  }
}
