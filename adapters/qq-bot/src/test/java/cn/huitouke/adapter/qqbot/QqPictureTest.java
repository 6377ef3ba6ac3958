package cn.huitouke.adapter.qqbot;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
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

/** The shop's own pictures, from their bytes to the screens of users and groups. */
class QqPictureTest {

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String TEA = OwnPictures.data("image/png", OwnPictures.png());

  private final QqFarEnd far = new QqFarEnd();
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

  private SendOutcome send(Peer to, String reference) {
    return send("picture:" + ids++, to, picture(reference));
  }

  private SendOutcome send(String id, Peer to, Segment... segments) {
    return far.channel()
        .send(
            new Outbound(
                new OutboundId(id),
                to,
                Message.of(segments),
                QqBot.PROACTIVE,
                new Footing.Unprompted()));
  }

  private SendOutcome answer(String id, Peer to, EventId event, Segment... segments) {
    return far.channel()
        .send(
            new Outbound(
                new OutboundId(id),
                to,
                Message.of(segments),
                QqBot.PASSIVE,
                new Footing.InReplyTo(event)));
  }

  private EventId asks(String customer) {
    far.says(customer, "有图吗", "ask" + ids++);
    return inbox.next(SOON).id();
  }

  private Peer group(String name) {
    far.platform().hosts(name);
    far.platform().refusesUnprompted(name, true, false);
    return Peer.group(far.channel().id(), name);
  }

  private static Segment picture(String reference) {
    return new Segment.Image(reference, Optional.empty());
  }

