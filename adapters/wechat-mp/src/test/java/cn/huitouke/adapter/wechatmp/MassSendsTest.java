package cn.huitouke.adapter.wechatmp;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.MassSender.Audience;
import cn.huitouke.channel.MassSender.Progress;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.sandbox.world.ScreenMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mass sends on the simulated platform: lists, tags, everybody; a look before, a look after. */
class MassSendsTest {

  private final WeChatFarEnd far = new WeChatFarEnd();
  private final WeChatMp channel = far.channel();

  @BeforeEach
  void threeFollow() {
    channel.start(_ -> {});
    List.of("mei", "lan", "zhu").forEach(far::peerOf);
  }

  @AfterEach
  void close() {
    channel.stop();
    far.close();
  }

  private static OutboundId id(String id) {
    return new OutboundId("broadcast:" + id);
  }

  private List<String> screen(String customer) {
    return far.platform().screenOf(customer).stream()
        .filter(shown -> shown.wire().equals("mass"))
        .map(ScreenMessage::text)
        .toList();
  }

  private static String accepted(SendOutcome outcome) {
    assertThat(outcome).isInstanceOf(SendOutcome.Accepted.class);
    return ((SendOutcome.Accepted) outcome).platformMessageId();
  }

  private static void refused(SendOutcome outcome, Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SendOutcome.Refused.class, no -> assertThat(no.reason()).isEqualTo(reason));
  }

  @Test
  void aPictureGoesWithItsWords() {
    accepted(
        channel.sendMany(
            id("picture"),
            List.of(far.peerOf("mei"), far.peerOf("lan")),
            Message.of(
                new Segment.Image(WeChatFarEnd.PICTURE, Optional.empty()),
                new Segment.Text("新茶到了，回复 TD 退订"))));
    assertThat(
            far.platform().screenOf("mei").stream()
                .filter(shown -> shown.wire().equals("mass"))
                .map(shown -> shown.kind() + " " + shown.title()))
        .containsExactly("image 新茶到了，回复 TD 退订");
  }

  @Test
  void aTagReachesThoseWhoHaveItOnceHoweverOftenItIsSent() {
    channel.followers().tag("老客", List.of("mei", "lan"));
    Message words = Message.text("新茶到了");
    String first = accepted(channel.sendTo(id("1"), new Audience.Tagged("老客"), words));
    String again = accepted(channel.sendTo(id("1"), new Audience.Tagged("老客"), words));
    assertThat(first).isNotEmpty().isEqualTo(again);
    assertThat(screen("mei")).containsExactly("新茶到了");
    assertThat(screen("lan")).containsExactly("新茶到了");
    assertThat(screen("zhu")).isEmpty();
    refused(channel.sendTo(id("2"), new Audience.Tagged("没有这个"), words), Reason.UNKNOWN_PEER);
  }

  @Test
  void everybodyIsReachedOnceADay() {
    accepted(channel.sendTo(id("1"), new Audience.Everybody(), Message.text("一")));
    refused(
        channel.sendTo(id("2"), new Audience.Everybody(), Message.text("二")),
        Reason.QUOTA_EXHAUSTED);
    far.passes(Duration.ofDays(1));
    accepted(channel.sendTo(id("2"), new Audience.Everybody(), Message.text("二")));
    assertThat(screen("zhu")).containsExactly("一", "二");
  }

  @Test
  void aListMayGetAPictureOfTheShops() {
    accepted(
        channel.sendMany(
            id("1"),
            List.of(far.peerOf("mei"), far.peerOf("lan")),
            Message.of(new Segment.Image(WeChatFarEnd.PICTURE, Optional.empty()))));
    assertThat(far.platform().screenOf("lan").getLast().kind()).isEqualTo("image");
    assertThat(far.platform().screenOf("lan").getLast().url()).isNotEmpty();
    accepted(
        channel.sendMany(
            id("2"),
            List.of(far.peerOf("mei"), far.peerOf("lan")),
            Message.of(new Segment.Coupon("coupon-1"))));
    assertThat(far.platform().screenOf("mei").getLast().kind()).isEqualTo("wxcard");
  }

  @Test
  void aLookBeforehandIsSeenByOneAndCountsNowhere() {
    for (int i = 0; i < 6; i++) {
      accepted(channel.preview(far.peerOf("mei"), Message.text("看看")));
    }
    accepted(
        channel.preview(
            far.peerOf("mei"),
            Message.of(new Segment.Image(WeChatFarEnd.PICTURE, Optional.empty()))));
    assertThat(screen("lan")).isEmpty();
    accepted(channel.sendTo(id("1"), new Audience.Everybody(), Message.text("正式的")));
    assertThat(screen("mei")).hasSize(8).contains("看看", "正式的");
    refused(
        channel.preview(far.peerOf("mei"), Message.of(new Segment.Mention("lan"))),
        Reason.UNSUPPORTED);
  }

  @Test
  void progressIsToldAndAnArticleCanBeTakenBack() {
    String article =
        accepted(
            channel.sendTo(
                id("1"), new Audience.Everybody(), Message.of(new Segment.Article("article-1"))));
    assertThat(channel.progress(article)).isEqualTo(Progress.SENT);
    assertThat(channel.recall(article)).isEqualTo(new SendOutcome.Accepted(""));
    assertThat(channel.progress(article)).isEqualTo(Progress.RECALLED);
    assertThat(channel.progress("123")).isEqualTo(Progress.UNKNOWN);
    assertThat(channel.progress("nonsense")).isEqualTo(Progress.UNKNOWN);
    String text =
        accepted(
            channel.sendMany(
                id("2"), List.of(far.peerOf("mei"), far.peerOf("lan")), Message.text("文字")));
    refused(channel.recall(text), Reason.UNSUPPORTED);
    refused(channel.recall("nonsense"), Reason.UNKNOWN_PEER);
  }

  @Test
  void nothingIsSentWhereTheTagCannotBeAskedFor() {
    far.platform().trouble(cn.huitouke.sandbox.web.Trouble.silence(false).on("tags/get"));
    assertThat(channel.sendTo(id("1"), new Audience.Tagged("老客"), Message.text("一")))
        .isInstanceOf(SendOutcome.Deferred.class);
  }
}
