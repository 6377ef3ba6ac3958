package cn.huitouke.conversation;

import static cn.huitouke.delivery.TestPlatform.says;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.delivery.LetterStatus;
import cn.huitouke.delivery.MemoryCustomers;
import cn.huitouke.delivery.TestPlatform;
import cn.huitouke.store.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class InboundDeskTest {

  private static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");

  private final DataSource database = TestDatabase.fresh();
  private final TestPlatform platform = new TestPlatform();
  private final MemoryCustomers customers = new MemoryCustomers();
  private final EchoSkill echo = new EchoSkill();

  private House open() {
    return new House(database, platform.line(), customers, () -> NOW, echo);
  }

  @Test
  void aMessageIsAnsweredThroughItsSlotAndBooked() {
    try (House house = open()) {
      house.line.deliver(says("mei", "1", "hello", NOW));
      house.quiet();
      assertThat(platform.screen("mei"))
          .containsExactly(
              new TestPlatform.Shown("reply:test/shop:1:1", "hello", TestPlatform.REPLY));
      LetterStatus status =
          house.delivery.outbox().status(new OutboundId("reply:test/shop:1:1")).orElseThrow();
      assertThat(status.state()).isEqualTo(LetterStatus.State.ACCEPTED);
      assertThat(status.wire()).contains("reply");
    }
    assertThat(unhandled()).isZero();
  }

  @Test
  void theSecondMessageOfAnAnswerGoesByTheNextWireAndAfterTheFirst() {
    try (House house = open()) {
      house.line.deliver(says("mei", "1", "a|b|c", NOW));
      house.quiet();
    }
    assertThat(platform.texts("mei")).containsExactly("a", "b", "c");
    assertThat(platform.screen("mei").stream().map(TestPlatform.Shown::wire))
        .containsExactly(TestPlatform.REPLY, TestPlatform.SERVICE, TestPlatform.SERVICE);
  }

  @Test
  void whenTheSlotHasClosedTheAnswerGoesByCustomerService() {
    try (House house = open()) {
      platform.trouble.add(
          _ -> {
            house.line.closeSlots();
            return new cn.huitouke.channel.SendOutcome.Refused(
                cn.huitouke.channel.SendOutcome.Reason.WINDOW_CLOSED, "too late");
          });
      house.line.deliver(says("mei", "1", "slow", NOW));
      house.quiet();
      assertThat(platform.screen("mei"))
          .containsExactly(
              new TestPlatform.Shown("reply:test/shop:1:1", "slow", TestPlatform.SERVICE));
    }
  }

  @Test
  void oneCustomersMessagesAreAnsweredInTheirOrder() throws Exception {
    try (House house = open();
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (String who : List.of("mei", "li", "bo")) {
        all.add(
            senders.submit(
                () ->
                    IntStream.range(0, 50)
                        .forEach(
                            i ->
                                house.line.deliver(says(who, who + i, Integer.toString(i), NOW)))));
      }
      for (Future<?> one : all) {
        one.get();
      }
      house.quiet();
    }
    List<String> inOrder = IntStream.range(0, 50).mapToObj(Integer::toString).toList();
    for (String who : List.of("mei", "li", "bo")) {
      assertThat(platform.texts(who)).isEqualTo(inOrder);
    }
  }

  @Test
  void aRedeliveryIsHandledOnce() throws Exception {
    try (House house = open();
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        InboundEvent event = says("c" + i % 20, "e" + i, "t" + i, NOW);
        for (int copy = 0; copy < 3; copy++) {
          all.add(senders.submit(() -> house.line.deliver(event)));
        }
      }
      for (Future<?> one : all) {
        one.get();
      }
      house.quiet();
    }
    assertThat(platform.everything()).hasSize(200);
    assertThat(echo.asked).hasValue(200);
    try (House house = open()) {
      house.line.deliver(says("c0", "e0", "t0", NOW));
      house.quiet();
    }
    assertThat(echo.asked).hasValue(200);
  }

  @Test
  void aRedeliveryAfterARestartGetsTheRecordedAnswerIntoItsSlot() {
    try (House house = open()) {
      house.line.deliver(says("mei", "1", "hello", NOW));
      house.quiet();
    }
    TestPlatform.Line[] line = new TestPlatform.Line[1];
    try (House house = open()) {
      line[0] = house.line;
      // the platform did not get our answer: it delivers again
      house.line.deliver(says("mei", "1", "hello", NOW));
      house.quiet();
    }
    assertThat(platform.screen("mei")).extracting(TestPlatform.Shown::id).hasSize(2);
    assertThat(platform.screen("mei"))
        .extracting(TestPlatform.Shown::id)
        .containsOnly("reply:test/shop:1:1");
    assertThat(echo.asked).hasValue(1);
  }

  @Test
  void aPoisonedEventIsParkedAndHoldsUpNobodyElse() {
    try (House house = open()) {
      house.line.deliver(says("bad", "p", "poison", NOW));
      house.line.deliver(says("mei", "1", "hello", NOW));
      House.until(() -> !platform.texts("mei").isEmpty());
      house.line.deliver(says("bad", "q", "after", NOW));
      house.quiet();
      assertThat(platform.texts("bad")).containsExactly("after");
    }
    assertThat(outcome("p")).isEqualTo("parked: IllegalArgumentException");
    assertThat(unhandled()).isZero();
  }

  @Test
  void silenceLetsThePlatformGo() {
    try (House house = open()) {
      house.line.deliver(says("mei", "1", "hush", NOW));
      house.quiet();
    }
    assertThat(platform.unanswered()).isEmpty();
    assertThat(platform.everything()).isEmpty();
    assertThat(outcome("1")).isEqualTo("echo: hush");
  }

  @Test
  void tenThousandEventsAtOnceAreAllHandledOnce() throws Exception {
    try (House house = open();
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        InboundEvent event = says("c" + i % 500, "e" + i, "t" + i, NOW);
        all.add(senders.submit(() -> house.line.deliver(event)));
      }
      for (Future<?> one : all) {
        one.get();
      }
      house.quiet();
    }
    assertThat(platform.everything()).hasSize(10_000);
    assertThat(platform.everything().stream().map(TestPlatform.Shown::id).distinct())
        .hasSize(10_000);
    assertThat(unhandled()).isZero();
  }

  @Test
  void theMarkMovesOnlyOverWhatIsHandled() {
    EventTable table = new EventTable(database);
    try (House house = open()) {
      house.line.deliver(says("mei", "1", "a", NOW));
      house.line.deliver(says("mei", "2", "b", NOW));
      house.line.deliver(says("mei", "3", "c", NOW));
      house.quiet();
    }
    JdbcTemplate jdbc = new JdbcTemplate(database);
    long second =
        jdbc.queryForObject("select seq from conversation.event where event_id = '2'", Long.class);
    jdbc.update("update conversation.handled set seqs = array_remove(seqs, ?)", second);
    table.moveMark(table.newest());
    assertThat(table.unhandled()).extracting(arrival -> arrival.key.event()).containsExactly("2");
    table.handled(List.of(new EventTable.Handled(second, NOW, "echo")));
    table.moveMark(table.newest());
    assertThat(jdbc.queryForObject("select all_handled_to from conversation.progress", Long.class))
        .isEqualTo(table.newest());
  }

  private int unhandled() {
    return new EventTable(database).unhandled().size();
  }

  private String outcome(String event) {
    return new JdbcTemplate(database)
        .queryForObject(
            "select outcome from conversation.handled, conversation.event"
                + " where event_id = ? and event.seq = any(seqs)",
            String.class,
            event);
  }
}
