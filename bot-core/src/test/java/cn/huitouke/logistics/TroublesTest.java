package cn.huitouke.logistics;

import static cn.huitouke.logistics.ParcelStage.CHINA;
import static cn.huitouke.logistics.ParcelStage.LAN;
import static cn.huitouke.logistics.ParcelStage.MEI;
import static cn.huitouke.logistics.ParcelStage.china;
import static cn.huitouke.logistics.ParcelStage.yt;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.desk.Fact;
import cn.huitouke.order.Order;
import cn.huitouke.order.OrderEvent;
import cn.huitouke.order.OrderNews;
import cn.huitouke.tracking.TrackingReport.Watch;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TroublesTest {

  private static final String COLLECTED = "2026-11-21 09:00 【江苏省苏州市北桥公司】 已揽收";
  private static final String MOVING = "2026-11-22 06:10 【苏州转运中心】 已发出 下一站 【杭州转运中心公司】";
  private static final String OUT = "2026-11-22 08:31 【杭州市西湖区文新公司】 派件中 派件人: 张师傅 电话 13800138000";
  private static final String LOCKER = "2026-11-22 09:20 快件已由西溪店菜鸟驿站代收，请及时取件，取件码 3-2-1001";
  private static final String FETCHED = "2026-11-24 19:40 已签收，签收人凭取货码签收。感谢使用圆通速递";
  private static final String SIGNED = "2026-11-22 10:30 客户签收人: 本人签收 已签收 感谢使用圆通速递";

  private final ParcelStage shop = new ParcelStage();

  @AfterEach
  void close() {
    shop.close();
  }

  /** It is this time, and the sweep runs. */
  private void at(String time) {
    shop.now = china(time);
    shop.troubleSweep.run(shop.now);
  }

  private List<String> told() {
    return shop.post.ids().stream()
        .filter(id -> !id.startsWith("notice:shipped") && !id.contains("out-for-delivery"))
        .map(id -> id.split(":")[1])
        .toList();
  }

  private String letter() {
    return shop.post.last().message().text();
  }

  private String task(String key) {
    return shop.desk.words.get(key + ":" + yt(1));
  }

  private List<ParcelTroubled.Kind> troubles() {
    return shop.published.stream()
        .filter(ParcelTroubled.class::isInstance)
        .map(event -> ((ParcelTroubled) event).kind())
        .toList();
  }

  private long deliveries() {
    return shop.published.stream().filter(ParcelDelivered.class::isInstance).count();
  }

  @Test
  void aStandstillIsToldFirstThenGivenToAPersonAndClosedWhenItMoves() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, MOVING, COLLECTED);
    at("2026-11-24 05:07");
    assertThat(told()).isEmpty();

    at("2026-11-24 09:07");
    assertThat(told()).containsExactly("stuck");
    assertThat(shop.post.last().form().orElseThrow().values())
        .containsEntry("status", "停得久了，已请同事去催");
    assertThat(letter()).contains("停得有点久", "11月22日早上6:10".replace("11月22日", "前天"), "催快递");
    assertThat(shop.desk.tasks).containsEntry("stuck:" + yt(1), "stuck-parcel");
    assertThat(task("stuck")).contains("包裹停住了：圆通 YT9900000000001", "95554", "50 小时没有更新", "订单：1");
    assertThat(shop.desk.facts.get("stuck:" + yt(1)))
        .containsEntry(Fact.ORDERS, "1")
        .containsEntry(Fact.CARRIER, "yuantong")
        .containsEntry(Fact.WAYBILL, "YT9900000000001")
        .containsEntry(Fact.HOTLINE, "95554")
        .containsEntry(Fact.SINCE, "2026-11-21T22:10:00Z")
        .hasEntrySatisfying(Fact.LATEST, text -> assertThat(text).contains("苏州转运中心"))
        .hasEntrySatisfying(Fact.CHASE, text -> assertThat(text).contains("麻烦查一下包裹在哪里"))
        .doesNotContainKey(Fact.PROMISE);
    assertThat(troubles()).containsExactly(ParcelTroubled.Kind.STALLED);

    shop.push(yt(1), Watch.WATCHING, "2026-11-24 10:00 【杭州转运中心公司】 已收入", MOVING, COLLECTED);
    assertThat(shop.desk.tasks).isEmpty();
  }

  @Test
  void aLateParcelIsApologisedForAndTheTaskEndsWhenItArrives() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, COLLECTED);
    for (int day = 22; day <= 26; day++) {
      shop.push(
          yt(1), Watch.WATCHING, "2026-11-%d 06:00 快件离开第 %d 站".formatted(day, day), COLLECTED);
      at("2026-11-%d 09:07".formatted(day));
    }
    assertThat(told()).containsExactly("late");
    assertThat(letter()).contains("比预计的晚了", "真对不起").doesNotContain("补给您");
    assertThat(task("late")).contains("包裹晚到了", "95554", "预计哪天能到");
    assertThat(shop.desk.tasks).containsEntry("late:" + yt(1), "late-parcel");

    shop.push(yt(1), Watch.ENDED, "2026-11-27 10:30 客户签收人: 本人签收 已签收 感谢使用圆通速递", COLLECTED);
    assertThat(shop.desk.tasks).isEmpty();
  }

  @Test
  void whoIsToldThatItIsLateIsNotToldTheSameMorningThatItStandsStill() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, COLLECTED);
    at("2026-11-26 10:07");

    assertThat(told()).containsExactly("late");
    assertThat(shop.desk.tasks.values()).containsExactlyInAnyOrder("late-parcel", "stuck-parcel");
  }

  @Test
  void outForDeliveryForADayIsAskedAfter() {
    shop.now = china("2026-11-22 08:40");
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, OUT, COLLECTED);
    at("2026-11-23 08:07");
    assertThat(told()).isEmpty();
    at("2026-11-23 09:07");

    assertThat(told()).containsExactly("undelivered");
    assertThat(letter()).contains("还没送到", "张师傅", "13800138000");
    assertThat(task("undelivered")).contains("派送一天没送到", "联系派件员");
    shop.push(yt(1), Watch.ENDED, SIGNED.replace("22 10", "23 10"), OUT, COLLECTED);
    assertThat(shop.desk.tasks).isEmpty();
  }

  @Test
  void inALockerForTwoDaysTheCustomerIsRemindedAndAfterFiveAPerson() {
    shop.now = china("2026-11-22 09:30");
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, LOCKER, OUT, COLLECTED);
    at("2026-11-24 10:07");
    assertThat(told()).containsExactly("awaiting-pickup", "unfetched");
    assertThat(letter()).contains("还在等您去取", "取件码 3-2-1001");
    assertThat(shop.desk.tasks).isEmpty();

    at("2026-11-27 10:07");
    assertThat(told()).hasSize(2);
    assertThat(shop.desk.tasks).containsValue("forgotten-parcel");
    shop.push(yt(1), Watch.ENDED, FETCHED.replace("24", "27"), LOCKER, OUT, COLLECTED);
    assertThat(shop.desk.tasks).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "派送不成功，收件人电话无法接通,exception,EXCEPTION",
    "收件人拒收，快件暂存网点,rejected,REJECTED",
    "快件正在退回发货地,returning,RETURNING",
    "【上海中转部】快件错分，正在转往正确网点,misrouted,MISROUTED"
  })
  void whatTheCarrierReportsIsToldAndGivenToAPersonAtOnce(
      String words, String word, ParcelTroubled.Kind kind) {
    shop.now = china("2026-11-22 12:00");
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, "2026-11-22 11:00 " + words, COLLECTED);

    assertThat(told()).containsExactly(word);
    assertThat(letter()).contains("跟您说一声");
    assertThat(shop.desk.tasks).containsEntry(word + ":" + yt(1), word + "-parcel");
    assertThat(task(word)).contains("95554", "可以这样跟快递说：", words);
    assertThat(troubles()).containsExactly(kind);
  }

  @Test
  void shippedButNotCollectedIsThePersonsAffairOnly() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, "2026-11-21 09:30 已下单，等待快递员揽收");
    at("2026-11-23 09:07");

    assertThat(told()).isEmpty();
    assertThat(task("not-collected")).contains("发货了还没揽收", "补扫");
    shop.push(yt(1), Watch.WATCHING, "2026-11-23 10:00 【北桥公司】 已揽收");
    assertThat(shop.desk.tasks).isEmpty();
  }

  @Test
  void onHolidaysTheShopIsMorePatient() {
    shop.now = china("2026-11-11 10:00");
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, "2026-11-11 09:00 【江苏省苏州市北桥公司】 已揽收");
    at("2026-11-14 09:07");
    assertThat(shop.desk.tasks).isEmpty();

    at("2026-11-15 10:07");
    assertThat(shop.desk.tasks).containsValue("stuck-parcel");
  }

  @Test
  void theShopsOwnParcelsTeachHowLongALaneStandsStill() {
    for (int n = 10; n < 50; n++) {
      past(n, 20 + n % 5);
    }
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, "2026-11-21 09:00 【江苏省苏州市北桥公司】 已揽收");
    Duration guess = shop.lanes.standstill(shop.parcel(yt(1)), shop.now);
    shop.lanes.run(shop.now);
    Duration learnt = shop.lanes.standstill(shop.parcel(yt(1)), shop.now);

    assertThat(guess).isEqualTo(Duration.ofHours(48));
    // 40 parcels whose longest standstill was 24 h at most, 25 % on top, and the guess as 20 more.
    assertThat(learnt).isBetween(Duration.ofHours(35), Duration.ofHours(37));
    assertThat(shop.lanes.standstill(sent("xizang"), shop.now)).isEqualTo(Duration.ofHours(48));
  }

  private Parcel sent(String carrier) {
    return Parcel.sent(new cn.huitouke.tracking.Waybill(carrier, "XZ9900000001"), shop.now);
  }

  /** A parcel of the same lane that once stood still for so many hours. */
  private void past(int n, int hours) {
    Instant collected = china("2026-11-05 18:00");
    DateTimeFormatter time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(CHINA);
    shop.shipped("past" + n, MEI, yt(n));
    shop.push(
        yt(n),
        Watch.ENDED,
        time.format(collected.plus(Duration.ofHours(hours + 10))) + " 客户签收人: 本人签收 已签收 感谢使用圆通速递",
        time.format(collected.plus(Duration.ofHours(hours))) + " 【杭州转运中心公司】 已收入",
        time.format(collected) + " 【江苏省苏州市北桥公司】 已揽收");
  }

  @Test
  void aLockerThatSignsIsDeliveredWhenFetchedAndSurelyAfterThreeDays() {
    shop.now = china("2026-11-22 09:30");
    shop.shipped("1", MEI, yt(1));
    shop.shipped("2", LAN, yt(2));
    String station = "2026-11-22 09:20 您的快件已由快递驿站代收，感谢您使用京东物流";
    shop.push(yt(1), Watch.ENDED, station, COLLECTED);
    shop.push(yt(2), Watch.ENDED, station, COLLECTED);
    assertThat(deliveries()).isZero();

    shop.push(yt(1), Watch.ENDED, "2026-11-22 20:00 已签收，签收人凭取货码签收。感谢使用圆通速递", station, COLLECTED);
    assertThat(deliveries()).isEqualTo(1);
    at("2026-11-25 09:07");
    at("2026-11-25 10:07");
    assertThat(deliveries()).isEqualTo(2);
  }

  @Test
  void paidAndNotShippedIsShownToAPersonAndTheTaskEndsWithTheParcel() {
    shop.order("5", MEI, Order.Status.WAIT_SELLER_SEND);
    shop.dispatches.on(
        new OrderNews(
            List.of(new OrderEvent.OrderPaid("5", shop.now.minus(Duration.ofHours(39))))));
    shop.unshipped.run(shop.now);
    assertThat(shop.desk.tasks).isEmpty();

    shop.now = shop.now.plus(Duration.ofHours(2));
    shop.unshipped.run(shop.now);
    shop.unshipped.run(shop.now.plus(Duration.ofHours(1)));
    assertThat(shop.desk.opened).containsExactly("not-shipped:5");
    assertThat(shop.desk.words.get("not-shipped:5")).contains("付款超过 40 小时还没发货：5", "桂花乌龙茶");

    shop.shipped("5", MEI, yt(1));
    assertThat(shop.desk.tasks).isEmpty();
  }

  @Test
  void ofManyUnshippedOrdersThereIsOneTask() {
    List<OrderEvent> paid =
        IntStream.range(0, 30)
            .<OrderEvent>mapToObj(
                n -> {
                  shop.order("u" + n, MEI, Order.Status.WAIT_SELLER_SEND);
                  return new OrderEvent.OrderPaid("u" + n, shop.now.minus(Duration.ofHours(41)));
                })
            .toList();
    shop.dispatches.on(new OrderNews(paid));
    shop.unshipped.run(shop.now);
    assertThat(shop.desk.words.values()).singleElement().asString().contains("有 30 个订单付款超过 40 小时");
  }

  /** Whatever is pushed late, again, or out of order, and whenever the sweep runs. */
  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8"})
  void nothingIsEverToldOrGivenToAPersonTwice(long seed) {
    List<String> life =
        List.of(
            COLLECTED,
            "2026-11-22 02:00 【上海中转部】快件错分，正在转往正确网点",
            MOVING,
            "2026-11-22 09:00 派送不成功，收件人电话无法接通",
            "2026-11-22 15:00 【杭州市西湖区文新公司】 派件中 派件人: 张师傅",
            "2026-11-22 18:00 收件人拒收，快件暂存网点",
            "2026-11-23 09:00 【杭州市西湖区文新公司】 派件中 派件人: 李师傅",
            "2026-11-23 11:20 快件已由西溪店菜鸟驿站代收，请及时取件");
    Random chance = new Random(seed);
    shop.shipped("1", MEI, yt(1));
    Instant now = shop.now;
    for (int push = 0; push < 40; push++) {
      now = now.plus(Duration.ofMinutes(chance.nextInt(300)));
      shop.now = now;
      int to = 1 + chance.nextInt(life.size());
      int from = chance.nextInt(to);
      shop.push(yt(1), Watch.WATCHING, life.subList(from, to).reversed().toArray(String[]::new));
      shop.troubleSweep.run(now);
      shop.notices.run(now);
    }
    assertThat(shop.post.posted).hasSameSizeAs(new HashSet<>(shop.post.posted));
    assertThat(shop.desk.opened).hasSameSizeAs(new HashSet<>(shop.desk.opened));
    assertThat(troubles()).hasSameSizeAs(new HashSet<>(troubles()));
  }
}
