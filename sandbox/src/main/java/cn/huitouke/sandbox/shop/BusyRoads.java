package cn.huitouke.sandbox.shop;

import cn.huitouke.sandbox.world.Journey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Writes the ways of one customer's parcels; no two moves are less than half an hour apart. */
final class BusyRoads {

  private static final long SLOT = Duration.ofMinutes(30).toSeconds();

  private final Set<Long> taken = new HashSet<>();
  private final ShopDays days;
  private final RandomGenerator chance;

  BusyRoads(ShopDays days, RandomGenerator chance) {
    this.days = days;
    this.chance = chance;
  }

  /** A parcel's way, and when the customer has it. */
  record Way(Journey journey, Optional<Instant> signed, Instant over) {}

  Way lay(DemoWaybill waybill, City to, String tail, int nth, Instant handed, Sale.Fate fate) {
    Itinerary way = new Itinerary(waybill, to, nth, days);
    Instant collected = free(handed.plus(minutes(25, 150)));
    way.collected(collected);
    Instant left = free(collected.plus(minutes(150, 420)));
    way.leavesKunming(left);
    Instant at = free(left.plus(hours(lane(to, waybill.express()))));
    way.reachesMidway(at);
    if (fate == Sale.Fate.STALLED) {
      at = at.plus(Duration.ofHours(80 + chance.nextInt(70)));
    }
    if (fate == Sale.Fate.LATE) {
      at = at.plus(Duration.ofHours(26 + chance.nextInt(20)));
    }
    at = free(at.plus(minutes(150, 500)));
    way.leavesMidway(at);
    if (fate == Sale.Fate.MISROUTED) {
      at = free(at.plus(hours(14)));
      way.strayed(at, elsewhere(to));
      taken.add(slot(at.plus(Duration.ofHours(19))));
      at = at.plus(Duration.ofHours(19));
    }
    at = free(at.plus(hours(lane(to, waybill.express()) * 0.7)));
    way.reachesCity(at);
    Instant promised = promise(collected, to, waybill.express());
    return end(way, morningAfter(at), fate, promised, tail);
  }

  private Way end(Itinerary way, LocalDate morning, Sale.Fate fate, Instant promised, String tail) {
    way.arrived(free(time(morning, 5, 10)));
    way.out(free(time(morning, 7, 20).plus(minutes(0, 80))));
    Instant door = free(time(morning, 10, 30).plus(minutes(0, 420)));
    Optional<Instant> expected = Optional.of(promised).filter(_ -> chance.nextInt(10) > 1);
    return switch (fate) {
      case USUAL, STALLED, LATE, MISROUTED, NONE -> {
        way.signed(door);
        yield new Way(way.written(expected, tail), Optional.of(door), door);
      }
      case LOCKER, FORGOTTEN -> {
        way.locker(door);
        int nights = fate == Sale.Fate.LOCKER ? 1 : 3 + chance.nextInt(3);
        Instant fetched = free(time(morning.plusDays(nights), 18, 0).plus(minutes(0, 120)));
        way.fetched(fetched);
        yield new Way(way.written(expected, tail), Optional.of(fetched), fetched);
      }
      case RETURNED -> {
        Instant back = free(time(morning.plusDays(4), 14, 0).plus(minutes(0, 180)));
        way.refused(door, back);
        taken.add(slot(door.plus(Duration.ofHours(5))));
        yield new Way(way.written(expected, tail), Optional.empty(), back);
      }
    };
  }

  /** Hours to the midway hub: each lane has its own, and its good and bad days. */
  private double lane(City to, Express by) {
    double usual = 14 + to.ordinal() * 1.7 % 9 + (by == Express.SF ? -5 : by.ordinal());
    return usual * (0.85 + chance.nextDouble() * 0.35);
  }

  private Instant promise(Instant collected, City to, Express by) {
    double usual = 14 + to.ordinal() * 1.7 % 9 + (by == Express.SF ? -5 : by.ordinal());
    Instant there = collected.plus(hours(usual * 1.9 + 16));
    return time(morningAfter(there), 18, 0);
  }

  private City elsewhere(City to) {
    return City.values()[(to.ordinal() + 1 + chance.nextInt(7)) % City.values().length];
  }

  /** What reaches the city by four in the night is on the van in the morning. */
  private static LocalDate morningAfter(Instant at) {
    return at.plus(Duration.ofHours(20)).atZone(ShopDays.ZONE).toLocalDate();
  }

  private static Instant time(LocalDate day, int hour, int minute) {
    return day.atTime(LocalTime.of(hour, minute)).atZone(ShopDays.ZONE).toInstant();
  }

  private Duration minutes(int least, int most) {
    return Duration.ofSeconds(60L * least + chance.nextInt(60 * (most - least)));
  }

  private static Duration hours(double hours) {
    return Duration.ofSeconds((long) (hours * 3600));
  }

  private Instant free(Instant wanted) {
    Instant at = wanted;
    while (taken.contains(slot(at) - 1)
        || taken.contains(slot(at))
        || taken.contains(slot(at) + 1)) {
      at = at.plusSeconds(SLOT);
    }
    taken.add(slot(at));
    return at;
  }

  static long slot(Instant at) {
    return at.getEpochSecond() / SLOT;
  }
}
