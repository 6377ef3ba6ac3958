package cn.huitouke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Capabilities.Quota;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Purpose;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A claim takes a customer's letters from the first on, whatever else goes on with their rows. */
class ClaimTest {

  private static final Instant NOW = Instant.parse("2026-11-25T04:00:00Z");
  private static final long OWNER = 7;

  private final DataSource database = TestDatabase.fresh();
  private final JdbcTemplate jdbc = new JdbcTemplate(database);
  private final LetterTable table = new LetterTable(database);

  @Test
  void aLetterThatSomebodyIsJustWritingIsWaitedForNotPassedOver() {
    post(4);
    CompletableFuture<List<Slip>> claiming =
        new TransactionTemplate(new JdbcTransactionManager(database))
            .execute(
                _ -> {
                  jdbc.queryForList("select seq from delivery.letter where id = 'n0' for update");
                  var claim =
                      CompletableFuture.supplyAsync(
                          () -> table.claim(Lane.NOTICE, NOW, 100, OWNER));
                  untilItWaits(claim);
                  return claim;
                });
    assertThat(claiming.join())
        .extracting(slip -> slip.letter().id().value())
        .containsExactly("n0", "n1", "n2", "n3");
  }

  /** Recalled and claimed again, it may only be lost by who had it last. */
  @Test
  void anOlderHandThatIsLaidDownDoesNotMakeTheLatestForgotten() {
    post(1);
    InHand hands = new InHand();
    Slip first = claimOne();
    hands.take(first);
    table.recall(first.letter().customer(), NOW);
    Slip second = claimOne();
    hands.take(second);
    hands.lay(first);
    assertThat(hands.lost(table.ownedBy(OWNER))).isEmpty();
    assertThat(hands.lost(table.ownedBy(OWNER))).isEmpty();
    hands.lay(second);
    assertThat(hands.lost(table.ownedBy(OWNER))).isEmpty(); // it may just be settled
    assertThat(hands.lost(table.ownedBy(OWNER))).containsExactly(second);
  }

  @Test
  void careWaitsUntilTheNoticesToTheSameCustomerAreOnTheirWay() {
    post(letter("notice", 17, Lane.NOTICE), letter("care", 17, Lane.CARE));
    post(letter("other", 18, Lane.CARE));
    assertThat(claimed(Lane.CARE)).as("one is due").containsExactly("other");
    assertThat(claimed(Lane.NOTICE)).containsExactly("notice");
    assertThat(claimed(Lane.CARE)).as("one is in hand").isEmpty();
    table.ownedBy(OWNER).forEach(slip -> table.putBack(slip, NOW.plus(Duration.ofDays(1))));
    assertThat(claimed(Lane.CARE)).as("that one waits, too").containsExactly("care");
  }

  /** Had they just opened the window, care would go in the same breath as the answer. */
  @Test
  void whatWaitsForAWindowIsLookedAtALittleLaterWhenSomethingChanges() {
    post(letter("waits", 17, Lane.CARE), letter("held", 17, Lane.CARE));
    jdbc.update("update delivery.letter set due_at = due_at + interval '1 day'");
    jdbc.update("update delivery.letter set waits_for_window = true where id = 'waits'");
    table.recall(new CustomerId(17), NOW);
    assertThat(claimed(Lane.CARE)).containsExactly("held");
    assertThat(table.nextDue()).containsEntry(Lane.CARE, NOW.plus(Settling.A_LITTLE_LATER));
  }

  @Test
  void whatIsNotOursAnyMoreUsesNothingOfAQuota() {
    post(letter("gone", 17, Lane.NOTICE), letter("ours", 18, Lane.NOTICE));
    WireRules rules =
        new TestPlatform(TestPlatform.withTemplateQuota(new Quota(Quota.Span.DAY, 50, false)))
            .line()
            .capabilities()
            .wire(TestPlatform.TEMPLATE)
            .orElseThrow();
    List<Slip> claimed = table.claim(Lane.NOTICE, NOW, 2, OWNER);
    table.recall(new CustomerId(17), NOW);
    List<Attempting> both =
        claimed.stream()
            .map(
                slip ->
                    new Attempting(
                        slip,
                        new Reach.Finding.Open(
                            new TestPlatform().line(),
                            TestPlatform.peer("c"),
                            rules,
                            slip.letter().message(),
                            Optional.empty()),
                        NOW,
                        OWNER))
            .toList();
    new AttemptTable(table).attempt(both);
    assertThat(both).extracting(attempting -> attempting.granted).containsExactly(false, true);
    assertThat(jdbc.queryForObject("select sum(used) from delivery.usage", Integer.class))
        .isEqualTo(1);
  }

  private List<String> claimed(Lane lane) {
    return table.claim(lane, NOW, 100, OWNER).stream()
        .map(slip -> slip.letter().id().value())
        .toList();
  }

  private Slip claimOne() {
    return table.claim(Lane.NOTICE, NOW, 1, OWNER).getFirst();
  }

  private void untilItWaits(CompletableFuture<List<Slip>> claim) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!claim.isDone() && waiting() == 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private int waiting() {
    return jdbc.queryForList("select pid from pg_locks where not granted").size();
  }

  private void post(int letters) {
    post(
        IntStream.range(0, letters)
            .mapToObj(i -> letter("n" + i, 17, Lane.NOTICE))
            .toArray(Letter[]::new));
  }

  private void post(Letter... letters) {
    new PostingTable(table)
        .post(
            List.of(
                new Posting(
                    Stream.of(letters)
                        .map(letter -> new Posting.Entering(letter, Optional.empty(), 0))
                        .toList())),
            NOW);
  }

  private static Letter letter(String id, long customer, Lane lane) {
    return new Letter(
        new OutboundId(id),
        new CustomerId(customer),
        lane == Lane.CARE ? Purpose.CARE : Purpose.SERVICE,
        lane,
        Message.text(id),
        Optional.empty(),
        Optional.empty(),
        NOW,
        NOW.plus(Duration.ofDays(1)),
        "test");
  }
}
