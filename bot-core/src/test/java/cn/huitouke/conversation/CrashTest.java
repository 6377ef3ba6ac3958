package cn.huitouke.conversation;

import static cn.huitouke.delivery.TestPlatform.says;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.delivery.LetterStatus;
import cn.huitouke.delivery.MemoryCustomers;
import cn.huitouke.delivery.TestPlatform;
import cn.huitouke.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The plug is pulled at every step of a short conversation; a new house opens on the same database. */
class CrashTest {

  private static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");

  /** Each text is one message that has to be shown; | separates messages of one answer. */
  private static final List<InboundEvent> SCRIPT =
      List.of(
          says("mei", "m1", "a", NOW),
          says("li", "l1", "b1|b2", NOW),
          says("mei", "m2", "c", NOW),
          says("bo", "b1", "d", NOW));

  static Stream<Integer> someSteps() {
    return IntStream.rangeClosed(0, 13).mapToObj(n -> 2 + 3 * n);
  }

  static Stream<Integer> otherSteps() {
    return IntStream.rangeClosed(1, 60).filter(step -> step % 3 != 2 || step > 41).boxed();
  }

  @ParameterizedTest(name = "at step {0}")
  @MethodSource("someSteps")
  void nothingIsLostAndNothingIsSaidTwice(int step) throws Exception {
    crashAt(step);
  }

  @Tag("deep")
  @ParameterizedTest(name = "at step {0}")
  @MethodSource("otherSteps")
  void norAtAnyOtherStep(int step) throws Exception {
    crashAt(step);
  }

  private void crashAt(int step) throws Exception {
    DataSource database = TestDatabase.fresh();
    TestPlatform platform = new TestPlatform();
    MemoryCustomers customers = new MemoryCustomers();
    Crash crash = new Crash(step);
    List<InboundEvent> untaken = new ArrayList<>();
    runUntilItDies(database, platform, customers, crash, untaken);

    TestPlatform.Line line = platform.line();
    try (House house = new House(database, line, customers, () -> NOW, new EchoSkill())) {
      // the platform delivers again what got no answer, as long as it gets none
      for (InboundEvent event : SCRIPT) {
        if (platform.unanswered().contains(event) || untaken.contains(event)) {
          house.line.deliver(event);
        }
      }
      house.quiet();
      House.until(
          () -> {
            try {
              return new EventTable(database).unhandled().isEmpty();
            } catch (RuntimeException e) {
              throw new AssertionError(e);
            }
          });
      // what the dead house had in hand is taken over a moment later
      House.until(
          () ->
              new JdbcTemplate(database)
                  .queryForList("select 1 from delivery.letter where owner is not null")
                  .isEmpty());
      house.quiet();
      check(platform, house);
    }
  }

  private static void runUntilItDies(
      DataSource database,
      TestPlatform platform,
      MemoryCustomers customers,
      Crash crash,
      List<InboundEvent> untaken)
      throws Exception {
    House house;
    try {
      house =
          new House(
              crash.wires(database),
              platform.line(crash::step),
              customers,
              () -> NOW,
              new EchoSkill());
    } catch (RuntimeException e) {
      untaken.addAll(SCRIPT);
      return; // died while it opened
    }
    try (ExecutorService webhooks = Executors.newVirtualThreadPerTaskExecutor()) {
      for (InboundEvent event : SCRIPT) {
        webhooks.submit(
            () -> {
              try {
                house.line.deliver(event);
              } catch (RuntimeException e) {
                synchronized (untaken) {
                  untaken.add(event);
                }
              }
            });
        LockSupport.parkNanos(Duration.ofMillis(3).toNanos());
      }
      webhooks.shutdown();
      webhooks.awaitTermination(5, TimeUnit.SECONDS);
    }
    long patience = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (!crash.happened() && System.nanoTime() < patience) {
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
    crash.now(); // what still runs of the old house can neither write nor send
    Thread.ofVirtual().start(() -> bury(house));
  }

  private static void bury(House dead) {
    try {
      dead.close();
    } catch (RuntimeException e) {
      assertThat(e).hasMessageContaining("plug"); // it cannot even say good-bye
    }
  }

  private static void check(TestPlatform platform, House house) {
    List<String> ids = platform.everything().stream().map(TestPlatform.Shown::id).sorted().toList();
    assertThat(ids).as("nothing is said twice").doesNotHaveDuplicates();
    for (String id :
        List.of(
            "reply:test/shop:m1:1",
            "reply:test/shop:m2:1",
            "reply:test/shop:l1:1",
            "reply:test/shop:l1:2",
            "reply:test/shop:b1:1")) {
      Optional<LetterStatus> status = house.delivery.outbox().status(new OutboundId(id));
      assertThat(status).as("%s is in the outbox", id).isPresent();
      LetterStatus.State state = status.get().state();
      if (ids.contains(id)) {
        assertThat(state).as(id).isIn(LetterStatus.State.ACCEPTED, LetterStatus.State.UNCERTAIN);
      } else {
        assertThat(state)
            .as("%s was not seen, so it must be in doubt", id)
            .isEqualTo(LetterStatus.State.UNCERTAIN);
      }
    }
    assertThat(platform.texts("mei")).as("in order").isSubsetOf("a", "c").isSorted();
  }
}
