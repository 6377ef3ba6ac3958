package cn.huitouke.adapter.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Footing;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.sandbox.web.Trouble;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.tck.CollectingInbox;
import cn.huitouke.tck.OwnPictures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shop's own pictures, from their bytes to the customer's screen. */
class WeComPictureTest {

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String TEA = OwnPictures.data("image/png", OwnPictures.png());

  private final WeComFarEnd far = new WeComFarEnd();
  private final OwnPictures shop = new OwnPictures();
  private final CollectingInbox inbox = new CollectingInbox();
  private int ids;

  @BeforeEach
  void begin() {
    far.channel().start(inbox);
  }

  @AfterEach
  void end() {
    far.channel().stop();
    far.close();
    shop.close();
  }

  private void asks(String customer) {
    far.says(customer, "有图吗", "ask" + ids++);
    inbox.next(SOON);
  }

  private SendOutcome send(String customer, String reference) {
    return send("picture:" + ids++, customer, picture(reference));
  }

  private SendOutcome send(String id, String customer, Segment... segments) {
    return far.channel()
        .send(
            new Outbound(
                new OutboundId(id),
                far.peerOf(customer),
                Message.of(segments),
                WeCom.MESSAGE,
                new Footing.Unprompted()));
  }

  private static Segment picture(String reference) {
    return new Segment.Image(reference, Optional.empty());
  }

  private List<ScreenMessage> shown(String customer) {
    return far.platform().screenOf(customer).stream().filter(one -> !one.fromCustomer()).toList();
  }

