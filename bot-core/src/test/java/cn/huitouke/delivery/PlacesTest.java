package cn.huitouke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.Capabilities.Beside;
import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.Capabilities.Quota;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A message of ours that is two of the platform's counts as two. */
class PlacesTest {

  private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");
  private static final Segment PICTURE = new Segment.Image("tea", Optional.empty());

  private final DataSource database = TestDatabase.fresh();
  private final MemoryCustomers customers = new MemoryCustomers();
  private final CustomerId mei = customers.recognise(TestPlatform.peer("mei"));

  private Letter letter(String id, Segment... segments) {
    return new Letter(
        new OutboundId(id),
        mei,
        Purpose.SERVICE,
        Lane.NOTICE,
        Message.of(segments),
        Optional.empty(),
        Optional.empty(),
        NOON,
        NOON.plus(Duration.ofDays(3)),
        "test");
  }

  private Map<String, LetterStatus.State> sent(TestPlatform platform, Letter... letters) {
    Map<String, LetterStatus.State> states = new java.util.TreeMap<>();
    try (TestDelivery delivery =
        new TestDelivery(database, platform.line(), customers, () -> NOON)) {
      delivery.contacts().noted(mei, TestPlatform.peer("mei"), Opener.MESSAGE, NOON);
      delivery.contacts().settle();
      for (Letter letter : letters) {
        delivery.outbox().post(List.of(letter));
        assertThat(delivery.courier().awaitIdle(Duration.ofSeconds(10))).isTrue();
      }
      for (Letter letter : letters) {
        states.put(
            letter.id().value(), delivery.outbox().status(letter.id()).orElseThrow().state());
      }
    }
    return states;
  }

  @Test
  void aPictureWithWordsIsTwoOfTheWindow() {
    TestPlatform platform = new TestPlatform(TestPlatform.withPictures(Beside.APART));
    assertThat(
            sent(
                platform,
                letter("n1", PICTURE, new Segment.Text("新茶")),
                letter("n2", new Segment.Text("一")),
                letter("n3", PICTURE, new Segment.Text("再来")),
                letter("n4", PICTURE)))
        .containsExactly(
            Map.entry("n1", LetterStatus.State.ACCEPTED),
            Map.entry("n2", LetterStatus.State.ACCEPTED),
            Map.entry("n3", LetterStatus.State.HELD), // one is left, and one for answering
            Map.entry("n4", LetterStatus.State.ACCEPTED));
    assertThat(sentInWindow()).isEqualTo(4);
  }

  @Test
  void inDoubtBothCount() {
    TestPlatform platform = new TestPlatform(TestPlatform.withPictures(Beside.APART));
    platform.trouble.add(_ -> new SendOutcome.Uncertain("part 2 of 2 did not follow"));
    assertThat(sent(platform, letter("n1", PICTURE, new Segment.Text("新茶"))))
        .containsExactly(Map.entry("n1", LetterStatus.State.UNCERTAIN));
    assertThat(sentInWindow()).isEqualTo(2);
  }

  private int sentInWindow() {
    return new ContactTable(new JdbcTemplate(database))
        .find(List.of(TestPlatform.peer("mei")))
        .get(TestPlatform.peer("mei"))
        .sent()
        .get(Opener.MESSAGE);
  }

  @Test
  void aQuotaIsReservedAndGivenBackByPlaces() {
    Quota five = new Quota(Quota.Span.DAY, 5, false);
    Capabilities rules = TestPlatform.withPictures(Beside.APART, five);
    TestPlatform platform = new TestPlatform(rules);
    UsageTable usage = new UsageTable(new JdbcTemplate(database));
    Facts.Meter meter = Facts.Meter.of(TestPlatform.peer("mei"), rules.wires().getFirst(), five);
    List<Attempting> pictures =
        List.of(
            attempting(platform, "lan"), attempting(platform, "zhu"), attempting(platform, "a"));
    usage.reserve(pictures);
    assertThat(pictures).extracting(one -> one.over).containsExactly(false, false, true);
    assertThat(usage.used(Set.of(meter), NOON)).containsEntry(meter, 4);
    usage.giveBack(pictures.getFirst());
    assertThat(usage.used(Set.of(meter), NOON)).containsEntry(meter, 2);
    List<Attempting> more = List.of(attempting(platform, "b"), attempting(platform, "c"));
    usage.reserveEach(more);
    assertThat(more).extracting(one -> one.over).containsExactly(false, true);
    usage.giveBackEach(List.of(more.getFirst()));
    assertThat(usage.used(Set.of(meter), NOON)).containsEntry(meter, 2);
  }

  private Attempting attempting(TestPlatform platform, String address) {
    Letter letter = letter("q-" + address, PICTURE, new Segment.Text("新茶"));
    Peer peer = TestPlatform.peer(address);
    Slip slip = new Slip(1, letter, LetterStatus.State.CLAIMED, 1, 1, 0, Optional.empty());
    return new Attempting(
        slip,
        new Reach.Finding.Open(
            platform.line(),
            peer,
            platform.line().capabilities().wires().getFirst(),
            letter.message(),
            Optional.of(Opener.MESSAGE)),
        NOON,
        1);
  }
}
