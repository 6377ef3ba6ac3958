package cn.huitouke.sandbox.shop;

import cn.huitouke.sandbox.world.Journey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes one parcel's way from Kunming, step by step, in its carrier's words. */
final class Itinerary {

  private static final String KUNMING = "云南,昆明市";
  private static final List<String> PEOPLE =
      List.of("杨师傅", "何师傅", "罗师傅", "段师傅", "白师傅", "普师傅", "木师傅", "陶师傅", "尹师傅");

  private final DemoWaybill waybill;
  private final City to;
  private final int nth;
  private final ShopDays days;
  private final List<Journey.Step> steps = new ArrayList<>();

  Itinerary(DemoWaybill waybill, City to, int nth, ShopDays days) {
    this.waybill = waybill;
    this.to = to;
    this.nth = nth;
    this.days = days;
  }

  /** The usual three nights on the road: at the door in the morning of the third day. */
  Itinerary upToBranch(int day) {
    return collected(minutely(day, 17, 30))
        .leavesKunming(minutely(day, 23, 20))
        .reachesMidway(minutely(day + 1, 16, 5))
        .leavesMidway(minutely(day + 1, 20, 10))
        .reachesCity(minutely(day + 2, 13, 15))
        .arrived(minutely(day + 3, 5, 5));
  }

  Itinerary collected(Instant at) {
    return step(at, lines().collected(), "", "103", "1", KUNMING + ",官渡区", 0);
  }

  Itinerary leavesKunming(Instant at) {
    return moved(at, lines().leaves(), "昆明", to.midway(), KUNMING);
  }

  Itinerary reachesMidway(Instant at) {
    return moved(at, lines().reaches(), to.midway(), "", to.midwayArea());
  }

  Itinerary leavesMidway(Instant at) {
    return moved(at, lines().leaves(), to.midway(), to.shortName(), to.midwayArea());
  }

  Itinerary reachesCity(Instant at) {
    String text = lines().reaches().replace("{at}", to.shortName());
    steps.add(new Journey.Step(at, text, "1001", "201", to.hubArea()));
    return this;
  }

  Itinerary arrived(Instant at) {
    String text = lines().arrived().replace("{at}", branch());
    steps.add(new Journey.Step(at, text, "1001", "201", to.area()));
    return this;
  }

  Itinerary out(Instant at) {
    return step(at, lines().out(), branch(), "5", "202", to.area(), 1);
  }

  Itinerary locker(Instant at) {
    return step(at, lines().locker(), to.locker(), "501", "211", to.area(), 1);
  }

  Itinerary signed(Instant at) {
    return step(at, lines().signed(), branch(), "301", "301", to.area(), 1);
  }

  Itinerary fetched(Instant at) {
    return step(at, lines().fetched(), to.locker(), "304", "311", to.area(), 1);
  }

  /** Out at seven, signed before noon. */
  Itinerary delivered(int day) {
    return out(minutely(day, 7, 5)).signed(minutely(day, 11, 20));
  }

  /** The customer wanted the money back while it was on its way. */
  Itinerary turnedBack(int day) {
    steps.add(
        new Journey.Step(minutely(day, 10, 40), "快件因收件人申请退款，正在退回寄件人途中", "6", "407", to.hubArea()));
    steps.add(
        new Journey.Step(
            minutely(day + 3, 15, 10), "退件已签收，签收人：云朵山货", "4", "406", KUNMING + ",官渡区"));
    return this;
  }

  /** Nobody took it in: it goes back where it came from. */
  Itinerary refused(Instant atTheDoor, Instant back) {
    steps.add(new Journey.Step(atTheDoor, "收件人拒收，快件将退回寄件人", "203", "406", to.area()));
    steps.add(
        new Journey.Step(
            atTheDoor.plus(Duration.ofHours(5)), "快件正在退回寄件人途中", "6", "407", to.hubArea()));
    steps.add(new Journey.Step(back, "退件已签收，签收人：云朵山货", "4", "406", KUNMING + ",官渡区"));
    return this;
  }

  /** Unloaded in a city where nobody waits for it. */
  Itinerary strayed(Instant at, City elsewhere) {
    String text = lines().reaches().replace("{at}", elsewhere.shortName());
    steps.add(new Journey.Step(at, text, "1002", "2", elsewhere.hubArea()));
    return moved(
        at.plus(Duration.ofHours(19)),
        lines().leaves(),
        elsewhere.shortName(),
        to.shortName(),
        elsewhere.hubArea());
  }

  Instant minutely(int day, int hour, int minute) {
    return days.at(day, hour, minute).plus(Duration.ofSeconds(nth * 53L % 900));
  }

  Journey written(Optional<Instant> promised, String tail) {
    return new Journey(
        waybill.express().code(), waybill.number(), Optional.of(tail), steps, promised);
  }

  private Itinerary moved(Instant at, String line, String here, String next, String area) {
    String text = line.replace("{at}", here).replace("{to}", next);
    steps.add(new Journey.Step(at, text, "1002", "2", area));
    return this;
  }

  private Itinerary step(
      Instant at,
      String line,
      String place,
      String kuaidi100,
      String kdniao,
      String area,
      int courier) {
    int who = (nth + courier) % PEOPLE.size();
    String tel = "138001380%02d".formatted(10 + (nth * 2 + courier) % 90);
    String text =
        line.replace("{at}", place).replace("{who}", PEOPLE.get(who)).replace("{tel}", tel);
    steps.add(new Journey.Step(at, text, kuaidi100, kdniao, area));
    return this;
  }

  private String branch() {
    return to.city() + to.branch();
  }

  private Express.Lines lines() {
    return waybill.express().lines();
  }
}
