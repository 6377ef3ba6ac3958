package cn.huitouke.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;

class ClerkTest {

  private final DataSource database = TestDatabase.empty();
  private final JdbcTemplate jdbc = new JdbcTemplate(database);
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void tables() {
    jdbc.execute("create table a (n int check (n <> 13)); create table b (n int)");
  }

  private GroupCommit<Integer> group(Clerk clerk, String table) {
    JdbcTemplate line = new JdbcTemplate(clerk.line());
    return new GroupCommit<>(
        table,
        100,
        clerk,
        items -> {
          if (items.contains(0)) { // the clerk is busy while others gather
            held.countDown();
            await(go);
          }
          items.forEach(n -> line.update("insert into " + table + " values (?)", n));
        },
        items -> told.add(table + items));
  }

  @Test
  void whatTwoGaveIsOneTransaction() throws Exception {
    try (Clerk clerk = new Clerk("clerk", database);
        GroupCommit<Integer> a = group(clerk, "a");
        GroupCommit<Integer> b = group(clerk, "b")) {
      together(a, 1, b, 2).forEach(ClerkTest::join);
      assertThat(told).contains("a[1]", "b[2]");
    }
    assertThat(
            jdbc.queryForObject(
                "select count(distinct xmin::text) from"
                    + " (select xmin from a where n = 1 union all select xmin from b) as rows",
                Integer.class))
        .isEqualTo(1);
  }

  @Test
  void nobodySuffersForAnothersBadItem() throws Exception {
    try (Clerk clerk = new Clerk("clerk", database);
        GroupCommit<Integer> a = group(clerk, "a");
        GroupCommit<Integer> b = group(clerk, "b")) {
      List<Future<?>> both = together(a, 13, b, 2);
      assertThatThrownBy(() -> both.getFirst().get())
          .hasRootCauseInstanceOf(java.sql.SQLException.class)
          .hasCauseInstanceOf(DataIntegrityViolationException.class);
      both.getLast().get();
      assertThat(told).contains("b[2]").doesNotContain("a[13]");
    }
    assertThat(jdbc.queryForList("select n from b", Integer.class)).containsExactly(2);
  }

  /** Both wait while the clerk is held up by another item. */
  private List<Future<?>> together(GroupCommit<Integer> a, int one, GroupCommit<Integer> b, int two)
      throws InterruptedException {
    ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    a.later(0);
    held.await();
    List<Future<?>> both =
        List.of(callers.submit(() -> a.commit(one)), callers.submit(() -> b.commit(two)));
    while (a.backlog() < 2 || b.backlog() < 1) {
      Thread.onSpinWait();
    }
    go.countDown();
    callers.shutdown();
    return both;
  }

  private static void join(Future<?> future) {
    try {
      future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