  private static void refused(SendOutcome outcome, Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SendOutcome.Refused.class, no -> assertThat(no.reason()).isEqualTo(reason));
  }

  private static void accepted(SendOutcome outcome) {
    assertThat(outcome).isInstanceOf(SendOutcome.Accepted.class);
  }

  @Test
  void bytesAndAddressesReachTheScreen() {
    asks("mei");
    accepted(send("mei", OwnPictures.data("image/png", OwnPictures.jpeg())));
    assertThat(shown("mei").getLast().kind()).isEqualTo("image");
    assertThat(far.seen(shown("mei").getLast())).isEqualTo(OwnPictures.jpeg());
    accepted(send("mei", shop.at("/tea")));
    assertThat(far.seen(shown("mei").getLast())).isEqualTo(OwnPictures.png());
  }

  @Test
  void wordsGoFirstAndThePictureFollows() {
    asks("mei");
    accepted(send("both", "mei", picture(TEA), new Segment.Text("新茶到了\n回 TD 退订")));
    assertThat(shown("mei")).extracting(ScreenMessage::kind).containsExactly("text", "image");
    assertThat(shown("mei").getFirst().text()).isEqualTo("新茶到了\n回 TD 退订");
    accepted(send("both", "mei", picture(TEA), new Segment.Text("新茶到了\n回 TD 退订")));
    assertThat(shown("mei")).as("the same message again").hasSize(2);
  }

  @Test
  void oneUploadServesEverybodyUntilItsThreeDaysAreOver() {
    for (String customer : List.of("mei", "lan", "zhu")) {
      asks(customer);
      accepted(send(customer, shop.at("/tea")));
    }
    assertThat(far.platform().uploads()).isEqualTo(1);
    assertThat(shop.fetches()).isEqualTo(1);
    far.passes(Duration.ofHours(70));
    asks("mei");
    accepted(send("mei", shop.at("/tea")));
    assertThat(far.platform().uploads()).isEqualTo(1);
    far.passes(Duration.ofHours(1));
    accepted(send("mei", shop.at("/tea")));
    assertThat(far.platform().uploads()).as("before it ends").isEqualTo(2);
  }

  private void fortyAtOnce() throws Exception {
    List<Callable<SendOutcome>> sends = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String customer = "c" + i;
      String id = "rush:" + ids++;
      sends.add(() -> send(id, customer, picture(TEA)));
    }
    try (var couriers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var sent : couriers.invokeAll(sends)) {
        accepted(sent.get());
      }
    }
  }

  @Test
  void fortyWantItAtOnceAndOneUploadsItAlsoWhenThePlatformHasLostIt() throws Exception {
    for (int i = 0; i < 40; i++) {
      asks("c" + i);
    }
    fortyAtOnce();
    assertThat(far.platform().uploads()).isEqualTo(1);
    far.platform().forgetsMedia();
    fortyAtOnce();
    assertThat(far.platform().uploads()).isEqualTo(2);
    assertThat(shown("c7")).hasSize(2);
  }

  @Test
  void anIdThatIsRefusedTwiceIsUploadedOnceMoreAndNoMore() {
    asks("mei");
    accepted(send("mei", TEA));
    far.platform().troubles().add(Trouble.errcode(40007).on("send_msg").times(2));
    refused(send("mei", TEA), Reason.CONTENT_REJECTED);
    assertThat(far.platform().uploads()).isEqualTo(2);
    refused(send("mei", "an-id-of-nobody"), Reason.CONTENT_REJECTED);
    assertThat(far.platform().uploads()).isEqualTo(2);
    assertThat(shown("mei")).hasSize(1);
  }

  @Test
  void anUploadThatFailedIsNoMessageThatMayHaveBeenSent() {
    asks("mei");
    for (Trouble trouble :
        List.of(
            Trouble.silence(true),
            Trouble.silence(false),
            Trouble.http500(),
            Trouble.malformed(),
            Trouble.busy(),
            Trouble.errcode(45009))) {
      far.platform().troubles().add(trouble.on("media/upload"));
      assertThat(send("both" + ids++, "mei", new Segment.Text("新茶"), picture(TEA)))
          .as("%s", trouble)
          .isInstanceOf(SendOutcome.Deferred.class);
    }
    assertThat(shown("mei")).isEmpty();
    accepted(send("mei", TEA));
  }

  @Test
  void eachNoToAnUploadHasItsReason() {
    asks("mei");
    Map.of(
            40004, Reason.UNSUPPORTED,
            40005, Reason.UNSUPPORTED,
            40006, Reason.TOO_LONG,
            40009, Reason.TOO_LONG,
            45001, Reason.TOO_LONG,
            44001, Reason.CONTENT_REJECTED,
            48002, Reason.NOT_ENTITLED,
            60020, Reason.MISCONFIGURED)
        .forEach(
            (code, reason) -> {
              far.platform().troubles().add(Trouble.errcode(code).on("media/upload"));
              refused(send("mei", TEA), reason);
            });
    assertThat(shown("mei")).isEmpty();
  }

  @Test
  void aTokenThatEndedIsRenewedForTheUpload() {
    asks("mei");
    far.platform().troubles().add(Trouble.tokenRevoked().on("media/upload"));
    accepted(send("mei", TEA));
    assertThat(far.seen(shown("mei").getLast())).isEqualTo(OwnPictures.png());
  }

  @Test
  void whatIsNoPictureOfThePlatformsIsNotUploaded() {
    asks("mei");
    refused(send("mei", OwnPictures.data("image/png", OwnPictures.gif())), Reason.UNSUPPORTED);
    refused(send("mei", OwnPictures.data("image/png", new byte[99])), Reason.CONTENT_REJECTED);
    refused(send("mei", OwnPictures.data("image/png", new byte[0])), Reason.CONTENT_REJECTED);
    refused(
        send("mei", OwnPictures.data("image/jpeg", OwnPictures.jpeg((10 << 20) + 1))),
        Reason.TOO_LONG);
    refused(send("mei", "data:image/png;base64,%%%"), Reason.CONTENT_REJECTED);
    refused(send("mei", "data:image/png,abc"), Reason.CONTENT_REJECTED);
    refused(send("mei", shop.at("/page.png")), Reason.CONTENT_REJECTED);
    refused(send("mei", shop.at("/nothing")), Reason.CONTENT_REJECTED);
    refused(send("mei", "http://not an address/"), Reason.CONTENT_REJECTED);
    assertThat(send("mei", shop.at("/broken"))).isInstanceOf(SendOutcome.Deferred.class);
    shop.close();
    assertThat(send("mei", shop.at("/tea"))).isInstanceOf(SendOutcome.Deferred.class);
    assertThat(far.platform().uploads()).isZero();
    assertThat(shown("mei")).isEmpty();
    accepted(send("mei", OwnPictures.data("image/jpeg", OwnPictures.jpeg(10 << 20))));
  }

  @Test
  void aPictureThatDoesNotFollowItsWordsLeavesADoubtThatARepetitionMayClear() {
    asks("mei");
    for (int i = 0; i < 4; i++) {
      accepted(send("before" + i, "mei", new Segment.Text("第" + i + "句")));
    }
    assertThat(send("both", "mei", new Segment.Text("新茶"), picture(TEA)))
        .as("one message was left, and this is two")
        .isInstanceOfSatisfying(
            SendOutcome.Uncertain.class, doubt -> assertThat(doubt.detail()).contains("95001"));
    assertThat(shown("mei").getLast().text()).isEqualTo("新茶");
    asks("mei");
    accepted(send("both", "mei", new Segment.Text("新茶"), picture(TEA)));
    assertThat(shown("mei")).as("the words are not said again").hasSize(6);
    assertThat(shown("mei").getLast().kind()).isEqualTo("image");
  }

  @Test
  void longWordsBesideAPictureAreRefusedBeforeAnythingIsSaid() {
    asks("mei");
    refused(send("long", "mei", picture(TEA), new Segment.Text("好".repeat(700))), Reason.TOO_LONG);
    refused(send("kinds", "mei", picture(TEA), new Segment.Mention("lan")), Reason.UNSUPPORTED);
    assertThat(far.platform().uploads()).isZero();
    assertThat(shown("mei")).isEmpty();
  }

  @Test
  void aPictureThatDidNotArriveAfterItsWordsIsReportedByTheNameOfTheWholeMessage() {
    asks("mei");
    for (int i = 0; i < 4; i++) {
      accepted(send("before" + i, "mei", new Segment.Text("第" + i + "句")));
    }
    assertThat(send("both", "mei", new Segment.Text("新茶"), picture(TEA)))
        .as("the words are on the screen")
        .isInstanceOf(SendOutcome.Uncertain.class);
    asks("mei");
    far.platform().rejects("mei", true);
    SendOutcome taken = send("both", "mei", new Segment.Text("新茶"), picture(TEA));
    accepted(taken);
    assertThat(shown("mei").getLast().text()).as("only the picture is lost").isEqualTo("新茶");
    far.says("lan", "在吗", "next look");
    assertThat(inbox.next(SOON))
        .isInstanceOfSatisfying(
            InboundEvent.DeliveryReported.class,
            report -> {
              assertThat(report.delivered()).isFalse();
              assertThat(new SendOutcome.Accepted(report.platformMessageId())).isEqualTo(taken);
            });
  }
}
