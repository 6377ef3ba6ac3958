package cn.huitouke.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

class QuartzTest {

  private final DataSource database = TestDatabase.fresh();
  private final LinkedBlockingQueue<Instant> runs = new LinkedBlockingQueue<>();

  private AnnotationConfigApplicationContext house(String... sweeps) {
    AnnotationConfigApplicationContext house = new AnnotationConfigApplicationContext();
    house.registerBean(DataSource.class, () -> database);
    house.registerBean(
        PlatformTransactionManager.class, () -> new JdbcTransactionManager(database));
    house.registerBean(ShopClock.class, () -> new ShopClock(InstantSource.system(), Duration.ZERO));
    for (String name : sweeps) {
      house.registerBean(name, Sweep.class, () -> everySecond(name));
    }
    house.register(ScheduleAssembly.class);
    house.refresh();
    return house;
  }

  private Sweep everySecond(String name) {
    return sweep(name, name.equals("yearly") ? "0 0 0 1 1 ?" : "* * * * * ?");
  }

  private Sweep sweep(String name, String cron) {
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
      public void run(Instant now) {
        runs.add(now);
      }
    };
  }

  @Test
  void aSweepIsFiredAndAgainAfterARestartOnTheSameStore() throws Exception {
    for (int start = 0; start < 2; start++) {
      try (var _ = house("tick")) {
        assertThat(runs.poll(60, TimeUnit.SECONDS)).isNotNull();
      }
      runs.clear();
    }
    assertThat(triggers()).containsExactly("tick");
  }

  @Test
  void aSweepThatIsNoMoreHarmsNothing() throws Exception {
    try (var _ = house("old", "tick")) {
      assertThat(triggers()).containsExactlyInAnyOrder("old", "tick");
    }
    runs.clear();
    try (var _ = house("tick")) {
      assertThat(runs.poll(60, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @Test
  void whatWasMissedWhileEveryNodeWasDownIsDoneOnceAtTheNextStart() throws Exception {
    try (var _ = house("yearly")) {
      assertThat(runs).isEmpty();
    }
    long tenMinutesAgo = System.currentTimeMillis() - Duration.ofMinutes(10).toMillis();
    new JdbcTemplate(database)
        .update("update schedule.qrtz_triggers set next_fire_time = ?", tenMinutesAgo);
    try (var _ = house("yearly")) {
      assertThat(runs.poll(60, TimeUnit.SECONDS)).isNotNull();
    }
    try (var _ = house("yearly", "tick")) {
      assertThat(runs.poll(60, TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(
            new JdbcTemplate(database)
                .queryForObject(
                    "select to_timestamp(next_fire_time / 1000) > now() + interval '1 hour'"
                        + " from schedule.qrtz_triggers where trigger_name = 'yearly'",
                    Boolean.class))
        .isTrue();
  }

  @Test
  void whileTheClockIsTurnedOnlyItIsListenedTo() throws Exception {
    try (var house = house("tick")) {
      assertThat(runs.poll(60, TimeUnit.SECONDS)).isNotNull();
      ShopClock clock = house.getBean(ShopClock.class);
      Instant tomorrow = clock.instant().plus(Duration.ofDays(1));
      house.getBean(TimeTravel.class).turnTo(tomorrow);
      runs.clear();
      assertThat(runs.poll(60, TimeUnit.SECONDS)).isAfterOrEqualTo(tomorrow.minusSeconds(1));
      assertThat(clock.offset()).isCloseTo(Duration.ofDays(1), Duration.ofMinutes(1));
    }
  }

  private List<String> triggers() {
    return new JdbcTemplate(database)
        .queryForList("select trigger_name from schedule.qrtz_cron_triggers", String.class);
  }
}
