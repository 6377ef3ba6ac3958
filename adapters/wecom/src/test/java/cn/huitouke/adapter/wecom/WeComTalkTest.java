package cn.huitouke.adapter.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Footing;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.tck.CollectingInbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is particular to customer service, on the simulated platform. */
class WeComTalkTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  private final WeComFarEnd far = new WeComFarEnd();
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

  private SendOutcome send(String customer, Segment segment) {
    return far.channel()
        .send(
            new Outbound(
                new OutboundId("talk:" + ids++),
                far.peerOf(customer),
                Message.of(segment),
                WeCom.MESSAGE,
                new Footing.Unprompted()));
  }

  private InboundEvent.MessageReceived heard() {
    return (InboundEvent.MessageReceived) inbox.next(SOON);
  }

  @Test
  void oneCallbackBringsAllThatWasSaidMeanwhilePageByPage() {
    for (int i = 0; i < 50; i++) {
      far.platform().says("mei", "第" + i + "句"); // its callback is lost
    }
    far.platform().settles(SOON);
    assertThat(inbox.isEmpty()).isTrue();
    far.says("mei", "最后一句", "1");
    for (int i = 0; i < 50; i++) {
      assertThat(heard().message().text()).isEqualTo("第" + i + "句");
    }
    assertThat(heard().message().text()).isEqualTo("最后一句");
  }

  @Test
  void aTappedAnswerComesBackByItsId() {
    far.says("mei", "在吗", "1");
    heard();
    assertThat(
            send(
                "mei",
                new Segment.Choices("还满意吗？", List.of(new Segment.Choice("good", "满意")), "谢谢")))
        .isInstanceOf(SendOutcome.Accepted.class);
    var shown = far.platform().screenOf("mei").getLast();
    assertThat(shown.text()).isEqualTo("还满意吗？\n谢谢");
    far.platform().chooses("mei", shown.choices().getFirst().getKey(), "满意");
    far.says("mei", "好的", "2");
    InboundEvent.MessageReceived tap = heard();
    assertThat(tap.choice()).contains("good");
    assertThat(tap.message().text()).isEqualTo("满意");
  }

  @Test
  void aMessageThatTheCustomerRejectsIsReportedAsUndelivered() {
    far.says("mei", "在吗", "1");
    heard();
    far.platform().rejects("mei", true);
    SendOutcome taken = send("mei", new Segment.Text("在的"));
    assertThat(taken).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(far.screenOf("mei")).isEmpty();
    far.says("lan", "在吗", "2"); // the next look brings the report
    assertThat(inbox.next(SOON))
        .isInstanceOfSatisfying(
            InboundEvent.DeliveryReported.class,
            report -> {
              assertThat(report.peer()).isEqualTo(far.peerOf("mei"));
              assertThat(report.delivered()).isFalse();
              assertThat(new SendOutcome.Accepted(report.platformMessageId())).isEqualTo(taken);
            });
  }

  @Test
  void fiftyAtOnceAskForOneToken() throws Exception {
    List<Callable<SendOutcome>> sends = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String customer = "c" + i;
      far.peerOf(customer);
      sends.add(() -> send(customer, new Segment.Text("hi")));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var sent : threads.invokeAll(sends)) {
        sent.get();
      }
    }
    assertThat(far.tokensIssued()).isEqualTo(1);
  }

  @Test
  void afterARestartThreeDaysComeAgainUnderTheSameIds() {
    far.says("mei", "在吗", "1");
    InboundEvent before = heard();
    WeComFarEnd same = far;
    WeCom restarted = same.restarted();
    CollectingInbox anew = new CollectingInbox();
    restarted.start(anew);
    restarted.hook().handle(same.lastCallback());
    assertThat(anew.next(SOON).id()).isEqualTo(before.id());
    restarted.stop();
  }
}