  private List<ScreenMessage> shown(String screen) {
    return far.platform().screenOf(screen).stream().filter(one -> !one.fromCustomer()).toList();
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
  void bytesAndAddressesReachTheScreenInPrivateAndInGroups() {
    accepted(send(far.peerOf("MEI"), OwnPictures.data("image/png", OwnPictures.jpeg())));
    assertThat(shown("MEI").getLast().kind()).isEqualTo("image");
    assertThat(far.seen(shown("MEI").getLast())).isEqualTo(OwnPictures.jpeg());
    accepted(send(group("TEA"), shop.at("/tea")));
    assertThat(far.seen(shown("group:TEA").getLast())).isEqualTo(OwnPictures.png());
  }

  @Test
  void aPictureAnswersAMessageAndItsWordsGoFirst() {
    EventId asked = asks("MEI");
    Peer mei = far.peerOf("MEI");
    for (int i = 0; i < 2; i++) {
      accepted(answer("both", mei, asked, picture(TEA), new Segment.Text("看这张")));
    }
    assertThat(shown("MEI"))
        .as("once, however often it is sent")
        .extracting(ScreenMessage::kind)
        .containsExactly("text", "image");
    assertThat(shown("MEI")).extracting(ScreenMessage::wire).containsOnly("passive");
  }

  @Test
  void oneUploadServesAllOfAKindForAsLongAsThePlatformSays() {
    far.platform().filesLast(Duration.ofMinutes(5));
    for (String customer : List.of("MEI", "LAN", "ZHU")) {
      accepted(send(far.peerOf(customer), TEA));
    }
    assertThat(far.platform().uploads()).isEqualTo(1);
    accepted(send(group("TEA"), TEA));
    accepted(send(group("RICE"), TEA));
    assertThat(far.platform().uploads()).as("groups have files of their own").isEqualTo(2);
    far.passes(Duration.ofMinutes(4));
    accepted(send(far.peerOf("MEI"), TEA));
    assertThat(far.platform().uploads()).isEqualTo(2);
    far.passes(Duration.ofSeconds(31));
    accepted(send(far.peerOf("MEI"), TEA));
    assertThat(far.platform().uploads()).as("before it ends").isEqualTo(3);
  }

  @Test
  void aFileForEverIsUploadedOnce() {
    far.platform().filesLast(Duration.ZERO);
    accepted(send(far.peerOf("MEI"), TEA));
    far.passes(Duration.ofDays(400));
    accepted(send(far.peerOf("MEI"), TEA));
    assertThat(far.platform().uploads()).isEqualTo(1);
  }

  private void fortyAtOnce() throws Exception {
    List<Callable<SendOutcome>> sends = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Peer customer = far.peerOf("C" + i);
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
    fortyAtOnce();
    assertThat(far.platform().uploads()).isEqualTo(1);
    far.platform().forgetsFiles();
    fortyAtOnce();
    assertThat(far.platform().uploads()).isEqualTo(2);
    assertThat(shown("C7")).hasSize(2);
  }

  @Test
  void aFileThatIsRefusedTwiceIsUploadedOnceMoreAndNoMore() {
    Peer mei = far.peerOf("MEI");
    accepted(send(mei, TEA));
    far.platform().troubles().add(Trouble.errcode(304080).on("/messages").times(2));
    refused(send(mei, TEA), Reason.CONTENT_REJECTED);
    assertThat(far.platform().uploads()).isEqualTo(2);
    refused(send(mei, "a-file-of-nobody"), Reason.CONTENT_REJECTED);
    assertThat(far.platform().uploads()).isEqualTo(2);
    EventId asked = asks("MEI");
    far.platform().forgetsFiles();
    accepted(answer("again", mei, asked, picture(TEA)));
    assertThat(shown("MEI")).hasSize(2);
  }

  @Test
  void anUploadThatFailedIsNoMessageThatMayHaveBeenSent() {
    Peer mei = far.peerOf("MEI");
    for (Trouble trouble :
        List.of(
            Trouble.silence(true),
            Trouble.silence(false),
            Trouble.http500(),
            Trouble.malformed(),
            Trouble.errcode(850026),
            Trouble.errcode(40093001),
            Trouble.errcode(22009))) {
      far.platform().troubles().add(trouble.on("/files"));
      assertThat(send("both" + ids++, mei, new Segment.Text("新茶"), picture(TEA)))
          .as("%s", trouble)
          .isInstanceOf(SendOutcome.Deferred.class);
    }
    assertThat(shown("MEI")).isEmpty();
    accepted(send(mei, TEA));
  }

  @Test
  void eachNoToAnUploadHasItsReason() {
    Map.of(
            850019, Reason.UNSUPPORTED,
            850031, Reason.TOO_LONG,
            850018, Reason.BLOCKED,
            40093002, Reason.QUOTA_EXHAUSTED,
            40054004, Reason.UNKNOWN_PEER,
            11253, Reason.NOT_ENTITLED)
        .forEach(
            (code, reason) -> {
              far.platform().troubles().add(Trouble.errcode(code).on("/files"));
              refused(send(far.peerOf("MEI"), TEA), reason);
            });
    assertThat(shown("MEI")).isEmpty();
  }

  @Test
  void aTokenThatEndedIsRenewedForTheUpload() {
    far.platform().troubles().add(Trouble.tokenRevoked().on("/files"));
    accepted(send(far.peerOf("MEI"), TEA));
    assertThat(far.seen(shown("MEI").getLast())).isEqualTo(OwnPictures.png());
  }

  @Test
  void whatIsNoPictureOfThePlatformsIsNotUploaded() {
    Peer mei = far.peerOf("MEI");
    refused(send(mei, OwnPictures.data("image/png", OwnPictures.gif())), Reason.UNSUPPORTED);
    refused(send(mei, OwnPictures.data("image/png", new byte[99])), Reason.CONTENT_REJECTED);
    refused(
        send(mei, OwnPictures.data("image/jpeg", OwnPictures.jpeg((20 << 20) + 1))),
        Reason.TOO_LONG);
    refused(send(mei, "data:image/png;base64,%%%"), Reason.CONTENT_REJECTED);
    refused(send(mei, "data:image/png,abc"), Reason.CONTENT_REJECTED);
    assertThat(far.platform().uploads()).isZero();
    refused(
        send(mei, shop.at("/page.png")), Reason.UNSUPPORTED); // by the platform, which fetches it
    assertThat(send(mei, shop.at("/nothing"))).isInstanceOf(SendOutcome.Deferred.class);
    assertThat(shown("MEI")).isEmpty();
  }

  @Test
  void aPictureThatDoesNotFollowItsWordsLeavesADoubt() {
    EventId asked = asks("MEI");
    Peer mei = far.peerOf("MEI");
    for (int i = 0; i < 3; i++) {
      accepted(answer("before" + i, mei, asked, new Segment.Text("第" + i + "句")));
    }
    assertThat(answer("both", mei, asked, new Segment.Text("新茶"), picture(TEA)))
        .as("one answer was left, and this is two")
        .isInstanceOfSatisfying(
            SendOutcome.Uncertain.class, doubt -> assertThat(doubt.detail()).contains("40034128"));
    assertThat(shown("MEI").getLast().text()).isEqualTo("新茶");
    assertThat(shown("MEI")).hasSize(4);
  }
}
