package cn.huitouke.adapter.qqbot;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.Wire;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.tck.FarEnd.Shown;
import cn.huitouke.tck.OwnPictures;
import cn.huitouke.tck.PictureContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The shop's own pictures, from their bytes to the screens of users and groups. */
class QqPictureTest extends PictureContract<QqFarEnd> {

  private int ids;

  @Override
  protected QqFarEnd farEnd() {
    return new QqFarEnd();
  }

  @Override
  protected Wire wire() {
    return QqBot.PROACTIVE;
  }

  @Override
  protected int largest() {
    return 20 << 20;
  }

  @Override
  protected List<Integer> notNow() {
    return List.of(850026, 40093001, 22009);
  }

  @Override
  protected Map<Integer, Reason> refusals() {
    return Map.of(
        850019, Reason.UNSUPPORTED,
        850031, Reason.TOO_LONG,
        850018, Reason.BLOCKED,
        40093002, Reason.QUOTA_EXHAUSTED,
        40054004, Reason.UNKNOWN_PEER,
        11253, Reason.NOT_ENTITLED);
  }

  private SendOutcome answer(String id, EventId event, Segment... segments) {
    return send(id, far.peerOf("MEI"), QqBot.PASSIVE, new Footing.InReplyTo(event), segments);
  }

  private SendOutcome sendToGroup(String name, String reference) {
    far.platform().hosts(name);
    far.platform().refusesUnprompted(name, true, false);
    Peer group = Peer.group(far.channel().id(), name);
    return send("group:" + ids++, group, wire(), new Footing.Unprompted(), picture(reference));
  }

  @Test
  void aPictureReachesAGroup() {
    accepted(sendToGroup("TEA", shop.at("/tea")));
    assertThat(far.seenBy("group:TEA")).isEqualTo(OwnPictures.png());
  }

  @Test
  void aPictureAnswersAMessageAndItsWordsGoFirst() {
    EventId asked = asks("MEI");
    for (int i = 0; i < 2; i++) {
      accepted(answer("both", asked, picture(TEA), words("看这张")));
    }
    assertThat(shown("MEI"))
        .as("once, however often it is sent")
        .extracting(Shown::as)
        .containsExactly(Segment.Kind.TEXT, Segment.Kind.IMAGE);
    assertThat(far.platform().screenOf("MEI"))
        .filteredOn(one -> !one.fromCustomer())
        .extracting(ScreenMessage::wire)
        .containsOnly("passive");
  }

  @Test
  void oneUploadServesAllOfAKindForAsLongAsThePlatformSays() {
    far.platform().filesLast(Duration.ofMinutes(5));
    for (String customer : List.of("MEI", "LAN", "ZHU")) {
      accepted(send(customer, TEA));
    }
    assertThat(far.uploads()).isEqualTo(1);
    accepted(sendToGroup("TEA", TEA));
    accepted(sendToGroup("RICE", TEA));
    assertThat(far.uploads()).as("groups have files of their own").isEqualTo(2);
    far.passes(Duration.ofMinutes(4));
    accepted(send("MEI", TEA));
    assertThat(far.uploads()).isEqualTo(2);
    far.passes(Duration.ofSeconds(31));
    accepted(send("MEI", TEA));
    assertThat(far.uploads()).as("before it ends").isEqualTo(3);
  }

  @Test
  void aFileForEverIsUploadedOnce() {
    far.platform().filesLast(Duration.ZERO);
    accepted(send("MEI", TEA));
    far.passes(Duration.ofDays(400));
    accepted(send("MEI", TEA));
    assertThat(far.uploads()).isEqualTo(1);
  }

  @Test
  void anAnswerWhoseFileWasLostGoesUnderAnotherNumber() {
    EventId asked = asks("MEI");
    accepted(answer("before", asked, picture(TEA)));
    far.losesPictures();
    accepted(answer("again", asked, picture(TEA)));
    assertThat(shown("MEI")).hasSize(2);
  }

  @Test
  void whatIsAtAnAddressIsJudgedByThePlatformWhichFetchesIt() {
    refused(send("MEI", shop.at("/page.png")), Reason.UNSUPPORTED);
    assertThat(send("MEI", shop.at("/nothing"))).isInstanceOf(SendOutcome.Deferred.class);
    assertThat(shown("MEI")).isEmpty();
  }

  @Test
  void aPictureThatDoesNotFollowItsWordsLeavesADoubt() {
    EventId asked = asks("MEI");
    for (int i = 0; i < 3; i++) {
      accepted(answer("before" + i, asked, words("第" + i + "句")));
    }
    // One answer was left, and this is two.
    doubtful(answer("both", asked, words("新茶"), picture(TEA)), "40034128");
    assertThat(shown("MEI").getLast()).isEqualTo(Shown.text("新茶"));
    assertThat(shown("MEI")).hasSize(4);
  }
}
