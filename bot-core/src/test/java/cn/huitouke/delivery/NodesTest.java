package cn.huitouke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.Capabilities.Quota;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Segment;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes over one database and one platform. */
class NodesTest {

  private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");

  private final DataSource database = TestDatabase.fresh();
  private final MemoryCustomers customers = new MemoryCustomers();
  private final List<TestDelivery> nodes = new ArrayList<>();
  private volatile Instant now = NOON;

  private void open(TestPlatform platform) {
    for (int i = 0; i < 2; i++) {
      nodes.add(new TestDelivery(database, platform.line(), customers, () -> now));
    }
  }

  @AfterEach
  void close() {
    nodes.forEach(TestDelivery::close);
  }

  @Test
  void whatOneCustomerGetsKeepsItsOrderAndItsCount() {
    TestPlatform platform = new TestPlatform();
    open(platform);
    int people = 60;
    for (int i = 0; i < people; i++) {
      CustomerId one = customers.recognise(TestPlatform.peer("c" + i));
      nodes.getFirst().contacts().noted(one, TestPlatform.peer("c" + i), Opener.MESSAGE, NOON);
    }
    nodes.getFirst().contacts().settle();
    for (int n = 0; n < 3; n++) {
      for (int i = 0; i < people; i++) {
        CustomerId one = customers.recognise(TestPlatform.peer("c" + i));
        nodes
            .get(i % 2)
            .outbox()
            .post(
                List.of(
                    letter("s" + n + ":" + one, one, Purpose.SERVICE, Lane.NOTICE, "s" + n),
                    letter("c" + n + ":" + one, one, Purpose.CARE, Lane.CARE, "care")));
      }
    }
    idle();
    for (int i = 0; i < people; i++) {
      List<String> texts = platform.texts("c" + i);
      assertThat(texts).filteredOn(text -> text.startsWith("s")).containsExactly("s0", "s1", "s2");
      assertThat(texts).filteredOn("care"::equals).hasSize(1);
    }
  }

  /** It had each customer's first letter under way; the others nobody had in hand. */
  @Test
  void whatADeadCourierHadUnderWayGoesBeforeWhatWasToFollow() {
    TestPlatform platform = new TestPlatform();
    LetterTable table = new LetterTable(database);
    int people = 60;
    for (int n = 0; n < 3; n++) {
      for (int i = 0; i < people; i++) {
        CustomerId one = customers.recognise(TestPlatform.peer("c" + i));
        Letter letter = letter("s" + n + ":" + one, one, Purpose.SERVICE, Lane.NOTICE, "s" + n);
        new PostingTable(table)
            .post(
                List.of(new Posting(List.of(new Posting.Entering(letter, Optional.empty(), 0)))),
                NOON);
      }
    }
    long dead = 4711;
    WireRules rules = platform.line().capabilities().wire(TestPlatform.TEMPLATE).orElseThrow();
    assertThat(rules.idempotentFor()).isPresent();
    List<Slip> first = table.claim(Lane.NOTICE, NOON, people, dead);
    new AttemptTable(table)
        .attempt(
            first.stream()
                .map(
                    slip ->
                        new Attempting(
                            slip,
                            new Reach.Finding.Open(
                                platform.line(),
                                customers.identities(slip.letter().customer()).getFirst().peer(),
                                rules,
                                slip.letter().message(),
                                Optional.empty()),
                            NOON,
                            dead))
                .toList());
    open(platform);
    idle();
    for (int i = 0; i < people; i++) {
      assertThat(platform.screen("c" + i))
          .extracting(shown -> shown.id().substring(0, 2))
          .containsExactly("s0", "s1", "s2");
    }
  }

  @Test
  void aQuotaHoldsOverBothAndTheRestGoesTheNextDay() {
    TestPlatform platform =
        new TestPlatform(TestPlatform.withTemplateQuota(new Quota(Quota.Span.DAY, 50, false)));
    open(platform);
    for (int i = 0; i < 120; i++) {
      CustomerId one = customers.recognise(TestPlatform.peer("c" + i));
      nodes
          .get(i % 2)
          .outbox()
          .post(List.of(letter("n:" + one, one, Purpose.SERVICE, Lane.NOTICE, "words")));
    }
    idle();
    assertThat(platform.everything()).hasSize(50);
    assertThat(
            nodes.getFirst().outbox().recent(200).stream()
                .filter(letter -> letter.state() == LetterStatus.State.HELD))
        .hasSize(70)
        .allSatisfy(letter -> assertThat(letter.why()).contains("额度").contains("template 50"));
    now = NOON.plus(Duration.ofHours(12)).plusSeconds(1); // midnight in Shanghai
    idle();
    assertThat(platform.everything()).hasSize(100);
    now = NOON.plus(Duration.ofHours(36)).plusSeconds(1);
    idle();
    assertThat(platform.everything()).hasSize(120);
  }

  @Test
  void aQuotaOfEachPeerHoldsForThatPeer() {
    TestPlatform platform =
        new TestPlatform(TestPlatform.withTemplateQuota(new Quota(Quota.Span.MONTH, 4, true)));
    open(platform);
    for (int n = 0; n < 6; n++) {
      for (String name : List.of("mei", "li")) {
        CustomerId one = customers.recognise(TestPlatform.peer(name));
        nodes
            .get(n % 2)
            .outbox()
            .post(List.of(letter(n + ":" + one, one, Purpose.SERVICE, Lane.NOTICE, "words")));
      }
    }
    idle();
    assertThat(platform.screen("mei")).hasSize(4);
    assertThat(platform.screen("li")).hasSize(4);
    now = Instant.parse("2026-11-30T16:00:01Z"); // the first of December in Shanghai
    idle();
    assertThat(platform.screen("mei")).hasSize(6);
  }

  private void idle() {
    for (int i = 0; i < 2; i++) {
      nodes.forEach(node -> assertThat(node.courier().awaitIdle(Duration.ofSeconds(30))).isTrue());
    }
  }

  private static Letter letter(String id, CustomerId one, Purpose purpose, Lane lane, String text) {
    return new Letter(
        new OutboundId(id),
        one,
        purpose,
        lane,
        Message.text(text),
        purpose == Purpose.SERVICE
            ? Optional.of(new Segment.Form("parcel-progress", Map.of(), Optional.empty()))
            : Optional.empty(),
        Optional.empty(),
        NOON,
        NOON.plus(Duration.ofDays(20)),
        "test");
  }
}
