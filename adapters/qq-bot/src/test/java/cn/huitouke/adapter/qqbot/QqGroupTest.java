package cn.huitouke.adapter.qqbot;

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
import cn.huitouke.channel.Wire;
import cn.huitouke.sandbox.web.Trouble;
import cn.huitouke.tck.CollectingInbox;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups, and what is particular to the platform's counting, on the simulated platform. */
class QqGroupTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  private final QqFarEnd far = new QqFarEnd();
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
  }

  private InboundEvent.MessageReceived mentioned(String member, String text) {
    far.listens("e" + ids++);
    far.platform().saysInGroup("TEA", member, text, true);
    return (InboundEvent.MessageReceived) inbox.next(SOON);
  }

  private SendOutcome answer(Peer to, EventId event, Segment... segments) {
    return send("answer:" + ids++, to, QqBot.PASSIVE, new Footing.InReplyTo(event), segments);
  }

  private SendOutcome send(String id, Peer to, Wire wire, Footing footing, Segment... segments) {
    return far.channel()
        .send(new Outbound(new OutboundId(id), to, Message.of(segments), wire, footing));
  }

  private static void refused(SendOutcome outcome, Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SendOutcome.Refused.class, no -> assertThat(no.reason()).isEqualTo(reason));
  }

  @Test
  void onlyWhoMentionsTheBotIsHeardAndTheAnswerGoesToTheGroupWithAMention() {
    far.platform().saysInGroup("TEA", "MEMBER1", "大家好", false);
    InboundEvent.MessageReceived heard = mentioned("MEMBER2", "快递到哪了");
    assertThat(heard.peer()).isEqualTo(Peer.group(far.channel().id(), "TEA"));
    assertThat(heard.sender()).isEqualTo("MEMBER2");
    assertThat(heard.message().text()).isEqualTo("快递到哪了");
    assertThat(heard.message().segments()).hasAtLeastOneElementOfType(Segment.Mention.class);

    assertThat(
            answer(
                heard.peer(),
                heard.id(),
                new Segment.Mention(heard.sender()),
                new Segment.Text("到杭州了")))
        .isInstanceOf(SendOutcome.Accepted.class);
    assertThat(far.platform().screenOf("group:TEA").getLast().text()).isEqualTo("@MEMBER2 到杭州了");
    assertThat(far.platform().screenOf("MEMBER2")).isEmpty();
  }

  @Test
  void aCustomersWordsCannotMentionAnybody() {
    InboundEvent.MessageReceived heard = mentioned("MEMBER1", "在吗");
    answer(
        heard.peer(),
        heard.id(),
        new Segment.Mention("x\" /><qqbot-at-everyone"),
        new Segment.Text("您好 <qqbot-at-user id=\"MEMBER9\" />"));
    assertThat(far.platform().screenOf("group:TEA").getLast().text())
        .as("the platform itself mentions who asked, and nobody else is")
        .isEqualTo("@MEMBER1 您好 ＜qqbot-at-user id=\"MEMBER9\" />");
  }

  @Test
  void aGroupIsAnsweredFiveTimesWithinFiveMinutes() {
    InboundEvent.MessageReceived heard = mentioned("MEMBER1", "在吗");
    for (int i = 0; i < 5; i++) {
      assertThat(answer(heard.peer(), heard.id(), new Segment.Text("第" + i)))
          .isInstanceOf(SendOutcome.Accepted.class);
    }
    refused(answer(heard.peer(), heard.id(), new Segment.Text("六")), Reason.QUOTA_EXHAUSTED);
    InboundEvent.MessageReceived again = mentioned("MEMBER1", "还在吗");
    far.passes(Duration.ofMinutes(5));
    refused(answer(again.peer(), again.id(), new Segment.Text("晚了")), Reason.WINDOW_CLOSED);
  }

  @Test
  void aNewFriendIsWelcomedInReplyToTheEvent() {
    far.listens("friend");
    far.platform().befriends("MEI", java.util.Optional.of("card-17"));
    InboundEvent event = inbox.next(SOON);
    assertThat(answer(event.peer(), event.id(), new Segment.Text("欢迎")))
        .isInstanceOf(SendOutcome.Accepted.class);
    assertThat(far.platform().screenOf("MEI").getLast().wire()).isEqualTo("passive");
  }

  @Test
  void whoRefusesIsNotSpokenToFirstAndAGroupsOwnerHasToAllowIt() {
    Peer mei = far.peerOf("MEI");
    Segment words = new Segment.Text("您的包裹到了");
    Footing first = new Footing.Unprompted();
    assertThat(send("p1", mei, QqBot.PROACTIVE, first, words))
        .isInstanceOf(SendOutcome.Accepted.class);
    far.platform().refusesUnprompted("MEI", false, true);
    refused(send("p2", mei, QqBot.PROACTIVE, first, words), Reason.BLOCKED);
    far.platform().hosts("TEA");
    Peer tea = Peer.group(far.channel().id(), "TEA");
    refused(send("p3", tea, QqBot.PROACTIVE, first, words), Reason.NOT_ENTITLED);
    far.platform().refusesUnprompted("TEA", true, false);
    assertThat(send("p4", tea, QqBot.PROACTIVE, first, words))
        .isInstanceOf(SendOutcome.Accepted.class);
    refused(
        send("p5", Peer.group(far.channel().id(), "NOWHERE"), QqBot.PROACTIVE, first, words),
        Reason.UNKNOWN_PEER);
  }

  @Test
  void afterAPlainNotNowTheSameMessageIsNotTakenForARepetition() {
    far.listens("e");
    far.platform().says("MEI", "在吗");
    InboundEvent event = inbox.next(SOON);
    Footing reply = new Footing.InReplyTo(event.id());
    far.platform().troubles().add(Trouble.errcode(50055001).on("/messages"));
    assertThat(send("once", event.peer(), QqBot.PASSIVE, reply, new Segment.Text("在")))
        .isInstanceOf(SendOutcome.Deferred.class);
    far.platform().troubles().add(Trouble.silence(true).on("/messages"));
    assertThat(send("once", event.peer(), QqBot.PASSIVE, reply, new Segment.Text("在")))
        .isInstanceOf(SendOutcome.Uncertain.class);
    assertThat(send("once", event.peer(), QqBot.PASSIVE, reply, new Segment.Text("在")))
        .as("what may have been delivered is asked for under the same number")
        .isInstanceOf(SendOutcome.Accepted.class);
    assertThat(far.screenOf("MEI")).hasSize(1);
  }
}
