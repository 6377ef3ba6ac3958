package cn.huitouke.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SandboxClockTest {
  private final HandClock wall = new HandClock();
  private final SandboxClock clock = new SandboxClock(wall);
  private final Instant begin = wall.instant();

  /** Does something at each of its times, and writes down when it did. */
  private final class Diary implements SandboxClock.Follower {
    final TreeSet<Instant> due = new TreeSet<>();
    final List<Duration> done = new ArrayList<>();
    final CountDownLatch once = new CountDownLatch(1);

    @Override
    public Optional<Instant> nextDue() {
      return due.isEmpty() ? Optional.empty() : Optional.of(due.first());
    }

    @Override
    public void advance() {
      while (!due.isEmpty() && !due.first().isAfter(clock.instant())) {
        due.removeFirst();
        done.add(Duration.between(begin, clock.instant()));
        once.countDown();
      }
    }
  }

  @Test
  void itStopsOnTheWayWhereverSomethingIsDue() {
    Diary diary = new Diary();
    clock.ledBy(diary);
    for (int hours : List.of(5, 1, 30)) {
      diary.due.add(begin.plus(Duration.ofHours(hours)));
    }
    clock.turnTo(begin.plus(Duration.ofHours(24)));
    assertThat(diary.done).containsExactly(Duration.ofHours(1), Duration.ofHours(5));
    assertThat(clock.instant()).isEqualTo(begin.plus(Duration.ofHours(24)));
  }

  @Test
  void itGoesOnWithTheWallAfterwards() {
    clock.turnTo(begin.plus(Duration.ofDays(3)));
    wall.pass(Duration.ofMinutes(1));
    assertThat(clock.instant()).isEqualTo(begin.plus(Duration.ofDays(3).plusMinutes(1)));
  }

  @Test
  void itIsNotTurnedBack() {
    assertThatThrownBy(() -> clock.turnTo(begin.minusSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whoNeverGetsDoneCannotHoldIt() {
    clock.ledBy(
        new SandboxClock.Follower() {
          @Override
          public Optional<Instant> nextDue() {
            return Optional.of(begin);
          }

          @Override
          public void advance() {}
        });
    clock.turnTo(begin.plus(Duration.ofHours(1)));
    assertThat(clock.instant()).isEqualTo(begin.plus(Duration.ofHours(1)));
  }

  @Test
  void timeThatPassesByItselfLeadsItsFollowersToo() throws InterruptedException {
    Diary diary = new Diary();
    diary.due.add(begin.plus(Duration.ofMinutes(1)));
    clock.ledBy(diary);
    wall.pass(Duration.ofMinutes(2));
    try (clock) {
      clock.start();
      assertThat(diary.once.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
