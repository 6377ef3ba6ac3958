package cn.huitouke.adapter.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.Capabilities.Support;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.tck.ChannelContract;
import cn.huitouke.tck.ContractTrial;
import cn.huitouke.tck.FarEnd;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The contract itself on trial: each lie is caught, and by exactly the promise that it breaks. */
class LyingCapabilityTest {

  /** The lie on trial; the launcher makes the contract's instances, so it cannot be handed over. */
  private static final ThreadLocal<Function<LoopbackChannel, Channel>> LIE = new ThreadLocal<>();

  static class Trial extends ChannelContract {
    @Override
    protected FarEnd farEnd() {
      return new LoopbackFarEnd(LIE.get());
    }
  }

  private static Set<String> broken(Function<LoopbackChannel, Channel> lie) {
    LIE.set(lie);
    try {
      return ContractTrial.broken(Trial.class);
    } finally {
      LIE.remove();
    }
  }

  private static Set<String> brokenAbout(
      String wire, java.util.function.UnaryOperator<Capabilities.WireRules> lie) {
    return broken(honest -> LyingChannel.about(honest, wire, lie));
  }

  @Test
  void theTruthBreaksNothing() {
    assertThat(broken(honest -> honest)).isEmpty();
  }

  @Test
  void aPictureThatCountsOnceAndIsDeclaredToCountTwiceBreaksL5() {
    assertThat(
            brokenAbout(
                "chat", r -> LyingChannel.beside(r, Segment.Kind.IMAGE, Capabilities.Beside.APART)))
        .containsExactly("l5");
  }

  @Test
  void sayingThatWeMaySpeakFirstBreaksS2() {
    assertThat(brokenAbout("chat", rules -> LyingChannel.opening(rules, Capabilities.Opening.FREE)))
        .containsExactly("s2");
  }

  @Test
  void aWindowThatIsShorterThanDeclaredBreaksS2() {
    assertThat(brokenAbout("chat", r -> LyingChannel.window(r, Duration.ofHours(72), 20)))
        .containsExactly("s2");
  }

  @Test
  void aWindowThatIsLongerThanDeclaredBreaksS2() {
    assertThat(brokenAbout("chat", r -> LyingChannel.window(r, Duration.ofHours(24), 20)))
        .containsExactly("s2");
  }

  @Test
  void aWindowForFewerMessagesThanDeclaredBreaksS2() {
    assertThat(brokenAbout("chat", r -> LyingChannel.window(r, Duration.ofHours(48), 30)))
        .containsExactly("s2");
  }

  @Test
  void sayingThatRepeatsAreRecognisedBreaksS4() {
    assertThat(brokenAbout("reply", LyingChannel::idempotent)).containsExactly("s4");
  }

  @Test
  void aTextLimitTooHighBreaksL1() {
    assertThat(brokenAbout("chat", r -> LyingChannel.limit(r, 4096))).containsExactly("l1");
  }

  @Test
  void aTextLimitTooLowBreaksL1() {
    assertThat(brokenAbout("chat", r -> LyingChannel.limit(r, 100))).containsExactly("l1");
  }

  @Test
  void carryingLessThanDeclaredBreaksL2() {
    assertThat(brokenAbout("chat", r -> LyingChannel.carries(r, Segment.Kind.VOICE, Support.FULL)))
        .containsExactly("l2");
  }

  @Test
  void writingAsTextWhatIsDeclaredFullBreaksL2() {
    assertThat(brokenAbout("chat", r -> LyingChannel.carries(r, Segment.Kind.CARD, Support.FULL)))
        .containsExactly("l2");
  }

  @Test
  void carryingWhatIsDeclaredImpossibleBreaksL2() {
    assertThat(brokenAbout("chat", r -> LyingChannel.carries(r, Segment.Kind.IMAGE, Support.NONE)))
        .containsExactly("l2");
  }

  @Test
  void aPaceFasterThanThePlatformBreaksL3() {
    var hurry = new Capabilities.Pace(5000, 500);
    assertThat(brokenAbout("chat", r -> LyingChannel.pace(r, hurry))).containsExactly("l3");
  }

  @Test
  void capabilitiesThatChangeBreakC3() {
    AtomicInteger asked = new AtomicInteger();
    assertThat(
            brokenAbout(
                "notice",
                r -> LyingChannel.pace(r, new Capabilities.Pace(1, 1 + asked.incrementAndGet()))))
        .contains("c3");
  }

  @Test
  void swallowingAFullInboxBreaksH6() {
    assertThat(
            broken(
                honest ->
                    new LyingChannel(honest) {
                      @Override
                      public void start(Inbox inbox) {
                        honest.start(event -> swallow(inbox, event, honest));
                      }
                    }))
        .containsExactly("h6");
  }

  private static void swallow(Inbox inbox, InboundEvent event, LoopbackChannel honest) {
    try {
      inbox.accept(event);
    } catch (RuntimeException e) {
      honest.nothingMore(event.id());
    }
  }

  @Test
  void cuttingALongTextBreaksL1() {
    assertThat(
            broken(
                honest ->
                    new LyingChannel(honest) {
                      @Override
                      public SendOutcome send(Outbound outbound) {
                        return honest.send(cut(outbound));
                      }
                    }))
        .containsExactly("l1");
  }

  private static Outbound cut(Outbound whole) {
    String text = whole.message().text();
    return text.length() <= 600
        ? whole
        : new Outbound(
            whole.id(),
            whole.to(),
            Message.text(text.substring(0, 600)),
            whole.wire(),
            whole.footing());
  }

  @Test
  void takingSilenceForNotSentBreaksT3() {
    assertThat(
            broken(
                honest ->
                    new LyingChannel(honest) {
                      @Override
                      public SendOutcome send(Outbound outbound) {
                        SendOutcome outcome = honest.send(outbound);
                        return outcome instanceof SendOutcome.Uncertain
                            ? new SendOutcome.Deferred(Duration.ofSeconds(1), "again")
                            : outcome;
                      }
                    }))
        .containsExactly("t3");
  }

  @Test
  void loggingWhatWasSaidBreaksP1() {
    assertThat(
            broken(
                honest ->
                    new LyingChannel(honest) {
                      @Override
                      public SendOutcome send(Outbound outbound) {
                        LoggerFactory.getLogger("cn.huitouke.adapter.chatty")
                            .debug("sending {}", outbound.message().text());
                        return honest.send(outbound);
                      }
                    }))
        .containsExactly("p1");
  }
}
