package cn.huitouke.adapter.onebot;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.sandbox.web.Trouble;
import cn.huitouke.tck.CollectingInbox;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups, lost lines and odd answers, with the simulated QQ account at the real gateway. */
class OneBotGroupTest {

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final long TEA = 20_000_000_001L;
  private static final long MEI = 30_000_000_003L;

  private final OneBotFarEnd far = new OneBotFarEnd();
  private final CollectingInbox inbox = new CollectingInbox();
  private int ids;

  @BeforeEach
  void begin() {
    far.channel().start(inbox);
    far.connected();
  }

  @AfterEach
  void end() {
    far.channel().stop();
    far.close();
  }

  private SendOutcome say(Peer to, Footing footing, Segment... segments) {
    return far.channel()
        .send(
            new Outbound(
                new OutboundId("group:" + ids++),
                to,
                Message.of(segments),
                OneBot.MESSAGE,
                footing));
  }

  private Peer tea() {
    return Peer.group(far.channel().id(), Long.toString(TEA));
  }

  private String lastIn() {
    return far.platform().screenOf("group:" + TEA).getLast().text();
  }

  @Test
  void onlyWhoMentionsTheShopIsHeardAndTheAnswerMentionsThem() {
    far.platform().saysInGroup(TEA, MEI, "大家好", false);
    far.platform().saysInGroup(TEA, MEI, "快递到哪了", true);
    InboundEvent.MessageReceived heard = (InboundEvent.MessageReceived) inbox.next(SOON);
    assertThat(heard.peer()).isEqualTo(tea());
    assertThat(heard.sender()).isEqualTo(Long.toString(MEI));
    assertThat(heard.message().text()).isEqualTo(" 快递到哪了");

    Footing reply = new Footing.InReplyTo(heard.id());
    assertThat(say(tea(), reply, new Segment.Text("到杭州了")))
        .isInstanceOf(SendOutcome.Accepted.class);
    assertThat(lastIn()).isEqualTo("@" + MEI + " 到杭州了");
    say(tea(), reply, new Segment.Mention("7"), new Segment.Text("也给您看看"));
    assertThat(lastIn()).as("who is named is named once").isEqualTo("@7 也给您看看");
    say(tea(), new Footing.InReplyTo(new EventId("of-long-ago")), new Segment.Text("补一句"));
    assertThat(lastIn()).isEqualTo("补一句");
    assertThat(far.platform().screenOf(Long.toString(MEI))).isEmpty();
  }

  @Test
  void whoWantsToHearEverythingDoes() {
    OneBotDecoder all =
        new OneBotDecoder(far.channel().id(), new OneBotAccount("shop", "10001", "12345678", true));
    var frame =
        tools.jackson.databind.json.JsonMapper.builder()
            .build()
            .readTree(
                """
                {"time":1,"post_type":"message","message_type":"group","message_id":1,
                 "group_id":2,"user_id":3,"message":"大家好"}\
                """);
    assertThat(all.decode(frame)).isPresent();
  }

  @Test
  void aCustomersWordsAreNoCodes() {
    say(tea(), new Footing.Unprompted(), new Segment.Text("hi"));
    far.platform().hosts(TEA);
    say(tea(), new Footing.Unprompted(), new Segment.Text("[CQ:at,qq=all] 您好"));
    assertThat(lastIn()).isEqualTo("[CQ:at,qq=all] 您好");
  }

  @Test
  void aPictureOfTheShopsIsSentAsItsBytes() {
    far.platform().hosts(TEA);
    assertThat(
            say(
                tea(),
                new Footing.Unprompted(),
                new Segment.Image("data:image/png;base64,AQID", Optional.empty())))
        .isInstanceOf(SendOutcome.Accepted.class);
    assertThat(far.platform().screenOf("group:" + TEA).getLast().kind()).isEqualTo("image");
    assertThat(lastIn()).isEqualTo("[image]base64");
  }

  @Test
  void aLineThatComesBackIsUsed() {
    far.platform().hosts(TEA);
    for (int i = 0; i < 5; i++) {
      far.goesDown();
      assertThat(say(tea(), new Footing.Unprompted(), new Segment.Text("等等")))
          .isInstanceOf(SendOutcome.Deferred.class);
      far.comesBack();
      assertThat(say(tea(), new Footing.Unprompted(), new Segment.Text("第" + i + "次")))
          .isInstanceOf(SendOutcome.Accepted.class);
      assertThat(lastIn()).isEqualTo("第" + i + "次");
    }
  }

  @Test
  void aTimeOutBehindTheImplementationIsUncertainAndAPlainNoIsNot() {
    far.platform().hosts(TEA);
    far.platform().troubles().add(Trouble.busy().on("send_"));
    assertThat(say(tea(), new Footing.Unprompted(), new Segment.Text("一")))
        .isInstanceOf(SendOutcome.Refused.class);
    far.platform().troubles().add(Trouble.malformed().on("send_"));
    assertThat(say(tea(), new Footing.Unprompted(), new Segment.Text("二")))
        .as("风控 looks like a time-out: it may have gone out")
        .isInstanceOf(SendOutcome.Uncertain.class);
    assertThat(
            say(
                Peer.person(far.channel().id(), "wechat-openid"),
                new Footing.Unprompted(),
                new Segment.Text("三")))
        .isInstanceOfSatisfying(
            SendOutcome.Refused.class,
            no -> assertThat(no.reason()).isEqualTo(Reason.UNKNOWN_PEER));
  }
}
