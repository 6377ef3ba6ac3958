package cn.huitouke.adapter.wechatmp;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.Wire;
import cn.huitouke.sandbox.web.Trouble;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.tck.CollectingInbox;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Words and a picture are two customer-service messages, or one mass message. */
class PictureWithWordsTest {

  private static final Segment WORDS = new Segment.Text("阿梅，新茶到了\n回 TD 退订");
  private static final Segment PICTURE = new Segment.Image(WeChatFarEnd.PICTURE, Optional.empty());

  private final WeChatFarEnd far = new WeChatFarEnd();
  private final CollectingInbox inbox = new CollectingInbox();
  private int ids;

  @BeforeEach
  void begin() {
    far.channel().start(inbox);
    asks();
  }

  @AfterEach
  void end() {
    far.channel().stop();
    far.close();
  }

  private InboundEvent asks() {
    far.says("mei", "有图吗", Integer.toString(9000 + ids++));
    InboundEvent event = inbox.next(Duration.ofSeconds(5));
    far.channel().nothingMore(event.id());
    return event;
  }

  private SendOutcome send(String id, Segment... segments) {
    return send(id, WeChatMp.CUSTOMER_SERVICE, new Footing.Unprompted(), segments);
  }

  private SendOutcome send(String id, Wire wire, Footing footing, Segment... segments) {
    return far.channel()
        .send(
            new Outbound(
                new OutboundId(id), far.peerOf("mei"), Message.of(segments), wire, footing));
  }

  private void trouble(Trouble trouble) {
    far.platform().trouble(trouble);
  }

  private List<ScreenMessage> shown() {
    return far.platform().screenOf("mei").stream()
        .filter(one -> one.wire().equals("customer-service"))
        .toList();
  }

  private List<String> kinds() {
    return shown().stream().map(ScreenMessage::kind).toList();
  }

  private int uploads() {
    return far.platform().calls().getOrDefault("/cgi-bin/media/upload", 0);
  }

