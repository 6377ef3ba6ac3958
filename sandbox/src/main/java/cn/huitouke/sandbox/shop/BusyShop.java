package cn.huitouke.sandbox.shop;

import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Parcels;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The same shop over a long time: so many customers, each with a rhythm of their own, and everything
 * that becomes of their orders. The same seed gives the same shop to the last digit.
 */
public final class BusyShop implements Parcels {

  private static final String FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗";
  private static final String GIVEN = "思雨子墨欣怡梓涵浩然诗琪俊杰一诺佳宁若曦嘉懿清妍文博语桐安然知行";
  private static final List<String> NICKS =
      List.of("爱喝茶", "慢慢来", "小日子", "的厨房", "在路上", "晒太阳", "不熬夜", "的猫", "看山去", "吃早饭");
  private static final Duration PACKING = Duration.ofHours(3);

  private final List<DemoBuyer> buyers = new ArrayList<>();
  private final List<Sale> sales = new ArrayList<>();
  private final Map<String, List<Sale>> byBuyer = new HashMap<>();
  private final Map<String, Journey> journeys = new LinkedHashMap<>();
  private final Map<String, DemoOrder.Stand> exported = new HashMap<>();
  private final ShopDays days;
  private final Instant start;
  private final int length;

  /**
   * @param start the first midnight
   * @param length in days
   */
  public BusyShop(Instant start, int length, int customers, long seed) {
    this.start = start;
    this.length = length;
    this.days = new ShopDays(start);
    for (int i = 0; i < customers; i++) {
      RandomGenerator chance = new SplittableRandom(seed * 1_000_003 + i);
      DemoBuyer buyer = buyer(i, chance);
      buyers.add(buyer);
      trade(buyer, i, chance);
    }
    sales.sort(Comparator.comparing(Sale::created).thenComparing(Sale::number));
    sales.forEach(sale -> byBuyer.get(sale.buyer().openid()).add(sale));
  }

  public List<DemoBuyer> buyers() {
    return buyers;
  }

  /** All sales, by the time at which they are made. */
  public List<Sale> sales() {
    return sales;
  }

  /** One customer's sales, oldest first. */
  public List<Sale> salesTo(DemoBuyer buyer) {
    return byBuyer.getOrDefault(buyer.openid(), List.of());
  }

  /**
   * The order list as an operator exports it: what is new or stands otherwise than in the export
   * before.
   */
  public synchronized Export export(Instant now) {
    List<DemoOrder> changed = new ArrayList<>();
    for (Sale sale : sales) {
      if (sale.created().isAfter(now)) {
        break;
      }
      DemoOrder order = sale.asOf(now);
      if (exported.put(sale.number(), order.stand()) != order.stand()) {
        changed.add(order);
      }
    }
    TaobaoExport export = new TaobaoExport(changed);
    return new Export(changed.size(), export.orders(), export.items());
  }

  /**
   * Two files, in GB18030.
   *
   * @param count how many orders are in it
   */
  public record Export(int count, byte[] orders, byte[] items) {}

  private static DemoBuyer buyer(int i, RandomGenerator chance) {
    String given = pick(GIVEN, chance) + pick(GIVEN, chance);
    String nick = given + NICKS.get(chance.nextInt(NICKS.size()));
    City city = City.values()[chance.nextInt(City.values().length)];
    String phone = "160%08d".formatted(20_000_000 + i * 7 + chance.nextInt(7));
    boolean hidden = chance.nextInt(100) < 30;
    return DemoBuyer.of(
        "y%05d".formatted(i), nick, pick(FAMILY, chance) + given, phone, city, hidden);
  }

  private static String pick(String letters, RandomGenerator chance) {
    return String.valueOf(letters.charAt(chance.nextInt(letters.length())));
  }

  /** Most buy a few times a year, some every month. */
  private void trade(DemoBuyer buyer, int i, RandomGenerator chance) {
    byBuyer.put(buyer.openid(), new ArrayList<>());
    BusyRoads roads = new BusyRoads(days, chance);
    double gap = chance.nextInt(10) < 2 ? 25 + chance.nextInt(20) : 60 + chance.nextInt(90);
    double day = chance.nextDouble() * Math.min(gap, length * 0.8);
    for (int n = 0; day < length; n++) {
      sell(buyer, i, n, (int) day, roads, chance);
      day += gap * (0.5 + chance.nextDouble());
    }
  }

