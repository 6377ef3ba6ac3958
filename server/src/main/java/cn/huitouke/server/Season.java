package cn.huitouke.server;

import cn.huitouke.order.OrderImports;
import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.people.Crowd;
import cn.huitouke.sandbox.shop.BusyShop;
import cn.huitouke.schedule.ShopClock;
import cn.huitouke.schedule.TimeTravel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Plays the days. The clock stands still while something happens and is turned in between, in steps
 * of half an hour at most as many as something is due in: so the same seed gives the same days.
 */
final class Season {

  private static final Duration STEP = Duration.ofMinutes(30);

  /** The day's orders are packed and handed over by then. */
  private static final LocalTime EXPORT = LocalTime.of(18, 10);

  private final RehearsalOptions options;
  private final BusyShop shop;
  private final Sandbox sandbox;
  private final Crowd crowd;
  private final ShopClock clock;
  private final TimeTravel travel;
  private final OrderImports imports;
  private final Consumer<LocalDate> eachDay;
  private long turns;
  private long deeds;

  Season(
      RehearsalOptions options,
      BusyShop shop,
      Sandbox sandbox,
      Crowd crowd,
      ShopClock clock,
      TimeTravel travel,
      OrderImports imports,
      Consumer<LocalDate> eachDay) {
    this.options = options;
    this.shop = shop;
    this.sandbox = sandbox;
    this.crowd = crowd;
    this.clock = clock;
    this.travel = travel;
    this.imports = imports;
    this.eachDay = eachDay;
  }

  void play() {
    for (int day = 0; day < options.days(); day++) {
      LocalDate date = options.start().plusDays(day);
      eachDay.accept(date);
      play(date);
    }
    turn(options.until());
  }

  /** How often the clock was turned. */
  long turns() {
    return turns;
  }

  /** How often a customer did something. */
  long deeds() {
    return deeds;
  }

  private void play(LocalDate date) {
    // Every day at other minutes, for the eye.
    SplittableRandom chance = new SplittableRandom(options.seed() * 1_000 + date.toEpochDay());
    Duration shift = Duration.ofSeconds(chance.nextInt((int) STEP.toSeconds()));
    Instant midnight = date.atStartOfDay(RehearsalOptions.ZONE).toInstant();
    Instant export = date.atTime(EXPORT).atZone(RehearsalOptions.ZONE).toInstant();
    boolean exported = false;
    for (int step = 0; step < 48; step++) {
      Instant at = midnight.plus(STEP.multipliedBy(step)).plus(shift);
      boolean asleep = step < 12 && step % 4 != 0;
      boolean export_ = !exported && !at.isBefore(export);
      if (asleep || !export_ && step % 2 != 0 && !due(at)) {
        continue;
      }
      turn(at);
      if (export_) {
        exported = true;
        bringIn(at);
      }
      deeds += crowd.act(at, this::settle);
      settle();
    }
  }

  private boolean due(Instant by) {
    return Stream.of(sandbox.nextDue(), crowd.next())
        .flatMap(Optional::stream)
        .anyMatch(at -> !at.isAfter(by));
  }

  private void turn(Instant to) {
    turns++;
    travel.turnTo(to);
    sandbox.advance();
    settle();
  }

  private void bringIn(Instant now) {
    BusyShop.Export export = shop.export(now);
    if (export.count() > 0) {
      read(export.orders(), "ExportOrderList.csv");
      read(export.items(), "ExportOrderDetailList.csv");
      settle();
    }
  }

  private void read(byte[] export, String name) {
    try {
      imports.importFile(new ByteArrayInputStream(export), name, "taobao");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Until neither side has anything left to do. */
  private void settle() {
    travel.turnTo(clock.instant());
  }
}
