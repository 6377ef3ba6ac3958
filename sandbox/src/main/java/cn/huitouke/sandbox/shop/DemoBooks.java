package cn.huitouke.sandbox.shop;

import static cn.huitouke.sandbox.shop.DemoOrder.Stand.CLOSED;
import static cn.huitouke.sandbox.shop.DemoOrder.Stand.FINISHED;
import static cn.huitouke.sandbox.shop.DemoOrder.Stand.REFUNDED;
import static cn.huitouke.sandbox.shop.DemoOrder.Stand.SHIPPED;
import static cn.huitouke.sandbox.shop.DemoOrder.Stand.UNPAID;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Eight customers and their twenty orders: one of each kind that keeps a shopkeeper awake. */
final class DemoBooks {

  static final DemoBuyer MAN =
      DemoBuyer.of("xiaoman", "小满的茶席", "林小满", "16012033107", City.HANGZHOU, false);
  static final DemoBuyer ZHOU =
      DemoBuyer.of("yizhou", "一舟听雨", "陈一舟", "16012035520", City.GUANGZHOU, false);
  static final DemoBuyer NIAN =
      DemoBuyer.of("nianan", "念安今天喝茶了吗", "周念安", "16012038816", City.CHENGDU, false);
  static final DemoBuyer XIA =
      DemoBuyer.of("zhixia", "知夏_xia", "许知夏", "16012036243", City.SHANGHAI, true);
  static final DemoBuyer CHUAN =
      DemoBuyer.of("dachuan", "大川爱下厨", "韩大川", "16012039971", City.BEIJING, false);
  static final DemoBuyer MIAO =
      DemoBuyer.of("amiao", "阿苗家的猫", "沈阿苗", "16012034408", City.WUHAN, false);
  static final DemoBuyer HE =
      DemoBuyer.of("qinghe", "青禾慢生活", "赵青禾", "16012037265", City.XIAN, false);
  static final DemoBuyer QIAO =
      DemoBuyer.of("nanqiao", "南乔听风", "顾南乔", "16012031938", City.NANJING, true);

  private final ShopDays days;
  private final DemoParcels parcels;
  private final List<DemoOrder> orders = new ArrayList<>();

  DemoBooks(ShopDays days, DemoParcels parcels) {
    this.days = days;
    this.parcels = parcels;
    underway();
    atTheDoor();
    troubles();
    finishedLongAgo();
  }

  static List<DemoBuyer> buyers() {
    return List.of(MAN, ZHOU, NIAN, XIA, CHUAN, MIAO, HE, QIAO);
  }

  List<DemoOrder> orders() {
    return orders;
  }

  private void underway() {
    shipped(MAN, -2, usual(Express.YTO, MAN, -2), item(Ware.RED_TEA, 1), item(Ware.CUPS, 1));
    Instant handed = parcels.collectedToday();
    DemoWaybill fresh = parcels.justCollected(Express.ZTO, City.HANGZHOU, tailOf(MAN));
    add(
        MAN,
        SHIPPED,
        "送一包试饮装",
        handed.minus(Duration.ofHours(21)),
        handed,
        fresh,
        item(Ware.PUER, 1));
    DemoWaybill early = usual(Express.STO, XIA, -2);
    DemoWaybill late = usual(Express.YTO, XIA, -1);
    order(
        XIA,
        SHIPPED,
        "分两包发",
        bought(-3),
        Optional.of(handedOver(-2)),
        List.of(early, late),
        item(Ware.WALNUTS, 2),
        item(Ware.MORELS, 1));
    DemoWaybill shared = parcels.usualToLocker(Express.ZTO, City.WUHAN, tailOf(MIAO), -2);
    shipped(MIAO, -2, shared, item(Ware.FLOWER_CAKES, 2));
    shipped(MIAO, -2, shared, item(Ware.HONEY, 1));
    shipped(HE, -1, usual(Express.JT, HE, -1), item(Ware.SOUP, 2));
    shipped(QIAO, -2, usual(Express.YUNDA, QIAO, -2), item(Ware.HAM, 2), item(Ware.MORELS, 1));
  }

  private void atTheDoor() {
    DemoWaybill today = parcels.outToday(Express.SF, City.GUANGZHOU, tailOf(ZHOU));
    shipped(ZHOU, -3, today, item(Ware.TEAPOT, 1));
    DemoWaybill waiting = parcels.inLocker(Express.YTO, City.CHENGDU, tailOf(NIAN));
    shipped(NIAN, -3, waiting, item(Ware.HONEY, 2));
    shipped(HE, -4, usual(Express.JT, HE, -4), item(Ware.WALNUTS, 1));
  }

