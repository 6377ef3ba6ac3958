package cn.huitouke.tck;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.Wire;
import cn.huitouke.tck.FarEnd.Shown;
import cn.huitouke.tck.PictureFarEnd.Mishap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an adapter promises about the shop's own pictures, from their bytes to the customer's screen,
 * where words and a picture are two of the platform's messages. Extend it and supply the far end; what
 * is particular to the platform stands beside it.
 *
 * @param <F> the far end
 */
public abstract class PictureContract<F extends PictureFarEnd> {

  protected static final Duration SOON = Duration.ofSeconds(5);

  /** A picture of the shop's that holds its bytes itself. */
  protected static final String TEA = OwnPictures.data("image/png", OwnPictures.png());

  protected final OwnPictures shop = new OwnPictures();
  protected final CollectingInbox inbox = new CollectingInbox();
  protected F far;
  private int ids;

  /** A new platform with a new channel. Called before every test. */
  protected abstract F farEnd();

  /** The wire by which words and pictures go to customers who have just written. */
  protected abstract Wire wire();

  /** How many bytes a picture has at the most. */
  protected abstract int largest();

  /** Codes by which the platform says that an upload may be tried later. */
  protected abstract List<Integer> notNow();

  /** Other codes by which it refuses an upload, and what they mean. */
  protected abstract Map<Integer, Reason> refusals();

  @BeforeEach
  final void begin() {
    far = farEnd();
    far.channel().start(inbox);
  }

  @AfterEach
  final void end() {
    far.channel().stop();
    far.close();
    shop.close();
  }

  /** A customer writes: we may answer. */
  protected final EventId asks(String customer) {
    far.says(customer, "有图吗", "ask" + ids++);
    return inbox.next(SOON).id();
  }

  protected final SendOutcome send(String customer, String reference) {
    return send("picture:" + ids++, customer, picture(reference));
  }

  protected final SendOutcome send(String id, String customer, Segment... segments) {
    return send(id, far.peerOf(customer), wire(), new Footing.Unprompted(), segments);
  }

  protected final SendOutcome send(
      String id, Peer to, Wire wire, Footing footing, Segment... segments) {
    return far.channel()
        .send(new Outbound(new OutboundId(id), to, Message.of(segments), wire, footing));
  }

  protected static Segment picture(String reference) {
    return new Segment.Image(reference, Optional.empty());
  }

  protected static Segment words(String words) {
    return new Segment.Text(words);
  }

  protected static void refused(SendOutcome outcome, Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SendOutcome.Refused.class, no -> assertThat(no.reason()).isEqualTo(reason));
  }

  protected static void accepted(SendOutcome outcome) {
    assertThat(outcome).isInstanceOf(SendOutcome.Accepted.class);
  }

  /** Some of it was sent, and some was not: the platform says why by this code. */
  protected static void doubtful(SendOutcome outcome, String code) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SendOutcome.Uncertain.class, doubt -> assertThat(doubt.detail()).contains(code));
  }

  protected final List<Shown> shown(String customer) {
    return far.screenOf(customer);
  }

  @Test
  void bytesAndAddressesReachTheScreen() {
    asks("mei");
    accepted(send("mei", OwnPictures.data("image/png", OwnPictures.jpeg())));
    assertThat(shown("mei").getLast().as()).isEqualTo(Segment.Kind.IMAGE);
    assertThat(far.seenBy("mei")).isEqualTo(OwnPictures.jpeg());
    accepted(send("mei", shop.at("/tea")));
    assertThat(far.seenBy("mei")).isEqualTo(OwnPictures.png());
  }

  @Test
  void wordsGoFirstAndThePictureFollows() {
    asks("mei");
    WireRules rules = far.channel().capabilities().wire(wire()).orElseThrow();
    for (int i = 0; i < (rules.idempotentFor().isPresent() ? 2 : 1); i++) {
      accepted(send("both", "mei", picture(TEA), words("新茶到了\n回 TD 退订")));
      assertThat(shown("mei"))
          .extracting(Shown::as)
          .containsExactly(Segment.Kind.TEXT, Segment.Kind.IMAGE);
      assertThat(shown("mei").getFirst().text()).isEqualTo("新茶到了\n回 TD 退订");
    }
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
    assertThat(far.uploads()).isEqualTo(1);
    far.losesPictures();
    fortyAtOnce();
    assertThat(far.uploads()).isEqualTo(2);
    assertThat(shown("c7")).hasSize(2);
  }

  @Test
  void aPictureThatIsRefusedTwiceIsUploadedOnceMoreAndNoMore() {
    asks("mei");
    accepted(send("mei", TEA));
    far.refusesPictures(2);
    refused(send("mei", TEA), Reason.CONTENT_REJECTED);
    assertThat(far.uploads()).isEqualTo(2);
    refused(send("mei", "a-picture-of-nobody"), Reason.CONTENT_REJECTED);
    assertThat(far.uploads()).isEqualTo(2);
    assertThat(shown("mei")).hasSize(1);
  }

  @Test
  void anUploadThatFailedIsNoMessageThatMayHaveBeenSent() {
    asks("mei");
    for (Mishap mishap : EnumSet.complementOf(EnumSet.of(Mishap.EXPIRED_TOKEN))) {
      far.nextUpload(mishap);
      notSentYet(mishap.name());
    }
    for (int code : notNow()) {
      far.nextUpload(code);
      notSentYet("code " + code);
    }
    assertThat(shown("mei")).isEmpty();
    accepted(send("mei", TEA));
  }

  private void notSentYet(String why) {
    assertThat(send("both" + ids++, "mei", words("新茶"), picture(TEA)))
        .as(why)
        .isInstanceOf(SendOutcome.Deferred.class);
  }

  @Test
  void eachNoToAnUploadHasItsReason() {
    asks("mei");
    refusals()
        .forEach(
            (code, reason) -> {
              far.nextUpload(code);
              refused(send("mei", TEA), reason);
            });
    assertThat(shown("mei")).isEmpty();
  }

  @Test
  void aTokenThatEndedIsRenewedForTheUpload() {
    asks("mei");
    far.nextUpload(Mishap.EXPIRED_TOKEN);
    accepted(send("mei", TEA));
    assertThat(far.seenBy("mei")).isEqualTo(OwnPictures.png());
  }

  @Test
  void whatIsNoPictureOfThePlatformsIsNotUploaded() {
    asks("mei");
    refused(send("mei", OwnPictures.data("image/png", OwnPictures.gif())), Reason.UNSUPPORTED);
    refused(send("mei", OwnPictures.data("image/png", new byte[99])), Reason.CONTENT_REJECTED);
    refused(send("mei", OwnPictures.data("image/png", new byte[0])), Reason.CONTENT_REJECTED);
    refused(
        send("mei", OwnPictures.data("image/jpeg", OwnPictures.jpeg(largest() + 1))),
        Reason.TOO_LONG);
    refused(send("mei", "data:image/png;base64,%%%"), Reason.CONTENT_REJECTED);
    refused(send("mei", "data:image/png,abc"), Reason.CONTENT_REJECTED);
    assertThat(far.uploads()).isZero();
    assertThat(shown("mei")).isEmpty();
    accepted(send("mei", OwnPictures.data("image/jpeg", OwnPictures.jpeg(largest()))));
  }
}
