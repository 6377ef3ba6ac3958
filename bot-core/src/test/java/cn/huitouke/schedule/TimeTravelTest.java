package cn.huitouke.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TimeTravelTest {

  private static final java.time.ZoneId SHOP = java.time.ZoneId.of("Asia/Shanghai");

  /** 20:00 in Shanghai. */
  private static final Instant EVENING = Instant.parse("2026-11-21T12:00:00Z");

  private final ShopClock clock = new ShopClock(InstantSource.fixed(EVENING), Duration.ZERO);
  private final List<String> diary = new ArrayList<>();

  /** Who has nothing to do. */
  private final Set<String> idle = new HashSet<>();

  private int glances;

  private record Diarist(String name, String cron, List<String> diary, ShopClock clock)
      implements Sweep {
    @Override
    public void run(Instant now) {
      assertThat(clock.instant()).isEqualTo(now);
      diary.add(name + " " + now);
    }
  }

  private Sweep sweep(String name, String cron) {
    return new Diarist(name, cron, diary, clock);
  }

  /** One that waits for something of its own. */
  private Sweep waiting(String name, String cron) {
    return new Sweep() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String cron() {
        return cron;
      }

      @Override
      public Optional<String> occasion() {
        return Optional.of(name);
      }

      @Override
      public void run(Instant now) {
        diary.add(name);
        idle.remove("ears"); // for whom there is something to do now
      }
    };
  }

  private Set<String> idle(Map<String, String> occasions, Instant now) {
    assertThat(clock.instant()).isEqualTo(now);
    glances++;
    Set<String> both = new HashSet<>(idle);
    both.retainAll(occasions.keySet());
    return both;
  }

  @Test
  void whoHasNothingToDoIsPassedOverUntilAnotherGivesThemSomething() {
    idle.addAll(List.of("ears", "mouth", "nose"));
    Sweep[] sweeps = {
      waiting("ears", "30 * * * * ?"),
      waiting("mouth", "30 * * * * ?"),
      waiting("nose", "30 * * * * ?")
    };

    turn(Duration.ofMinutes(20), sweeps);
    assertThat(diary).isEmpty();
    assertThat(glances).isEqualTo(1);

    idle.remove("mouth");
    idle.remove("nose");
    try (TimeTravel travel = travel(List.of(), sweeps)) {
      travel.turnTo(clock.instant().plus(Duration.ofMinutes(20)));
      travel.turnTo(clock.instant().plus(Duration.ofMinutes(20)));
    }
    assertThat(diary).containsExactly("mouth", "nose", "ears", "mouth", "nose");
  }

  private TimeTravel travel(List<Settling> settlings, Sweep... sweeps) {
    return new TimeTravel(clock, new Sweeps(List.of(sweeps), SHOP), settlings, this::idle);
  }

  private void turn(Duration by, Sweep... sweeps) {
    try (TimeTravel travel = travel(List.of(), sweeps)) {
      travel.turnTo(EVENING.plus(by));
    }
    assertThat(clock.instant()).isEqualTo(EVENING.plus(by));
  }

  @Test
  void whatIsDueOnTheWayHappensInOrderAtItsTime() {
    turn(
        Duration.ofHours(24),
        sweep("digest", "0 30 7 * * ?"),
        sweep("midnight", "0 0 0 * * ?"),
        sweep("never", "0 0 0 1 1 ?"));
    assertThat(diary)
        .containsExactly("midnight 2026-11-21T16:00:00Z", "digest 2026-11-21T23:30:00Z");
  }

  @Test
  void turningInStepsIsTheSameAsTurningAtOnce() {
    try (TimeTravel travel = travel(List.of(), sweep("half", "0 0/30 * * * ?"))) {
      travel.turnTo(EVENING.plus(Duration.ofMinutes(30)));
      travel.turnTo(EVENING.plus(Duration.ofMinutes(59)));
      travel.turnTo(EVENING.plus(Duration.ofMinutes(60)));
    }
    assertThat(diary).containsExactly("half 2026-11-21T12:30:00Z", "half 2026-11-21T13:00:00Z");
  }

  @Test
  void theHouseIsQuietBeforeTheClockMovesOn() {
    Settling courier =
        atMost -> {
          if (atMost.isPositive()) {
            diary.add("courier " + clock.instant());
          }
          return true;
        };
    try (TimeTravel travel =
        travel(List.of(courier), sweep("a", "0 0 21 * * ?"), sweep("b", "0 0 21 * * ?"))) {
      travel.turnTo(EVENING.plus(Duration.ofHours(2)));
    }
    assertThat(diary)
        .containsExactly(
            "courier 2026-11-21T12:00:00Z",
            "a 2026-11-21T13:00:00Z",
            "b 2026-11-21T13:00:00Z",
            "courier 2026-11-21T13:00:00Z",
            "courier 2026-11-21T14:00:00Z");
  }

  @Test
  void whatOneStartsWhileAnotherEndsIsWaitedForToo() {
    AtomicInteger letters = new AtomicInteger(2);
    AtomicInteger receipts = new AtomicInteger();
    Settling platform =
        atMost -> receipts.get() == 0 || atMost.isPositive() && receipts.getAndSet(0) > 0;
    Settling courier =
        atMost -> {
          if (atMost.isPositive() && letters.get() > 0) {
            letters.decrementAndGet();
            receipts.incrementAndGet();
          }
          return true;
        };
    try (TimeTravel travel = travel(List.of(platform, courier))) {
      travel.turnTo(EVENING.plus(Duration.ofHours(2)));
    }
    assertThat(letters).hasValue(0);
    assertThat(receipts).hasValue(0);
  }

  @Test
  void aSweepOfEveryMinuteRunsHourlyAndAtTheEnd() {
    turn(Duration.ofMinutes(150), sweep("outbox", "0 * * * * ?"));
    assertThat(diary)
        .containsExactly(
            "outbox 2026-11-21T12:01:00Z",
            "outbox 2026-11-21T13:01:00Z",
            "outbox 2026-11-21T14:01:00Z",
            "outbox 2026-11-21T14:30:00Z");
  }

  @Test
  void aYearIsAMatterOfSeconds() {
    long began = System.nanoTime();
    turn(
        Duration.ofDays(365),
        sweep("outbox", "30 * * * * ?"),
        sweep("parcels", "0/10 * * * * ?"),
        sweep("digest", "0 0/5 7-8 * * ?"));
    assertThat(diary).hasSizeBetween(365 * 24 * 3 - 10, 365 * 24 * 3 + 10);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void oneSweepsFaultIsNoOthers() {
    Sweep faulty =
        new Sweep() {
          @Override
          public String name() {
            return "faulty";
          }

          @Override
          public String cron() {
            return "0 0 * * * ?";
          }

          @Override
          public void run(Instant now) {
            throw new IllegalStateException("out of ink");
          }
        };
    turn(Duration.ofHours(1), faulty, sweep("sound", "0 0 * * * ?"));
    assertThat(diary).containsExactly("sound 2026-11-21T13:00:00Z");
  }

  @Test
  void theClockIsNotTurnedBack() {
    try (TimeTravel travel = travel(List.of())) {
      assertThatThrownBy(() -> travel.turnTo(EVENING.minusSeconds(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aTurnedClockRunsOnAndItsSweepsWithIt() {
    AtomicReference<Instant> wall = new AtomicReference<>(EVENING);
    ShopClock running = new ShopClock(wall::get, Duration.ZERO);
    List<Instant> runs = new ArrayList<>();
    Sweep digest =
        new Sweep() {
          @Override
          public String name() {
            return "digest";
          }

          @Override
          public String cron() {
            return "0 30 7 * * ?";
          }

          @Override
          public void run(Instant now) {
            runs.add(now);
          }
        };
    try (TimeTravel travel =
        new TimeTravel(running, new Sweeps(List.of(digest), SHOP), List.of(), (_, _) -> Set.of())) {
      travel.wallClockSays("digest");
      assertThat(runs).as("not turned: the wall clock is listened to").hasSize(1);
      travel.turnTo(EVENING.plus(Duration.ofHours(11)));
      travel.wallClockSays("digest");
      assertThat(runs).as("turned: it is not").hasSize(1);
      wall.set(EVENING.plus(Duration.ofMinutes(31)));
      assertThat(running.instant()).isEqualTo(Instant.parse("2026-11-21T23:31:00Z"));
      travel.catchUp();
      assertThat(runs).last().isEqualTo(Instant.parse("2026-11-21T23:30:00Z"));
      assertThat(running.offset()).isEqualTo(Duration.ofHours(11));
    }
  }

  @Test
  void aSweepThatCannotBePlannedStopsTheStart() {
    assertThatThrownBy(() -> new Sweeps(List.of(sweep("odd", "every monday")), SHOP))
        .hasMessageContaining("odd")
        .hasMessageContaining("every monday");
    assertThatThrownBy(
            () -> new Sweeps(List.of(sweep("a", "0 0 * * * ?"), sweep("a", "0 0 * * * ?")), SHOP))
        .hasMessageContaining("Two sweeps are called a");
  }
}
