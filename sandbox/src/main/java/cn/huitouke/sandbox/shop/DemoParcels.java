package cn.huitouke.sandbox.shop;

import cn.huitouke.sandbox.world.Journey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The ways of all parcels, as many kinds of ways as a shop sees in a week. */
final class DemoParcels {

  private final ShopDays days;
  private final Map<String, Journey> journeys = new LinkedHashMap<>();
  private int nth = 20;

  DemoParcels(ShopDays days) {
    this.days = days;
  }

  Map<String, Journey> journeys() {
    return journeys;
  }

  /** Handed over on that day, and at the door on the third morning. */
  DemoWaybill usual(Express express, City to, String tail, int day) {
    DemoWaybill waybill = next(express);
    Itinerary way = way(waybill, to).upToBranch(day).delivered(day + 3);
    return keep(way, waybill, tail, Optional.of(days.at(day + 3, 18, 0)));
  }

  /** As usual, but nobody is at home: it waits in the locker until the evening after. */
  DemoWaybill usualToLocker(Express express, City to, String tail, int day) {
    DemoWaybill waybill = next(express);
    Itinerary way = way(waybill, to).upToBranch(day);
    way.out(way.minutely(day + 3, 7, 5))
        .locker(way.minutely(day + 3, 12, 10))
        .fetched(way.minutely(day + 4, 18, 25));
    return keep(way, waybill, tail, Optional.empty());
  }

  /** The courier has just picked it up from the shop. */
  DemoWaybill justCollected(Express express, City to, String tail) {
    DemoWaybill waybill = next(express);
    Itinerary way = way(waybill, to);
    way.collected(collectedToday())
        .leavesKunming(days.at(1, 1, 12))
        .reachesMidway(way.minutely(1, 16, 5))
        .leavesMidway(way.minutely(1, 20, 10))
        .reachesCity(way.minutely(2, 13, 15))
        .arrived(way.minutely(3, 5, 5))
        .delivered(3);
    return keep(way, waybill, tail, Optional.of(days.at(3, 18, 0)));
  }

  Instant collectedToday() {
    return days.already(17, 30, Duration.ofMinutes(15));
  }

  /** The shop packs it tomorrow morning; until then no carrier knows the number. */
  DemoWaybill tomorrow(Express express, City to, String tail) {
    DemoWaybill waybill = next(express);
    Itinerary way = way(waybill, to);
    way.collected(way.minutely(1, 11, 10))
        .leavesKunming(way.minutely(1, 22, 40))
        .reachesMidway(way.minutely(2, 14, 5))
        .leavesMidway(way.minutely(2, 19, 10))
        .reachesCity(way.minutely(3, 13, 15))
        .arrived(way.minutely(4, 5, 5))
        .delivered(4);
    return keep(way, waybill, tail, Optional.of(days.at(4, 18, 0)));
  }

  /** The courier has it on the van; it is signed for within the hour, unless it is night. */
  DemoWaybill outToday(Express express, City to, String tail) {
    DemoWaybill waybill = next(express);
    Itinerary way =
        way(waybill, to)
            .upToBranch(-3)
            .out(days.already(7, 18, Duration.ofMinutes(20)))
            .signed(days.soon(11, 42, Duration.ofMinutes(50)));
    return keep(way, waybill, tail, Optional.of(days.at(0, 18, 0)));
  }

  /** It lies in a locker, and will lie there until the evening after tomorrow. */
  DemoWaybill inLocker(Express express, City to, String tail) {
    DemoWaybill waybill = next(express);
    Itinerary way =
        way(waybill, to)
            .upToBranch(-3)
            .out(days.already(7, 18, Duration.ofMinutes(30)))
            .locker(days.already(10, 26, Duration.ofMinutes(10)));
    way.fetched(way.minutely(2, 18, 20));
    return keep(way, waybill, tail, Optional.empty());
  }

  /** Nothing heard for four days; it moves again on the day after tomorrow. */
  DemoWaybill stuck(Express express, City to, String tail) {
    DemoWaybill waybill = next(express);
    Itinerary way = way(waybill, to);
    way.collected(way.minutely(-5, 17, 30))
        .leavesKunming(way.minutely(-5, 23, 20))
        .reachesMidway(way.minutely(-4, 4, 5))
        .leavesMidway(way.minutely(2, 9, 30))
        .reachesCity(way.minutely(2, 20, 45))
        .arrived(way.minutely(3, 5, 5))
        .delivered(3);
    return keep(way, waybill, tail, Optional.of(days.at(-2, 18, 0)));
  }

  /** Refunded on the way, and back at the shop since. */
  DemoWaybill turnedBack(Express express, City to, String tail) {
    DemoWaybill waybill = next(express);
    Itinerary way = way(waybill, to);
    way.collected(way.minutely(-8, 17, 30))
        .leavesKunming(way.minutely(-8, 23, 20))
        .reachesMidway(way.minutely(-7, 16, 5))
        .turnedBack(-6);
    return keep(way, waybill, tail, Optional.empty());
  }

  private DemoWaybill next(Express express) {
    nth++;
    String day = String.valueOf(days.today().toEpochDay());
    return new DemoWaybill(express, express.number(day, nth));
  }

  private Itinerary way(DemoWaybill waybill, City to) {
    return new Itinerary(waybill, to, nth, days);
  }

  private DemoWaybill keep(
      Itinerary way, DemoWaybill waybill, String tail, Optional<Instant> promised) {
    journeys.put(waybill.number(), way.written(promised, tail));
    return waybill;
  }
}
