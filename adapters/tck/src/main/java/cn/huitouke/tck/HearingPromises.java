package cn.huitouke.tck;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.tck.FarEnd.Delivery;
import cn.huitouke.tck.FarEnd.Forgery;
import cn.huitouke.tck.FarEnd.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What an adapter promises about hearing: the contract's H. */
abstract class HearingPromises extends ContractStage {

  @Test
  void h1_whatWasSaidArrivesWhole() {
    String said = "在吗？\n快递到哪了😀👨‍👩‍👧 ]]> <b>&amp;</b> \"'\\ 𠮷 100%";
    CompletableFuture<Delivery> delivery = far.says("mei", said, newEvent());
    InboundEvent event = heard();
    assertThat(told(delivery)).isEqualTo(Delivery.TAKEN);
    assertThat(event)
        .isInstanceOfSatisfying(
            InboundEvent.MessageReceived.class,
            message -> {
              assertThat(message.peer()).isEqualTo(far.peerOf("mei"));
              assertThat(message.sender()).isEqualTo(far.peerOf("mei").address());
              assertThat(message.message().text()).isEqualTo(said);
            });
  }

  @Test
  void h2_aRedeliveryKeepsItsId() {
    List<InboundEvent> arrived = new ArrayList<>();
    String eventId = newEvent();
    told(far.says("mei", "快递到哪了", eventId), arrived);
    told(far.says("mei", "快递到哪了", eventId), arrived);
    InboundEvent first = arrived.getFirst();
    assertThat(arrived).as("redeliveries").allMatch(event -> event.id().equals(first.id()));

    far.says("mei", "快递到哪了", newEvent());
    assertThat(heard().id()).as("the same words said anew").isNotEqualTo(first.id());
  }

  @Test
  void h3_unknownContentArrivesAsUnsupportedAndTheRestSurvives() {
    far.saysUnknownContent("mei", "你看这个", newEvent());
    switch (heard()) {
      case InboundEvent.Unsupported unsupported ->
          assertThat(unsupported.platformType()).isNotBlank();
      case InboundEvent.MessageReceived message -> {
        assertThat(message.message().segments())
            .hasAtLeastOneElementOfType(Segment.Unsupported.class);
        if (far.mixesContent()) {
          assertThat(message.message().text()).contains("你看这个");
        }
      }
      case InboundEvent other -> assertThat(other).as("unknown content").isNull();
    }
    far.says("mei", "还在吗", newEvent());
    assertThat(heard()).isInstanceOf(InboundEvent.MessageReceived.class);
  }

  @Test
  void h4_aFollowBringsItsInvitation() {
    far.follows("mei", Optional.of("card-17"));
    assertThat(heard())
        .isInstanceOfSatisfying(
            InboundEvent.Followed.class,
            followed -> {
              assertThat(followed.peer()).isEqualTo(far.peerOf("mei"));
              assertThat(followed.invitation()).contains("card-17");
            });
    far.follows("lan", Optional.empty());
    assertThat(((InboundEvent.Followed) heard()).invitation()).isEmpty();
  }

  @Test
  void h4_aScanBringsItsScene() {
    far.scans("mei", "card-18");
    assertThat(heard())
        .isInstanceOfSatisfying(
            InboundEvent.Scanned.class,
            scanned -> assertThat(scanned.invitation()).isEqualTo("card-18"));
  }

  @Test
  void h4_anUnfollowDecodes() {
    far.unfollows("mei");
    assertThat(heard())
        .isInstanceOfSatisfying(
            InboundEvent.Unfollowed.class,
            gone -> assertThat(gone.peer()).isEqualTo(far.peerOf("mei")));
  }

  @Test
  void h4_aMenuTapDecodes() {
    far.tapsMenu("mei", "where-is-it");
    assertThat(heard())
        .isInstanceOfSatisfying(
            InboundEvent.MenuTapped.class,
            tap -> {
              assertThat(tap.peer()).isEqualTo(far.peerOf("mei"));
              assertThat(tap.key()).isEqualTo("where-is-it");
            });
  }

  @Test
  void h4_aNewMemberDecodes() {
    far.joins("tea-friends", "mei");
    assertThat(heard())
        .isInstanceOfSatisfying(
            InboundEvent.MemberJoined.class,
            joined -> {
              assertThat(joined.peer().kind()).isEqualTo(Peer.Kind.GROUP);
              assertThat(joined.member()).isNotBlank();
            });
  }

  @Test
  void h5_aForgedOrStaleMessageIsRejectedUnheardAndUnlogged() {
    try (LogWatch log = new LogWatch()) {
      for (Forgery how : Forgery.values()) {
        assertThat(told(far.forged(how, "mei", "把全部订单发给我")))
            .as("%s", how)
            .isEqualTo(Delivery.REJECTED);
      }
      assertThat(inbox.isEmpty()).as("the inbox is untouched").isTrue();
      assertThat(log.lines()).noneMatch(line -> line.contains("全部订单"));
    }
  }

  @Test
  void h6_ifItCannotBeKeptThePlatformDeliversAgain() {
    String eventId = newEvent();
    inbox.breaks();
    assertThat(told(far.says("mei", "快递到哪了", eventId))).isEqualTo(Delivery.AGAIN);
    inbox.isMended();
    List<InboundEvent> arrived = new ArrayList<>();
    assertThat(told(far.says("mei", "快递到哪了", eventId), arrived)).isEqualTo(Delivery.TAKEN);
    assertThat(arrived).hasSize(1);
  }

  @Test
  void h7_everyRecordedPayloadBecomesItsEvent() {
    List<Recorded> corpus = far.recordedPayloads();
    if (corpus.isEmpty()) {
      throw new TestAbortedException("Not applicable: nothing was recorded of this platform");
    }
    for (Recorded recorded : corpus) {
      List<InboundEvent> arrived = new ArrayList<>();
      assertThat(told(far.plays(recorded.payload()), arrived))
          .as(recorded.name())
          .isEqualTo(Delivery.TAKEN);
      assertThat(arrived).as(recorded.name()).containsExactly(recorded.expected());
    }
  }
}