  private void sell(
      DemoBuyer buyer, int i, int n, int day, BusyRoads roads, RandomGenerator chance) {
    Instant created =
        start.plus(Duration.ofDays(day)).plusSeconds(3600 * 8 + chance.nextInt(3600 * 15));
    Sale.Fate fate = fate(chance.nextInt(1000));
    String number = "1990000%05d%07d".formatted(20_000 + day, (i * 100L + n) % 10_000_000);
    String tail = buyer.hidden() ? "7%03d".formatted(i % 1000) : buyer.tail();
    String phone = buyer.hidden() ? "16099%06d-%s".formatted(i, tail) : "160****" + buyer.tail();
    List<DemoItem> items = items(chance);
    if (fate == Sale.Fate.NONE) {
      Optional<Instant> closed = Optional.of(created.plus(Duration.ofDays(1)));
      sales.add(
          new Sale(
              number,
              buyer,
              items,
              phone,
              created,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              closed,
              Optional.empty(),
              fate,
              List.of()));
      return;
    }
    Instant paid = created.plusSeconds(38 + chance.nextInt(300));
    Instant handed = packed(paid);
    Express express = Express.values()[chance.nextInt(Express.values().length)];
    int nth = journeys.size() + 1;
    DemoWaybill waybill = new DemoWaybill(express, express.number("%05d".formatted(day), nth));
    BusyRoads.Way way = roads.lay(waybill, buyer.city(), tail, nth, handed, fate);
    journeys.put(waybill.number(), way.journey());
    Optional<Instant> refunded =
        fate == Sale.Fate.RETURNED
            ? Optional.of(way.over().plus(Duration.ofHours(20)))
            : way.signed()
                .filter(_ -> chance.nextInt(100) < 3)
                .map(at -> at.plus(Duration.ofDays(3)));
    Optional<Instant> confirmed =
        way.signed()
            .filter(_ -> refunded.isEmpty())
            .map(at -> at.plus(Duration.ofDays(1 + chance.nextInt(9))));
    sales.add(
        new Sale(
            number,
            buyer,
            items,
            phone,
            created,
            Optional.of(paid),
            Optional.of(handed),
            way.signed(),
            confirmed,
            refunded,
            fate,
            List.of(waybill)));
  }

  /** What is paid before two in the afternoon leaves on the same day. */
  private static Instant packed(Instant paid) {
    ZonedDateTime ready = paid.plus(PACKING).atZone(ShopDays.ZONE);
    LocalDate day = ready.getHour() < 17 ? ready.toLocalDate() : ready.toLocalDate().plusDays(1);
    return day.atTime(17, 2).atZone(ShopDays.ZONE).toInstant();
  }

  private static Sale.Fate fate(int mill) {
    int[] shares = {730, 120, 20, 40, 40, 15, 15};
    int left = mill;
    for (int i = 0; i < shares.length; i++) {
      left -= shares[i];
      if (left < 0) {
        return Sale.Fate.values()[i];
      }
    }
    return Sale.Fate.NONE;
  }

  private static List<DemoItem> items(RandomGenerator chance) {
    Ware first = Ware.values()[chance.nextInt(Ware.values().length)];
    List<DemoItem> items = new ArrayList<>(List.of(new DemoItem(first, 1 + chance.nextInt(2))));
    if (chance.nextInt(100) < 25) {
      Ware second = Ware.values()[chance.nextInt(Ware.values().length)];
      if (second != first) {
        items.add(new DemoItem(second, 1));
      }
    }
    return items;
  }

  @Override
  public Optional<Journey> find(String carrier, String number) {
    return Optional.ofNullable(journeys.get(number))
        .filter(journey -> journey.carrier().equals(carrier));
  }

  @Override
  public Collection<Journey> all() {
    return journeys.values();
  }
}
