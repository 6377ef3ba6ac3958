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
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers.Identity;
import cn.huitouke.customer.Wishes;
import cn.huitouke.delivery.ContactTable.Contact;
import cn.huitouke.delivery.Reach.Finding;
import cn.huitouke.delivery.Reach.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ReachTest {

  private static final Limits LIMITS = DeliverySettings.usual().limits();
  private static final Instant NOW = Instant.parse("2026-11-25T04:00:00Z");
  private static final Peer MEI = TestPlatform.peer("mei");
  private static final Quota A_DAY = new Quota(Quota.Span.DAY, 100, false);
  private final Reach reach =
      new Reach(TestDelivery.only(new TestPlatform(TestPlatform.withTemplateQuota(A_DAY)).line()));

  @Test
  void theLastMessageOfAWindowIsForAnswering() {
    Facts four = facts(Optional.of(Duration.ofHours(1)), 4, 0, 0);
    assertThat(find(Purpose.CARE, four)).isEqualTo(new Finding.Waiting(Why.of("no-window")));
    assertThat(find(Purpose.REPLY, four)).isInstanceOf(Finding.Open.class);
  }

  @Test
  void withoutAWindowAConsentCarriesCareAndATemplateCarriesFacts() {
    Facts credit = facts(Optional.empty(), 0, 1, 0);
    assertThat(wire(find(Purpose.CARE, credit))).isEqualTo(TestPlatform.NOTICE);
    assertThat(wire(find(Purpose.SERVICE, credit))).isEqualTo(TestPlatform.TEMPLATE);
  }

  @Test
  void aQuotaThatIsUsedUpSaysWhenThereIsMore() {
    assertThat(find(Purpose.SERVICE, facts(Optional.empty(), 0, 0, 100)))
        .isEqualTo(
            new Finding.Later(
                Instant.parse("2026-11-25T16:00:00Z"), new Why("quota-day", "template 100")));
  }

  @Test
  void whoFollowsNothingWaits() {
    Facts nobody =
        new Facts(
            List.of(), Wishes.NONE, List.of(), List.of(), Map.of(), Map.of(), Map.of(), LIMITS, 0);
    assertThat(find(Purpose.SERVICE, nobody)).isEqualTo(new Finding.Waiting(Why.of("no-identity")));
  }

  private static Finding findPicture(
      Capabilities rules, Purpose purpose, int sent, Map<Facts.Meter, Integer> used) {
    Facts open = facts(Optional.of(Duration.ofHours(1)), sent, 0, 0);
    Facts facts =
        new Facts(
            open.identities(),
            open.wishes(),
            open.brakes(),
            open.unasked(),
            open.contacts(),
            open.credits(),
            used,
            LIMITS,
            0);
    return new Reach(TestDelivery.only(new TestPlatform(rules).line()))
        .find(pictureWithWords(purpose), facts, Set.of(), NOW);
  }

  private static Letter pictureWithWords(Purpose purpose) {
    return new Letter(
        new OutboundId("x"),
        new CustomerId(1),
        purpose,
        Lane.CARE,
        Message.of(new Segment.Image("tea", Optional.empty()), new Segment.Text("新茶")),
        Optional.empty(),
        Optional.empty(),
        NOW,
        NOW.plus(Duration.ofDays(9)),
        "test");
  }

  @Test
  void aMessageOfTwoIsNotBegunWithRoomForOne() {
    Capabilities apart = TestPlatform.withPictures(Beside.APART);
    Finding waiting = new Finding.Waiting(Why.of("no-window"));
    assertThat(findPicture(apart, Purpose.REPLY, 3, Map.of()))
        .isInstanceOfSatisfying(Finding.Open.class, open -> assertThat(open.places()).isEqualTo(2));
    assertThat(findPicture(apart, Purpose.REPLY, 4, Map.of())).isEqualTo(waiting);
    assertThat(findPicture(apart, Purpose.CARE, 2, Map.of())).isInstanceOf(Finding.Open.class);
    assertThat(findPicture(apart, Purpose.CARE, 3, Map.of()))
        .as("the last one is for answering")
        .isEqualTo(waiting);
    Capabilities together = TestPlatform.withPictures(Beside.TOGETHER);
    assertThat(findPicture(together, Purpose.REPLY, 4, Map.of())).isInstanceOf(Finding.Open.class);
  }

  @Test
  void aMessageOfTwoNeedsTwoOfAQuota() {
    Quota ten = new Quota(Quota.Span.DAY, 10, true);
    Capabilities rules = TestPlatform.withPictures(Beside.APART, ten);
    Facts.Meter meter = Facts.Meter.of(MEI, rules.wires().getFirst(), ten);
    assertThat(findPicture(rules, Purpose.CARE, 0, Map.of(meter, 8)))
        .isInstanceOf(Finding.Open.class);
    assertThat(findPicture(rules, Purpose.CARE, 0, Map.of(meter, 9)))
        .isEqualTo(
            new Finding.Later(
                Instant.parse("2026-11-25T16:00:00Z"),
                new Why("quota-day", "customer-service 10")));
  }

  @Test
  void whatGoesOnlyAloneIsNoWayForAPictureWithWords() {
    assertThat(findPicture(TestPlatform.withPictures(Beside.ALONE), Purpose.REPLY, 0, Map.of()))
        .isEqualTo(new Finding.None(Why.of("no-wire")));
  }

  /** What is named is what stands in the way: without it there is a way. */
  @Property
  void withTheNamedLimitOffThereIsAWay(@ForAll("situations") Situation situation) {
    Finding finding = find(situation.purpose(), situation.facts());
    Set<Limit> off =
        switch (finding) {
          case Finding.Open _ -> EnumSet.noneOf(Limit.class);
          case Finding.Later _ -> EnumSet.of(Limit.QUOTA);
          case Finding.Waiting _ -> EnumSet.of(Limit.WINDOW, Limit.CREDIT);
          case Finding.None _ -> EnumSet.allOf(Limit.class);
        };
    Finding without =
        reach.find(letter(situation.purpose()), situation.facts(), Set.of(), NOW, off);
    if (finding instanceof Finding.None) {
      assertThat(without).as("no wire may carry it, whatever is open").isEqualTo(finding);
    } else {
      assertThat(without).isInstanceOf(Finding.Open.class);
    }
  }

  /** Nothing goes by a window that is shut, used up or kept, nor over a quota, nor without consent. */
  @Property
  void whatIsOpenIsOpen(@ForAll("situations") Situation situation) {
    if (!(find(situation.purpose(), situation.facts()) instanceof Finding.Open open)) {
      return;
    }
    if (open.rules().wire().equals(TestPlatform.SERVICE)) {
      int kept = situation.purpose() == Purpose.REPLY ? 0 : 1;
      assertThat(situation.ago())
          .hasValueSatisfying(ago -> assertThat(ago).isLessThan(Duration.ofHours(48)));
      assertThat(situation.sent()).isLessThan(5 - kept);
    } else if (open.rules().wire().equals(TestPlatform.NOTICE)) {
      assertThat(situation.credits()).isPositive();
    } else {
      assertThat(situation.used()).isLessThan(100);
    }
  }

  /** What the way depends on. */
  record Situation(Purpose purpose, Optional<Duration> ago, int sent, int credits, int used) {
    Facts facts() {
      return ReachTest.facts(ago, sent, credits, used);
    }
  }

  @Provide
  Arbitrary<Situation> situations() {
    return Combinators.combine(
            Arbitraries.of(Purpose.class),
            Arbitraries.integers().between(0, 60).map(hours -> Duration.ofHours(hours)).optional(),
            Arbitraries.integers().between(0, 6),
            Arbitraries.integers().between(0, 2),
            Arbitraries.of(0, 99, 100, 101))
        .as(Situation::new);
  }

  private Finding find(Purpose purpose, Facts facts) {
    return reach.find(letter(purpose), facts, Set.of(), NOW);
  }

  private static cn.huitouke.channel.Wire wire(Finding finding) {
    return ((Finding.Open) finding).rules().wire();
  }

  private static Facts facts(Optional<Duration> spokeAgo, int sent, int credits, int used) {
    Map<Peer, Contact> contacts =
        spokeAgo
            .map(
                ago ->
                    Map.of(
                        MEI,
                        new Contact(
                            Map.of(Opener.MESSAGE, NOW.minus(ago)), Map.of(Opener.MESSAGE, sent))))
            .orElse(Map.of());
    return new Facts(
        List.of(new Identity(MEI, true, NOW)),
        Wishes.NONE,
        List.of(),
        List.of(),
        contacts,
        Map.of(MEI, Map.of("care", credits)),
        Map.of(
            new Facts.Meter(
                TestPlatform.ID, TestPlatform.TEMPLATE, Optional.empty(), Quota.Span.DAY),
            used),
        LIMITS,
        0);
  }

  private static Letter letter(Purpose purpose) {
    return new Letter(
        new OutboundId("x"),
        new CustomerId(1),
        purpose,
        Lane.CARE,
        Message.text("x"),
        Optional.of(
            new Segment.Form(
                purpose == Purpose.CARE ? "care" : "parcel-progress", Map.of(), Optional.empty())),
        Optional.empty(),
        NOW,
        NOW.plus(Duration.ofDays(9)),
        "test");
  }
}
