package cn.huitouke.care;

import static cn.huitouke.care.CareStage.MEI;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.care.CareBook.DayCount;
import cn.huitouke.care.CareBook.PlanView;
import cn.huitouke.care.CareBook.Trial;
import cn.huitouke.care.CareDesk.Adjustment;
import cn.huitouke.care.CareDesk.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the shop's people change about plans, and what they see of them. */
class CareDeskTest {

  private static final String QUALITY = "quality-1w";

  private CareStage shop;
  private CareDesk desk;
  private CareBook book;

  @BeforeEach
  void open() {
    shop = new CareStage();
    desk = shop.bean(CareDesk.class);
    book = shop.bean(CareBook.class);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  private void buysAndGets(String order) {
    shop.pays(MEI, order, "手工柴烧土陶茶壶 300ml");
    shop.ships(order);
    shop.passes(Duration.ofDays(3));
    shop.arrives(order);
  }

  private PlanView plan(String id) {
    return book.plans().stream().filter(plan -> plan.id().equals(id)).findFirst().orElseThrow();
  }

  private Instant due(String plan, String order) {
    return book.dueOf(MEI, 50).stream()
        .filter(due -> due.letter().equals("care:" + plan + ":" + order))
        .findFirst()
        .orElseThrow()
        .dueAt();
  }

  private boolean planned(String plan, String order) {
    return book.dueOf(MEI, 50).stream()
        .anyMatch(
            due ->
                due.letter().equals("care:" + plan + ":" + order)
                    && due.state() == DueState.PLANNED);
  }

  private static Adjustment after(Duration delay, Standing standing) {
    return new Adjustment(standing, delay, Optional.of(LocalTime.of(10, 30)), 10);
  }

  @Test
  void aPlanPutOffMovesWhatIsPlannedAndResettingMovesItBack() {
    buysAndGets("1001");
    var before = due(QUALITY, "1001");
    assertThat(desk.adjust(QUALITY, after(Duration.ofDays(12), Standing.ON), "owner")).isTrue();
    assertThat(due(QUALITY, "1001")).isEqualTo(before.plus(Duration.ofDays(5)));
    assertThat(plan(QUALITY).changed()).isTrue();
    assertThat(desk.changed(QUALITY).orElseThrow().operator()).isEqualTo("owner");
    shop.passes(Duration.ofDays(8));
    assertThat(shop.post.sent).doesNotContainKey("care:quality-1w:1001");
    desk.reset(QUALITY);
    assertThat(plan(QUALITY).changed()).isFalse();
    assertThat(plan(QUALITY).after()).isEqualTo(Duration.ofDays(7));
    shop.passes(Duration.ofDays(1));
    assertThat(shop.post.sent).containsKey("care:quality-1w:1001");
  }

  @Test
  void aPlanBroughtForwardBeyondItsWorthSendsNothingLate() {
    buysAndGets("1001");
    shop.passes(Duration.ofDays(20));
    desk.adjust(
        "durability-1m",
        new Adjustment(Standing.ON, Duration.ofDays(2), Optional.empty(), 10),
        "owner");
    assertThat(planned("durability-1m", "1001")).isFalse();
    shop.passesQuickly(Duration.ofDays(20), Duration.ofHours(3));
    assertThat(shop.post.sent).doesNotContainKey("care:durability-1m:1001");
  }

  @Test
  void aPausedPlanWaitsAndAnEndedOnePasses() {
    buysAndGets("1001");
    desk.adjust(QUALITY, after(Duration.ofDays(7), Standing.PAUSED), "owner");
    shop.passes(Duration.ofDays(8));
    assertThat(shop.post.sent).doesNotContainKey("care:quality-1w:1001");
    assertThat(planned(QUALITY, "1001")).isTrue();
    desk.adjust(QUALITY, after(Duration.ofDays(7), Standing.ON), "owner");
    shop.passes(Duration.ofDays(1));
    assertThat(shop.post.sent).containsKey("care:quality-1w:1001");

    buysAndGets("1002");
    desk.adjust(QUALITY, after(Duration.ofDays(7), Standing.OFF), "owner");
    shop.passes(Duration.ofDays(9));
    desk.adjust(QUALITY, after(Duration.ofDays(7), Standing.ON), "owner");
    shop.passes(Duration.ofDays(1));
    assertThat(shop.post.sent).doesNotContainKey("care:quality-1w:1002");
    assertThat(book.decided(QUALITY, 10))
        .extracting(due -> due.order().orElse("") + due.state())
        .containsExactly("1002PASSED", "1001POSTED");
  }

  @Test
  void whatIsOutOfBoundsIsRefused() {
    assertThat(desk.adjust("no-such", after(Duration.ZERO, Standing.ON), "owner")).isFalse();
    assertThat(desk.adjust(QUALITY, after(Duration.ofDays(2000), Standing.ON), "owner")).isFalse();
    assertThat(
            desk.adjust(
                QUALITY,
                new Adjustment(Standing.ON, Duration.ZERO, Optional.of(LocalTime.MIDNIGHT), 10),
                "owner"))
        .isFalse();
    assertThat(desk.reset(QUALITY)).isFalse();
  }

  @Test
  void everyPlanCanBeReadAsCustomersReadItInBothTones() {
    for (PlanView plan : book.plans()) {
      CareDesk.Preview preview = desk.preview(plan.id(), "手工柴烧茶壶").orElseThrow();
      assertThat(preview.courteous()).as(plan.id()).isNotBlank().doesNotContain("{{");
      assertThat(preview.affectionate()).as(plan.id()).isNotBlank().doesNotContain("{{");
      assertThat(preview.ours()).isFalse();
    }
    assertThat(desk.preview("arrival", "手工柴烧茶壶").orElseThrow().affectionate()).contains("亲");
    assertThat(desk.preview("arrival", "手工柴烧茶壶").orElseThrow().tips()).isNotEmpty();
  }

  @Test
  void theDaysAheadAreCounted() {
    buysAndGets("1001");
    LocalDate due = due(QUALITY, "1001").atZone(CareStage.CHINA).toLocalDate();
    assertThat(book.ahead(14)).hasSize(14).contains(new DayCount(due, 1, 1));
    assertThat(book.on(due, 5)).extracting(CareBook.CareDue::plan).containsExactly(QUALITY);
  }

  @Test
  void aTrialCountsEverybodyOnceAndOnlyWhoCanBeJudged() {
    try (CareStage fair =
        new CareStage("huitouke.care.hold-out-from=0", "huitouke.care.hold-out=50")) {
      var sql = fair.jdbc;
      sql.sql("INSERT INTO care.held_out SELECT 'arrival', c, ?, 50 FROM generate_series(1, 10) c")
          .param(java.sql.Timestamp.from(fair.now()))
          .update();
      sql.sql(
              """
              INSERT INTO care.due (plan, subject, customer, order_number, thing, due_at, worth_until,
                state, decided_at)
              SELECT 'arrival', 'o' || c || '-' || n, c, 'o' || c || '-' || n, '', :at, :at,
                CASE WHEN c <= 10 THEN 'HELD_OUT' WHEN c <= 15 THEN 'YIELDED' ELSE 'POSTED' END,
                CAST(:at AS timestamptz) + make_interval(days => n)
              FROM generate_series(1, 30) c, generate_series(0, 1) n
              """)
          .param("at", java.sql.Timestamp.from(fair.now()))
          .update();
      sql.sql(
              """
              INSERT INTO care.purchase (number, customer, source, amount, province, paid_at, parcels,
                lines)
              SELECT 'o' || c || '-' || n, c, 'taobao', 10, '', CAST(:at AS timestamptz) + make_interval(days => n * 5), 1,
                '[]'
              FROM generate_series(1, 30) c, generate_series(0, 1) n WHERE n = 0 OR c % 5 = 0
              """)
          .param("at", java.sql.Timestamp.from(fair.now()))
          .update();
      CareBook of = fair.bean(CareBook.class);
      assertThat(of.trials(Duration.ofDays(30))).isEmpty();
      fair.clock.turn(Duration.ofDays(31));
      assertThat(of.trials(Duration.ofDays(30)))
          .containsExactly(new Trial("arrival", 20, 4, 10, 2));
    }
  }

  private static final String NEW_YEAR = "festival-new-year";

  private static Adjustment daysFrom(int days, String hour) {
    return new Adjustment(
        Standing.ON, Duration.ofDays(days), Optional.of(LocalTime.parse(hour)), 0);
  }

  private Optional<Instant> greeted(String year) {
    return Optional.ofNullable(shop.post.sent.get("care:" + NEW_YEAR + ":" + year + ":c1"))
        .map(letter -> letter.at());
  }

  @Test
  void aFestivalIsGreetedDaysAheadOrLaterAndOnceHoweverOftenThatIsChanged() {
    shop.pays(MEI, "1001", "现烤鲜花饼 玫瑰 10枚");
    shop.clock.turnTo(Instant.parse("2026-12-29T20:00:00Z"));
    Instant ahead = Instant.parse("2026-12-30T03:00:00Z");
    assertThat(desk.adjust(NEW_YEAR, daysFrom(-2, "11:00"), "owner")).isTrue();
    shop.passes(Duration.ofHours(8));
    assertThat(greeted("2027").orElseThrow()).isBetween(ahead, ahead.plusSeconds(7200));
    desk.adjust(NEW_YEAR, daysFrom(0, "11:00"), "owner");
    shop.passes(Duration.ofDays(4));
    assertThat(greeted("2027").orElseThrow()).isBetween(ahead, ahead.plusSeconds(7200));
  }

  @Test
  void whatIsPlannedForThisMorningMovesWithTheDay() {
    shop.pays(MEI, "1001", "现烤鲜花饼 玫瑰 10枚");
    shop.clock.turnTo(Instant.parse("2026-12-31T23:00:00Z"));
    shop.sweep("care-calendar");
    assertThat(planned(NEW_YEAR, "2027:c1")).isTrue();
    assertThat(desk.adjust(NEW_YEAR, daysFrom(1, "10:30"), "owner")).isTrue();
    shop.passes(Duration.ofHours(12));
    assertThat(greeted("2027")).isEmpty();
    shop.passes(Duration.ofDays(1));
    Instant behind = Instant.parse("2027-01-02T02:30:00Z");
    assertThat(greeted("2027").orElseThrow()).isBetween(behind, behind.plusSeconds(7200));
  }

  @Test
  void aFestivalTakesWholeDaysNotTooFarFromItAndSaysWhenItGoes() {
    for (Duration wrong :
        new Duration[] {Duration.ofDays(61), Duration.ofDays(-61), Duration.ofHours(-5)}) {
      Adjustment by = new Adjustment(Standing.ON, wrong, Optional.empty(), 0);
      assertThat(desk.adjust(NEW_YEAR, by, "owner")).isFalse();
      assertThat(desk.sendings(NEW_YEAR, wrong, Optional.empty())).isEmpty();
    }
    assertThat(desk.adjust(QUALITY, after(Duration.ofDays(-1), Standing.ON), "owner")).isFalse();
    assertThat(desk.sendings(QUALITY, Duration.ofDays(1), Optional.empty())).isEmpty();
    assertThat(desk.sendings("birthday", Duration.ofDays(-1), Optional.empty())).isEmpty();
    assertThat(
            desk.sendings("festival-spring", Duration.ofDays(-7), Optional.of(LocalTime.of(10, 0))))
        .hasSize(3)
        .contains(
            new CareDesk.Sending(
                LocalDate.parse("2027-02-06"), Instant.parse("2027-01-30T02:00:00Z")));
  }
}
