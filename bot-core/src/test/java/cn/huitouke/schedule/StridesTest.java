package cn.huitouke.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.huitouke.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

class StridesTest {

  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  private final DataSource database = TestDatabase.fresh();
  private final JdbcTemplate jdbc = new JdbcTemplate(database);

  private Strides strides() {
    return new Strides(database, new JdbcTransactionManager(database));
  }

  private void rows(int count) {
    jdbc.execute("CREATE TABLE public.row (id bigint PRIMARY KEY, done int NOT NULL DEFAULT 0)");
    jdbc.update("INSERT INTO public.row SELECT n FROM generate_series(1, ?) AS n", count);
    jdbc.execute("ANALYZE public.row");
  }

  /** Counts how often each row was done, so many at a time. */
  private Strides.Stride work(int most, Runnable afterwards) {
    return position -> {
      long last = position.isEmpty() ? 0 : Long.parseLong(position);
      List<Long> ids =
          jdbc.queryForList(
              "UPDATE public.row SET done = done + 1 WHERE id IN (SELECT id FROM public.row"
                  + " WHERE id > ? ORDER BY id LIMIT ?) RETURNING id",
              Long.class,
              last,
              most);
      afterwards.run();
      return ids.size() < most
          ? Optional.empty()
          : ids.stream().max(Long::compare).map(id -> Long.toString(id));
    };
  }

  private void eachIsDoneOnce(int count) {
    assertThat(jdbc.queryForObject("SELECT count(*) FROM public.row WHERE done = 1", Integer.class))
        .isEqualTo(count);
  }

  @Test
  void aWalkThatBreaksOffIsGoneOnWithByTheNextAndNothingIsDoneTwice() {
    rows(6_000);
    breaksOffAndIsGoneOnWith(6_000, 100);
  }

  @Test
  @Tag("deep")
  void aMillionRowsAreWalkedThoughItBreaksOffTenTimes() {
    rows(1_000_000);
    breaksOffAndIsGoneOnWith(1_000_000, 5_000);
  }

  private void breaksOffAndIsGoneOnWith(int count, int most) {
    for (int death = 1; death <= 10; death++) {
      int[] left = {death};
      Runnable dies =
          () -> {
            if (left[0]-- == 0) {
              throw new IllegalStateException("killed");
            }
          };
      assertThatThrownBy(() -> strides().walk("rows", "today", NOW, work(most, dies)))
          .hasMessage("killed");
    }
    assertThat(strides().arrived("rows", "today")).isFalse();
    assertThat(strides().walk("rows", "today", NOW, work(most, () -> {}))).isTrue();
    eachIsDoneOnce(count);
    assertThat(strides().arrived("rows", "today")).isTrue();
    assertThat(strides().walk("rows", "today", NOW, work(most, () -> {}))).isTrue();
    eachIsDoneOnce(count);
  }

  @Test
  void ofTwoNodesOneWalksAndTheOtherLeavesItBe() throws Exception {
    rows(1_000);
    CountDownLatch within = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> first =
          () ->
              strides()
                  .walk(
                      "rows",
                      "today",
                      NOW,
                      work(
                          1_000_000,
                          () -> {
                            within.countDown();
                            await(go);
                          }));
      // The walk is known to both from now on.
      strides().walk("rows", "warm", NOW, _ -> Optional.empty());
      jdbc.update(
          "INSERT INTO schedule.walk (sweep, pass, begun_at) VALUES ('rows', 'today', now())");
      var walking = threads.submit(first);
      await(within);
      assertThat(strides().walk("rows", "today", NOW, work(100, () -> {}))).isFalse();
      go.countDown();
      assertThat(walking.get()).isTrue();
    }
    eachIsDoneOnce(1_000);
  }

  @Test
  void walksOfLongAgoAreForgotten() {
    strides().walk("rows", "old", NOW, _ -> Optional.empty());
    strides().walk("rows", "new", NOW.plus(Duration.ofDays(31)), _ -> Optional.empty());
    assertThat(jdbc.queryForList("SELECT pass FROM schedule.walk", String.class))
        .containsExactly("new");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