  private void troubles() {
    DemoWaybill silent = parcels.stuck(Express.YUNDA, City.BEIJING, tailOf(CHUAN));
    shipped(CHUAN, -5, silent, item(Ware.HAM, 3), item(Ware.SOUP, 1));
    Instant morning = days.already(9, 40, Duration.ofHours(3));
    DemoWaybill packed = parcels.tomorrow(Express.STO, City.GUANGZHOU, tailOf(ZHOU));
    add(ZHOU, SHIPPED, "", morning, days.at(1, 10, 40), packed, item(Ware.PUER, 2));
    DemoWaybill back = parcels.turnedBack(Express.STO, City.BEIJING, tailOf(CHUAN));
    order(
        CHUAN,
        REFUNDED,
        "客户改买大罐，已退款",
        bought(-9),
        Optional.of(handedOver(-8)),
        List.of(back),
        item(Ware.RED_TEA, 1));
    Instant lately = days.already(11, 5, Duration.ofHours(2));
    order(QIAO, UNPAID, "", lately, Optional.empty(), List.of(), item(Ware.CUPS, 1));
    order(QIAO, CLOSED, "", bought(-6), Optional.empty(), List.of(), item(Ware.TEAPOT, 1));
  }

  private void finishedLongAgo() {
    finished(MAN, -31, Express.YTO, item(Ware.RED_TEA, 1));
    finished(ZHOU, -24, Express.SF, item(Ware.CUPS, 1));
    finished(NIAN, -19, Express.YTO, item(Ware.RED_TEA, 2), item(Ware.FLOWER_CAKES, 1));
    finished(XIA, -16, Express.YTO, item(Ware.MORELS, 2));
    finished(MIAO, -12, Express.ZTO, item(Ware.SOUP, 1));
  }

  private DemoWaybill usual(Express express, DemoBuyer buyer, int day) {
    return parcels.usual(express, buyer.city(), tailOf(buyer), day);
  }

  private void shipped(DemoBuyer buyer, int day, DemoWaybill waybill, DemoItem... items) {
    add(buyer, SHIPPED, "", bought(day - 1), handedOver(day), waybill, items);
  }

  private void finished(DemoBuyer buyer, int day, Express express, DemoItem... items) {
    DemoWaybill waybill = usual(express, buyer, day);
    add(buyer, FINISHED, "", bought(day - 1), handedOver(day), waybill, items);
  }

  private void add(
      DemoBuyer buyer,
      DemoOrder.Stand stand,
      String memo,
      Instant created,
      Instant shipped,
      DemoWaybill waybill,
      DemoItem... items) {
    order(buyer, stand, memo, created, Optional.of(shipped), List.of(waybill), items);
  }

  private void order(
      DemoBuyer buyer,
      DemoOrder.Stand stand,
      String memo,
      Instant created,
      Optional<Instant> shipped,
      List<DemoWaybill> waybills,
      DemoItem... items) {
    boolean unpaid = stand == UNPAID || stand == CLOSED;
    Optional<Instant> paid = unpaid ? Optional.empty() : Optional.of(created.plusSeconds(38));
    Optional<Instant> finished =
        switch (stand) {
          case FINISHED -> shipped.map(at -> at.plus(Duration.ofDays(5)));
          case REFUNDED -> shipped.map(at -> at.plus(Duration.ofDays(2)));
          case CLOSED -> Optional.of(created.plus(Duration.ofDays(1)));
          case UNPAID, UNSHIPPED, SHIPPED -> Optional.empty();
        };
    orders.add(
        new DemoOrder(
            nextNumber(),
            buyer,
            List.of(items),
            stand,
            exportedPhone(buyer),
            memo,
            created,
            paid,
            shipped,
            finished,
            waybills));
  }

  private String nextNumber() {
    return "1990000000%05d%04d".formatted(days.today().toEpochDay(), 1013 + 37 * orders.size());
  }

  private static String exportedPhone(DemoBuyer buyer) {
    return buyer.hidden()
        ? "160990000%02d-%s".formatted(buyers().indexOf(buyer), tailOf(buyer))
        : "160****" + buyer.tail();
  }

  /** The extension of a virtual number is not the customer's own tail: they may not know it. */
  private static String tailOf(DemoBuyer buyer) {
    return buyer.hidden() ? "70%02d".formatted(buyers().indexOf(buyer)) : buyer.tail();
  }

  private Instant bought(int day) {
    return days.at(day, 20, 14).plusSeconds(orders.size() * 197L);
  }

  private Instant handedOver(int day) {
    return days.at(day, 17, 2);
  }

  private static DemoItem item(Ware ware, int count) {
    return new DemoItem(ware, count);
  }
}
