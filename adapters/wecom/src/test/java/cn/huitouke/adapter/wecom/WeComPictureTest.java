package cn.huitouke.adapter.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.Wire;
import cn.huitouke.tck.FarEnd.Shown;
import cn.huitouke.tck.PictureContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The shop's own pictures, from their bytes to the customer's screen. */
class WeComPictureTest extends PictureContract<WeComFarEnd> {

  @Override
  protected WeComFarEnd farEnd() {
    return new WeComFarEnd();
  }

  @Override
  protected Wire wire() {
    return WeCom.MESSAGE;
  }

  @Override
  protected int largest() {
    return 10 << 20;
  }

  @Override
  protected List<Integer> notNow() {
    return List.of(-1, 45009);
  }

  @Override
  protected Map<Integer, Reason> refusals() {
    return Map.of(
        40004, Reason.UNSUPPORTED,
        40005, Reason.UNSUPPORTED,
        40006, Reason.TOO_LONG,
        40009, Reason.TOO_LONG,
        45001, Reason.TOO_LONG,
        44001, Reason.CONTENT_REJECTED,
        48002, Reason.NOT_ENTITLED,
        60020, Reason.MISCONFIGURED);
  }

  @Test
  void oneUploadServesEverybodyUntilItsThreeDaysAreOver() {
    for (String customer : List.of("mei", "lan", "zhu")) {
      asks(customer);
      accepted(send(customer, shop.at("/tea")));
    }
    assertThat(far.uploads()).isEqualTo(1);
    assertThat(shop.fetches()).isEqualTo(1);
    far.passes(Duration.ofHours(70));
    asks("mei");
    accepted(send("mei", shop.at("/tea")));
    assertThat(far.uploads()).isEqualTo(1);
    far.passes(Duration.ofHours(1));
    accepted(send("mei", shop.at("/tea")));
    assertThat(far.uploads()).as("before it ends").isEqualTo(2);
  }

  @Test
  void whatIsAtAnAddressIsFetchedAndLookedAt() {
    asks("mei");
    refused(send("mei", shop.at("/page.png")), Reason.CONTENT_REJECTED);
    refused(send("mei", shop.at("/nothing")), Reason.CONTENT_REJECTED);
    refused(send("mei", "http://not an address/"), Reason.CONTENT_REJECTED);
    assertThat(send("mei", shop.at("/broken"))).isInstanceOf(SendOutcome.Deferred.class);
    shop.close();
    assertThat(send("mei", shop.at("/tea"))).isInstanceOf(SendOutcome.Deferred.class);
    assertThat(far.uploads()).isZero();
    assertThat(shown("mei")).isEmpty();
  }

  private SendOutcome teaWithWords() {
    return send("both", "mei", words("新茶"), picture(TEA));
  }

  /** One message is left of the window, and this is two. */
  private void wordsAreSaidAndThePictureIsNot() {
    asks("mei");
    for (int i = 0; i < 4; i++) {
      accepted(send("before" + i, "mei", words("第" + i + "句")));
    }
    doubtful(teaWithWords(), "95001");
    assertThat(shown("mei").getLast()).isEqualTo(Shown.text("新茶"));
    asks("mei");
  }

  @Test
  void aPictureThatDoesNotFollowItsWordsLeavesADoubtThatARepetitionMayClear() {
    wordsAreSaidAndThePictureIsNot();
    accepted(teaWithWords());
    assertThat(shown("mei")).as("the words are not said again").hasSize(6);
    assertThat(shown("mei").getLast().as()).isEqualTo(Segment.Kind.IMAGE);
  }

  @Test
  void aPictureThatDidNotArriveAfterItsWordsIsReportedByTheNameOfTheWholeMessage() {
    wordsAreSaidAndThePictureIsNot();
    far.platform().rejects("mei", true);
    SendOutcome taken = teaWithWords();
    accepted(taken);
    assertThat(shown("mei").getLast()).as("only the picture is lost").isEqualTo(Shown.text("新茶"));
    far.says("lan", "在吗", "next look");
    assertThat(inbox.next(SOON))
        .isInstanceOfSatisfying(
            InboundEvent.DeliveryReported.class,
            report -> {
              assertThat(report.delivered()).isFalse();
              assertThat(new SendOutcome.Accepted(report.platformMessageId())).isEqualTo(taken);
            });
  }

  @Test
  void longWordsBesideAPictureAreRefusedBeforeAnythingIsSaid() {
    asks("mei");
    refused(send("long", "mei", picture(TEA), words("好".repeat(700))), Reason.TOO_LONG);
    refused(send("kinds", "mei", picture(TEA), new Segment.Mention("lan")), Reason.UNSUPPORTED);
    assertThat(far.uploads()).isZero();
    assertThat(shown("mei")).isEmpty();
  }
}
