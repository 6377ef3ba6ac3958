package cn.huitouke.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.store.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobListener;
import org.quartz.Scheduler;
import org.quartz.SchedulerMetaData;
import org.quartz.impl.matchers.EverythingMatcher;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Two nodes, one real PostgreSQL. */
class ClusterTest {

  /** One pool for both: Quartz knows its pools by the scheduler's name, which the two share. */
  private final HikariDataSource database = new HikariDataSource();

  /** A fire as Quartz planned it, and who did it. */
  private record Fire(String node, String sweep, Instant planned) {}

  private final LinkedBlockingQueue<Fire> fires = new LinkedBlockingQueue<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger overlaps = new AtomicInteger();

  @AfterEach
  void close() {
    database.close();
  }

  private AnnotationConfigApplicationContext node(String name) throws Exception {
    AnnotationConfigApplicationContext house = new AnnotationConfigApplicationContext();
    house.registerBean(DataSource.class, () -> new DelegatingDataSource(database));
    house.registerBean(
        PlatformTransactionManager.class, () -> new JdbcTransactionManager(database));
    house.registerBean(ShopClock.class, () -> new ShopClock(InstantSource.system(), Duration.ZERO));
    house.registerBean("tick", Sweep.class, () -> everySecond("tick"));
    house.registerBean("tock", Sweep.class, () -> everySecond("tock"));
    house.register(ScheduleAssembly.class);
    house.refresh();
    house
        .getBean(Scheduler.class)
        .getListenerManager()
        .addJobListener(new Listener(name), EverythingMatcher.allJobs());
    return house;
  }

  private Sweep everySecond(String name) {
    return new Sweep() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String cron() {
        return "* * * * * ?";
      }

      @Override
      public void run(Instant now) {
        if (name.equals("tick") && running.incrementAndGet() > 1) {
          overlaps.incrementAndGet();
        }
        if (name.equals("tick")) {
          running.decrementAndGet();
        }
      }
    };
  }

  private final class Listener implements JobListener {
    private final String node;

    Listener(String node) {
      this.node = node;
    }

    @Override
    public String getName() {
      return node;
    }

    @Override
    public void jobToBeExecuted(JobExecutionContext due) {
      fires.add(
          new Fire(
              node, due.getJobDetail().getKey().getName(), due.getScheduledFireTime().toInstant()));
    }

    @Override
    public void jobExecutionVetoed(JobExecutionContext due) {}

    @Override
    public void jobWasExecuted(JobExecutionContext due, @Nullable JobExecutionException fault) {}
  }

  @Test
  void eachFireOfASweepIsDoneByOneNodeAndWhenOneStopsTheOtherGoesOn() throws Exception {
    database.setDataSource(TestDatabase.fresh());
    List<Fire> seen = new ArrayList<>();
    try (var second = node("second")) {
      try (var first = node("first")) {
        SchedulerMetaData about = first.getBean(Scheduler.class).getMetaData();
        assertThat(about.isJobStoreClustered()).isTrue();
        assertThat(first.getBean(Scheduler.class).getSchedulerInstanceId())
            .isNotEqualTo(second.getBean(Scheduler.class).getSchedulerInstanceId());
        gather(seen, 12);
      }
      fires.drainTo(seen);
      int before = seen.size();
      gather(seen, 4);
      assertThat(seen.subList(before, seen.size())).extracting(Fire::node).containsOnly("second");
    }
    Set<String> planned =
        seen.stream().map(fire -> fire.sweep() + fire.planned()).collect(Collectors.toSet());
    assertThat(planned).as("no planned time was fired by both").hasSameSizeAs(seen);
    assertThat(overlaps).hasValue(0);
  }

  private void gather(List<Fire> seen, int more) throws InterruptedException {
    for (int i = 0; i < more; i++) {
      Fire fire = fires.poll(30, TimeUnit.SECONDS);
      assertThat(fire).as("a fire").isNotNull();
      seen.add(fire);
    }
  }
}