  private static void refused(SendOutcome outcome, Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SendOutcome.Refused.class, no -> assertThat(no.reason()).isEqualTo(reason));
  }

  private static void accepted(SendOutcome outcome) {
    assertThat(outcome).isInstanceOf(SendOutcome.Accepted.class);
  }

  private static void uncertain(SendOutcome outcome, String because) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SendOutcome.Uncertain.class, doubt -> assertThat(doubt.detail()).contains(because));
  }

  @Test
  void wordsGoFirstAndThePictureFollows() {
    accepted(send("both", PICTURE, WORDS));
    assertThat(kinds()).containsExactly("text", "image");
    assertThat(shown().getFirst().text()).isEqualTo("阿梅，新茶到了\n回 TD 退订");
    accepted(send("more", PICTURE, WORDS, new Segment.Link("茶山", "", "https://shop.example")));
    assertThat(kinds()).containsExactly("text", "image", "text", "image");
    assertThat(shown().get(2).text()).endsWith("回 TD 退订\n茶山\nhttps://shop.example");
  }

  @Test
  void nothingIsSaidBeforeThePictureIsWithThePlatform() {
    for (Trouble trouble :
        List.of(Trouble.silence(true), Trouble.silence(false), Trouble.errcode(45009))) {
      trouble(trouble.on("media/upload"));
      assertThat(send("both", PICTURE, WORDS)).isInstanceOf(SendOutcome.Deferred.class);
    }
    refused(
        send("both", WORDS, new Segment.Image("data:image/png;base64,%%%", Optional.empty())),
        Reason.CONTENT_REJECTED);
    assertThat(shown()).isEmpty();
    accepted(send("both", PICTURE, WORDS));
    assertThat(kinds()).containsExactly("text", "image");
  }

  @Test
  void wordsThatMayNotHaveArrivedAreNotFollowedByAPicture() {
    trouble(Trouble.silence(true).on("custom/send"));
    uncertain(send("both", PICTURE, WORDS), "no answer");
    assertThat(kinds()).containsExactly("text");
    trouble(Trouble.errcode(45009).on("custom/send"));
    assertThat(send("later", PICTURE, WORDS)).isInstanceOf(SendOutcome.Deferred.class);
    refusedOnceThenSaid();
  }

  private void refusedOnceThenSaid() {
    trouble(Trouble.errcode(87014).on("custom/send"));
    refused(send("later", PICTURE, WORDS), Reason.CONTENT_REJECTED);
    assertThat(kinds()).containsExactly("text");
    accepted(send("later", PICTURE, WORDS));
    assertThat(kinds()).containsExactly("text", "text", "image");
  }

  @Test
  void aPictureThatDoesNotFollowLeavesADoubtAndTheRepetitionDoesNotSayTheWordsAgain() {
    for (int i = 0; i < 4; i++) {
      accepted(send("before" + i, new Segment.Text("第" + i + "句")));
    }
    uncertain(send("both", PICTURE, WORDS), "part 2 of 2 did not follow");
    assertThat(shown().getLast().text()).startsWith("阿梅，新茶到了");
    uncertain(send("both", PICTURE, WORDS), "45047");
    asks();
    far.passes(Duration.ofHours(72)); // what was uploaded is gone
    asks();
    trouble(Trouble.silence(false).on("media/upload"));
    uncertain(send("both", PICTURE, WORDS), "not uploaded");
    accepted(send("both", PICTURE, WORDS));
    assertThat(kinds()).containsExactly("text", "text", "text", "text", "text", "image");
  }

  @Test
  void aPictureThatThePlatformForgotIsUploadedAnewAndTheWordsAreSaidOnce() {
    accepted(send("first", PICTURE, WORDS));
    far.platform().forgetsMedia();
    accepted(send("second", PICTURE, WORDS));
    assertThat(kinds()).containsExactly("text", "image", "text", "image");
    assertThat(uploads()).isEqualTo(2);
  }

  @Test
  void whatCannotGoIsRefusedBeforeAnythingIsUploadedOrSaid() {
    refused(send("long", PICTURE, new Segment.Text("好".repeat(700))), Reason.TOO_LONG);
    refused(send("kinds", PICTURE, new Segment.Mention("lan")), Reason.UNSUPPORTED);
    far.says("mei", "图呢", "9999");
    InboundEvent event = inbox.next(Duration.ofSeconds(5));
    Footing reply = new Footing.InReplyTo(event.id());
    refused(send("reply", WeChatMp.PASSIVE_REPLY, reply, PICTURE, WORDS), Reason.UNSUPPORTED);
    far.channel().nothingMore(event.id());
    assertThat(uploads()).isZero();
    assertThat(shown()).isEmpty();
  }

  @Test
  void aMassSendCarriesAPictureWithItsWordsInEitherOrderAndNothingElseWithWords() {
    var both = List.of(far.peerOf("mei"), far.peerOf("lan"));
    accepted(far.channel().sendMany(new OutboundId("m"), both, Message.of(WORDS, PICTURE)));
    assertThat(far.platform().screenOf("lan").getLast().kind()).isEqualTo("image");
    assertThat(far.platform().screenOf("lan").getLast().title()).endsWith("回 TD 退订");
    for (Segment thing :
        List.of(
            new Segment.Coupon("c"),
            new Segment.Article("a"),
            new Segment.Voice(WeChatFarEnd.VOICE, "amr", Optional.empty()))) {
      Message message = Message.of(thing, WORDS);
      assertThat(rules(WeChatMp.MASS).carries(message)).isFalse();
      refused(far.channel().sendMany(new OutboundId("n"), both, message), Reason.UNSUPPORTED);
    }
  }

  @Test
  void theRulesSayHowManyMessagesItIs() {
    Message both = Message.of(PICTURE, WORDS);
    assertThat(rules(WeChatMp.CUSTOMER_SERVICE).carries(both)).isTrue();
    assertThat(rules(WeChatMp.CUSTOMER_SERVICE).places(both)).isEqualTo(2);
    assertThat(rules(WeChatMp.CUSTOMER_SERVICE).places(Message.of(PICTURE))).isEqualTo(1);
    assertThat(rules(WeChatMp.CUSTOMER_SERVICE).places(Message.of(PICTURE, PICTURE))).isEqualTo(2);
    assertThat(rules(WeChatMp.MASS).carries(both)).isTrue();
    assertThat(rules(WeChatMp.MASS).places(both)).isEqualTo(1);
    assertThat(rules(WeChatMp.PASSIVE_REPLY).carries(both)).isFalse();
    assertThat(rules(WeChatMp.PASSIVE_REPLY).carries(Message.of(PICTURE))).isTrue();
  }

  private WireRules rules(Wire wire) {
    return far.channel().capabilities().wire(wire).orElseThrow();
  }
}
