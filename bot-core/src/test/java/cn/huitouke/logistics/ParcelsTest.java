package cn.huitouke.logistics;

import static cn.huitouke.logistics.ParcelStage.MEI;
import static cn.huitouke.logistics.ParcelStage.yt;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Wishes;
import cn.huitouke.order.Order;
import cn.huitouke.order.OrderEvent;
import cn.huitouke.order.OrderNews;
import cn.huitouke.tracking.ParcelState;
import cn.huitouke.tracking.TrackingReport;
import cn.huitouke.tracking.TrackingReport.Watch;
import cn.huitouke.tracking.Waybill;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParcelsTest {

  private static final String COLLECTED = "2026-11-19 18:00 【北桥公司】 已揽收";
  private static final String ARRIVED = "2026-11-20 06:10 【杭州转运中心公司】 已收入";
  private static final String OUT = "2026-11-21 08:31 【浙江省杭州市西湖区文新公司】 派件中 派件人: 张师傅 电话 13800138000";
  private static final String LOCKER = "2026-11-21 09:20 快件已由西溪店菜鸟驿站代收，请及时取件";
  private static final String FETCHED = "2026-11-21 09:40 已签收，签收人凭取货码签收。感谢使用圆通速递";
  private static final String SIGNED = "2026-11-21 09:30 客户签收人: 本人签收 已签收 感谢使用圆通速递";

  private final ParcelStage shop = new ParcelStage();

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void theShippingNoticeGoesOnceAParcelThoughTwoOrdersAreInIt() {
    shop.order("1600000000000000016", MEI, Order.Status.WAIT_BUYER_CONFIRM, yt(1));
    shop.order("1700000000000000017", MEI, Order.Status.WAIT_BUYER_CONFIRM, yt(1));
    OrderNews news =
        new OrderNews(List.of(left("1600000000000000016"), left("1700000000000000017")));

    shop.dispatches.on(news);
    shop.dispatches.on(news);

    assertThat(shop.post.ids()).containsExactly("notice:shipped:yuantong:YT9900000000001:c1");
    assertThat(shop.post.last().message().text()).contains("「桂花乌龙茶」出发啦", "YT9900000000001");
    assertThat(shop.post.last().worthUntil())
        .isEqualTo(shop.now.minus(Duration.ofHours(1)).plus(Duration.ofHours(72)));
    assertThat(shop.post.last().form().orElseThrow().values().values())
        .allMatch(value -> !value.isEmpty() && value.length() <= 20);
  }

  @Test
  void whatLeftLongAgoOrWasClosedIsNoNews() {
    shop.order("1", MEI, Order.Status.WAIT_BUYER_CONFIRM, yt(1));
    shop.order("8", MEI, Order.Status.CLOSED, yt(8));
    shop.dispatches.on(
        new OrderNews(
            List.of(
                new OrderEvent.ParcelShipped(
                    "1",
                    yt(1),
                    Optional.empty(),
                    "",
                    Optional.of(shop.now.minus(Duration.ofHours(73)))),
                new OrderEvent.ParcelShipped(
                    "8", yt(8), Optional.empty(), "", Optional.of(shop.now)),
                new OrderEvent.OrderClosed("8", "退款"))));
    shop.push(yt(8), Watch.WATCHING, OUT, COLLECTED);

    assertThat(shop.post.ids()).isEmpty();
  }

  @Test
  void newsAreToldOnceWhateverIsPushedAgain() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, OUT, ARRIVED, COLLECTED);
    String reworded = OUT.replace("派件中 派件人", "正在派件 派件员");

    shop.push(yt(1), Watch.WATCHING, OUT, ARRIVED, COLLECTED);
    shop.push(yt(1), Watch.WATCHING, reworded, ARRIVED, COLLECTED);
    shop.push(yt(1), Watch.WATCHING, ARRIVED, COLLECTED);

    assertThat(shop.post.ids())
        .containsExactly(
            "notice:shipped:yuantong:YT9900000000001:c1",
            "notice:out-for-delivery:yuantong:YT9900000000001:c1");
    assertThat(shop.post.last().message().text()).contains("张师傅", "13800138000");
    assertThat(shop.parcel(yt(1)).state()).isEqualTo(ParcelState.OUT_FOR_DELIVERY);
  }

  @Test
  void ofSeveralNewsInOneReportOnlyTheNewestIsTold() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, LOCKER, OUT, ARRIVED, COLLECTED);

    assertThat(shop.post.ids().getLast()).startsWith("notice:awaiting-pickup:");
    assertThat(shop.post.ids()).hasSize(2);
    assertThat(shop.post.last().message().text()).contains("可以取件啦").doesNotContain("签收");
  }

  @Test
  void reportsInAnyOrderEndTheSame() {
    shop.shipped("1", MEI, yt(1));
    List<String[]> reports =
        new ArrayList<>(
            List.of(
                new String[] {COLLECTED},
                new String[] {ARRIVED, COLLECTED},
                new String[] {OUT, ARRIVED, COLLECTED}));
    Collections.reverse(reports);
    reports.forEach(lines -> shop.push(yt(1), Watch.WATCHING, lines));

    assertThat(shop.parcel(yt(1)).state()).isEqualTo(ParcelState.OUT_FOR_DELIVERY);
    long parcel = shop.parcel(yt(1)).id();
    assertThat(shop.traces.lines(List.of(parcel)).get(parcel)).hasSize(3);
  }

  @Test
  void aSignedParcelIsNeverOpenedAgain() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.ENDED, SIGNED, OUT, ARRIVED, COLLECTED);
    int letters = shop.post.ids().size();

    shop.push(yt(1), Watch.WATCHING, "2026-11-21 09:50 【文新公司】 派件中 派件人: 李师傅 电话 13800138001", OUT);
    shop.push(yt(1), Watch.WATCHING, "2026-11-21 09:55 在官网\"运单资料&签收图\",可查看签收人信息", SIGNED);

    assertThat(shop.parcel(yt(1)).state()).isEqualTo(ParcelState.SIGNED);
    assertThat(shop.post.ids()).hasSize(letters);
    assertThat(shop.published).hasOnlyElementsOfType(ParcelDelivered.class).hasSize(1);
    assertThat(shop.watches.watchOf(shop.parcel(yt(1)).id())).isEqualTo("ENDED");
  }

  @Test
  void aBareEarlySignIsNotBelieved() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, "2026-11-21 09:00 北京大学 已签收", OUT, COLLECTED);

    assertThat(shop.parcel(yt(1)).done()).isFalse();
    assertThat(shop.post.ids()).noneMatch(id -> id.contains("signed"));
  }

  @Test
  void aLockerThatSignsIsToBeFetchedAndTheFetchingEndsIt() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.ENDED, "2026-11-21 09:20 您的快件已由快递驿站代收，感谢您使用京东物流", OUT, COLLECTED);

    assertThat(shop.post.last().message().text()).contains("可以取件");
    assertThat(shop.parcel(yt(1)).waiting()).isTrue();

    shop.push(yt(1), Watch.ENDED, FETCHED, LOCKER, OUT, COLLECTED);

    assertThat(shop.post.ids().getLast()).startsWith("notice:signed:");
    assertThat(shop.parcel(yt(1)).waiting()).isFalse();
  }

  @Test
  void troubleIsToldWithAnApology() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, "2026-11-21 09:00 派送不成功，收件人电话无法接通", COLLECTED);

    assertThat(shop.post.last().message().text()).contains("真不好意思", "无法接通");
  }

  @Test
  void whoWantsToHearOfTheArrivalOnlyHearsOfNothingElse() {
    shop.people.wish(MEI, Wishes.NONE.withArrivalOnly(true));
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, OUT, COLLECTED);
    assertThat(shop.post.ids()).isEmpty();

    shop.push(yt(1), Watch.WATCHING, LOCKER, OUT, COLLECTED);
    assertThat(shop.post.ids()).hasSize(1);
  }

  @Test
  void oldNewsAreNotTold() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, "2026-11-18 08:31 【文新公司】 派件中 派件人: 张师傅", COLLECTED);

    assertThat(shop.post.ids()).hasSize(1);
  }

  @Test
  void aCorrectedCarrierKeepsTheParcelWhicheverPushComesFirst() {
    Waybill wrong = new Waybill("yunda", "460000000000022");
    Waybill right = new Waybill("jtexpress", "460000000000022");
    shop.shipped("1", MEI, wrong);
    long id = shop.parcel(wrong).id();

    shop.parcels.accept(corrected(wrong, Watch.WATCHING, "2026-11-20 20:00 快件离开【东莞虎门网点】"));
    shop.parcels.accept(corrected(wrong, Watch.ABANDONED));

    assertThat(shop.parcel(right).id()).isEqualTo(id);
    assertThat(shop.parcel(right).state()).isEqualTo(ParcelState.IN_TRANSIT);
    assertThat(shop.book.find(wrong)).isEmpty();
  }

  @Test
  void parcelsAreWatchedAgainAfterHalfAnHourAndFourTimesAMonthAtMost() {
    shop.shipped("1", MEI, yt(1));
    for (int i = 0; i < 6; i++) {
      shop.watchSweep.run(shop.now);
      shop.push(yt(1), Watch.ABANDONED);
      shop.watchSweep.run(shop.now.plus(Duration.ofMinutes(29)));
      shop.now = shop.now.plus(Duration.ofMinutes(31));
    }

    assertThat(shop.source.watched).hasSize(4);
    assertThat(shop.desk.tasks).containsEntry("check-waybill:" + yt(1), "check-waybill");
  }

  @Test
  void theWatchNamesTheOrdersPhoneTail() {
    Waybill sf = new Waybill("shunfeng", "SF9900000000011");
    shop.books.tails.put("3", "0003");
    shop.shipped("3", MEI, sf);

    shop.watchSweep.run(shop.now);
    shop.watchSweep.run(shop.now);

    assertThat(shop.source.watched).containsExactly("shunfeng/SF9900000000011+0003");
  }

  @Test
  void aPushOfAStrangersParcelIsNothing() {
    shop.push(yt(77), Watch.WATCHING, OUT);

    assertThat(shop.book.find(yt(77))).isEmpty();
  }

  @Test
  void aStuckParcelIsChasedOnceAndFarProvincesAreGivenTime() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, COLLECTED);
    shop.troubleSweep.run(shop.now);
    assertThat(shop.desk.tasks).isEmpty();

    shop.now = shop.now.plus(Duration.ofDays(1));
    shop.troubleSweep.run(shop.now);
    shop.desk.close("stuck:" + yt(1), "done", "小王");
    shop.troubleSweep.run(shop.now.plus(Duration.ofHours(1)));

    assertThat(shop.desk.tasks).isEmpty();
  }

  /** Each twice at the same time, some of strangers' parcels, and one that somebody has in hand. */
  @Test
  void reportsThatComeAtOnceSayWhatTheyWouldSayOneByOne() throws Exception {
    for (int n = 1; n <= 20; n++) {
      shop.shipped("160000000000000%04d".formatted(n), new CustomerId(n), yt(n));
    }
    int before = shop.post.ids().size();

    try (Connection other = shop.database.getConnection();
        ExecutorService sources = Executors.newVirtualThreadPerTaskExecutor()) {
      other.setAutoCommit(false);
      try (var inHand = other.createStatement()) {
        inHand.execute(
            "SELECT id FROM logistics.parcel WHERE number = '%s' FOR UPDATE"
                .formatted(yt(7).number()));
      }
      List<Future<?>> told = new ArrayList<>();
      for (int n = 1; n <= 25; n++) {
        Waybill waybill = yt(n);
        told.add(sources.submit(() -> shop.push(waybill, Watch.WATCHING, ARRIVED, COLLECTED)));
        told.add(sources.submit(() -> shop.push(waybill, Watch.WATCHING, OUT, ARRIVED, COLLECTED)));
      }
      other.rollback();
      for (Future<?> one : told) {
        one.get(30, TimeUnit.SECONDS);
      }
    }

    for (int n = 1; n <= 20; n++) {
      Parcel parcel = shop.parcel(yt(n));
      assertThat(parcel.state()).isEqualTo(ParcelState.OUT_FOR_DELIVERY);
      assertThat(shop.traces.lines(List.of(parcel.id())).get(parcel.id())).hasSize(3);
    }
    assertThat(shop.post.ids()).hasSize(before + 20).doesNotHaveDuplicates();
  }

  private OrderEvent left(String order) {
    return new OrderEvent.ParcelShipped(
        order,
        yt(1),
        Optional.empty(),
        "浙江省 杭州市",
        Optional.of(shop.now.minus(Duration.ofHours(1))));
  }

  private static TrackingReport corrected(Waybill wrong, Watch watch, String... lines) {
    TrackingReport report = ParcelStage.report(wrong, watch, false, lines);
    return new TrackingReport(
        report.source(),
        wrong,
        watch,
        report.claimed(),
        false,
        report.events(),
        Optional.empty(),
        Optional.of("jtexpress"));
  }
}
