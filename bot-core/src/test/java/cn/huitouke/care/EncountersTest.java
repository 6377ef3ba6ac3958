package cn.huitouke.care;

import static cn.huitouke.care.CareStage.MEI;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Peer;
import cn.huitouke.conversation.Session;
import cn.huitouke.conversation.Turn;
import cn.huitouke.delivery.Letter;
import cn.huitouke.delivery.Ways.Outlook;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is made of the moments in which a customer is there. */
class EncountersTest {

  private static final Peer PEER = Peer.person(new ChannelId("loopback", "shop"), "mei");

  private static final Session NO_SESSION =
      new Session() {
        @Override
        public Optional<String> note(String key) {
          return Optional.empty();
        }

        @Override
        public void note(String key, String value, Duration life) {}

        @Override
        public void forget(String key) {}
      };

  private static Turn turn(CareStage shop) {
    return new Turn(
        new InboundEvent.MessageReceived(
            new EventId("e" + shop.now()),
            PEER,
            "mei",
            shop.now(),
            Message.text("谢谢"),
            Optional.empty()),
        MEI,
        Optional.empty(),
        NO_SESSION,
        shop.now());
  }

  /** She was answered, and nothing is the matter. */
  private static void isAnswered(CareStage shop) {
    Encounters encounters = shop.bean(Encounters.class);
    encounters.content(turn(shop), "fallback");
    assertThat(encounters.awaitQuiet(Duration.ofSeconds(10))).isTrue();
  }

  private static void spokeWith(CareStage shop) {
    Optional<java.time.Instant> until = Optional.of(shop.now().plus(Duration.ofHours(48)));
    shop.outlooks.put(MEI, new Outlook(until, false, true));
  }

  private static Optional<Letter> waiting(CareStage shop, String name) {
    return shop.post.waiting.values().stream()
        .filter(letter -> letter.id().value().startsWith(name))
        .findFirst();
  }

  private static CareStage withHoneyThatCame(int daysAgo) {
    CareStage shop = new CareStage("huitouke.care.credit-page=https://shop.example/allow");
    shop.pays(MEI, "1001", "野坝子蜂蜜 500g");
    shop.passes(Duration.ofHours(3));
    shop.ships("1001");
    shop.arrives("1001");
    shop.passes(Duration.ofDays(daysAgo));
    return shop;
  }

  @Test
  void whatIsDueTheDayAfterTomorrowFollowsTheAnswerALittleLater() {
    try (CareStage shop = withHoneyThatCame(5)) {
      shop.passes(Duration.ofHours(3));
      spokeWith(shop);
      isAnswered(shop);
      Letter letter = waiting(shop, "care:quality-1w:").orElseThrow();
      assertThat(letter.message().text()).startsWith("对了，野坝子蜂蜜到您那儿有几天了，");
      assertThat(Duration.between(shop.now(), letter.notBefore()))
          .isBetween(Duration.ofMinutes(2), Duration.ofMinutes(10));
      shop.passes(Duration.ofDays(10));
      assertThat(shop.post.postedTwice).as("not once more in its own time").isEmpty();
    }
  }

  @Test
  void outsideItsSpanItWaitsForItsTime() {
    try (CareStage shop = withHoneyThatCame(3)) {
      spokeWith(shop);
      isAnswered(shop);
      assertThat(waiting(shop, "care:quality-1w:")).isEmpty();
    }
  }

  @Test
  void whatComesWhileTheWayIsOpenAnywayKeepsItsHour() {
    try (CareStage shop = withHoneyThatCame(7)) {
      spokeWith(shop);
      isAnswered(shop);
      assertThat(waiting(shop, "care:quality-1w:")).isEmpty();
    }
  }

  @Test
  void withoutAWayNothingIsMoved() {
    try (CareStage shop = withHoneyThatCame(5)) {
      shop.passes(Duration.ofHours(3));
      isAnswered(shop);
      assertThat(waiting(shop, "care:quality-1w:")).isEmpty();
    }
  }

  @Test
  void nobodyIsAskedForAPermissionTwiceWithinAFortnight() {
    try (CareStage shop = withHoneyThatCame(1)) {
      spokeWith(shop);
      CreditAsking asking = shop.bean(CreditAsking.class);
      assertThat(asking.behind(turn(shop), "fallback").orElseThrow())
          .contains("https://shop.example/allow", "野坝子蜂蜜");
      assertThat(asking.behind(turn(shop), "fallback")).isEmpty();
      shop.clock.turn(Duration.ofDays(13));
      assertThat(asking.behind(turn(shop), "fallback")).isEmpty();
      shop.clock.turn(Duration.ofDays(2));
      assertThat(asking.behind(turn(shop), "fallback")).isPresent();
      shop.clock.turn(Duration.ofDays(20));
      assertThat(asking.behind(turn(shop), "fallback")).as("each time more seldom").isEmpty();
    }
  }

  @Test
  void whoHasOneLeftOrAMatterOpenOrWantsNoneIsNotAsked() {
    try (CareStage shop = withHoneyThatCame(1)) {
      CreditAsking asking = shop.bean(CreditAsking.class);
      assertThat(asking.behind(turn(shop), "binding")).as("nothing would come of it").isEmpty();
      shop.outlooks.put(MEI, new Outlook(Optional.empty(), true, true));
      assertThat(asking.behind(turn(shop), "binding")).as("one is left").isEmpty();
      spokeWith(shop);
      shop.brakes.pull(MEI, "case", cn.huitouke.delivery.Brakes.Kind.COMPLAINT, shop.now());
      assertThat(asking.behind(turn(shop), "binding")).as("a complaint").isEmpty();
      shop.brakes.release(MEI, "case", shop.now());
      shop.people.wishes.put(MEI, cn.huitouke.customer.Wishes.NONE.factsOnly());
      assertThat(asking.behind(turn(shop), "binding")).as("别发了").isEmpty();
      shop.people.wishes.clear();
      assertThat(asking.behind(turn(shop), "binding")).isPresent();
    }
  }
}
