package cn.huitouke.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

  @Test
  void aCallerReturnsOnlyAfterItsItemIsWritten() {
    List<String> written = Collections.synchronizedList(new ArrayList<>());
    try (var commits = new GroupCommit<String>("test", 10, 1, written::addAll)) {
      commits.commit("a");
      assertThat(written).containsExactly("a");
    }
  }

  @Test
  void whatWaitsTogetherIsWrittenTogetherAndInOrder() throws Exception {
    List<List<Integer>> groups = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (var commits =
        new GroupCommit<Integer>(
            "test",
            64,
            1,
            group -> {
              first.countDown();
              await(go);
              groups.add(group);
            })) {
      commits.later(0);
      first.await();
      for (int i = 1; i <= 100; i++) {
        commits.later(i);
      }
      go.countDown();
      commits.commit(101);
    }
    assertThat(groups.stream().map(List::size)).startsWith(1, 64);
    assertThat(groups.stream().flatMap(List::stream)).isSorted().hasSize(102);
  }

  @Test
  void whatComesOneRightAfterTheOtherIsWrittenTogetherWhereAMomentIsWaited() throws Exception {
    List<List<Integer>> groups = Collections.synchronizedList(new ArrayList<>());
    try (GroupCommit<Integer> commits =
        GroupCommit.gathering("test", 3, Duration.ofSeconds(60), groups::add)) {
      for (int i = 0; i < 3; i++) {
        int item = i;
        Thread.ofVirtual().start(() -> commits.commit(item));
      }
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (groups.isEmpty() && System.nanoTime() < until) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(groups).as("a full group waits for nobody").hasSize(1);
      assertThat(groups.getFirst()).containsExactlyInAnyOrder(0, 1, 2);
      commits.later(3);
    }
    assertThat(groups).as("nor does one at the end").hasSize(2);
  }

  @Test
  void aPoisonedItemFailsAlone() throws Exception {
    List<Integer> written = Collections.synchronizedList(new ArrayList<>());
    try (var commits =
            new GroupCommit<Integer>(
                "test",
                100,
                2,
                group -> {
                  if (group.contains(13)) {
                    throw new IllegalArgumentException("thirteen");
                  }
                  written.addAll(group);
                });
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        int item = i;
        calls.add(callers.submit(() -> commits.commit(item)));
      }
      for (int i = 0; i < 50; i++) {
        Future<?> call = calls.get(i);
        if (i == 13) {
          assertThatThrownBy(call::get).hasRootCauseInstanceOf(IllegalArgumentException.class);
        } else {
          call.get();
        }
      }
    }
    assertThat(written).hasSize(49).doesNotHaveDuplicates();
  }

  @Test
  void whenTheStoreIsAwayNobodyIsKeptWaitingOneByOne() {
    AtomicInteger attempts = new AtomicInteger();
    try (var commits =
        new GroupCommit<Integer>(
            "test",
            100,
            1,
            group -> {
              attempts.incrementAndGet();
              throw new IllegalStateException(new SQLException("gone", "08006"));
            })) {
      assertThatThrownBy(() -> commits.commit(1)).isInstanceOf(IllegalStateException.class);
    }
    assertThat(attempts).hasValue(1);
  }

  @Test
  void whatIsForLaterOutlivesAnOutage() {
    AtomicInteger attempts = new AtomicInteger();
    List<Integer> written = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch done = new CountDownLatch(1);
    try (var commits =
        new GroupCommit<Integer>(
            "test",
            100,
            1,
            group -> {
              if (attempts.incrementAndGet() < 4) {
                throw new IllegalStateException(new SQLException("gone", "57P01"));
              }
              written.addAll(group);
              done.countDown();
            })) {
      commits.later(1);
      await(done);
    }
    assertThat(written).containsExactly(1);
  }

  @Test
  void closingWritesWhatIsWaiting() {
    List<Integer> written = Collections.synchronizedList(new ArrayList<>());
    var commits = new GroupCommit<Integer>("test", 7, 2, written::addAll);
    for (int i = 0; i < 1000; i++) {
      commits.later(i);
    }
    commits.close();
    assertThat(written).hasSize(1000);
    assertThatThrownBy(() -> commits.commit(1)).isInstanceOf(IllegalStateException.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
