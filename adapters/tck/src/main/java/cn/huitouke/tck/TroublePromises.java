package cn.huitouke.tck;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.tck.FarEnd.Delivery;
import cn.huitouke.tck.FarEnd.Trouble;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What an adapter promises about trouble, and what comes before: the contract's T. */
abstract class TroublePromises extends LimitPromises {

  @Test
  void t1_tooFastIsDeferred() {
    assertTrouble(Trouble.RATE_LIMIT, TroublePromises::isDeferred);
  }

  @Test
  void t1_aPlatformThatIsDownIsDeferred() {
    assertTrouble(Trouble.DOWN, TroublePromises::isDeferred);
  }

  private static void isDeferred(SendOutcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SendOutcome.Deferred.class, deferred -> assertThat(deferred.retryAfter()).isPositive());
  }

  @Test
  void t2_blockedIsRefusedAsBlocked() {
    assertTrouble(Trouble.BLOCKED, outcome -> assertRefused("", outcome, Reason.BLOCKED));
  }

  @Test
  void t2_anUnknownPeerIsRefusedAsUnknown() {
    assertTrouble(Trouble.UNKNOWN_PEER, outcome -> assertRefused("", outcome, Reason.UNKNOWN_PEER));
  }

  @Test
  void t2_badContentIsRefusedAsRejected() {
    assertTrouble(
        Trouble.BAD_CONTENT, outcome -> assertRefused("", outcome, Reason.CONTENT_REJECTED));
  }

  @Test
  void t3_silenceAfterTheBytesLeftIsUncertain() {
    assertTrouble(
        Trouble.SILENCE, outcome -> assertThat(outcome).isInstanceOf(SendOutcome.Uncertain.class));
  }

  private void assertTrouble(Trouble trouble, Consumer<SendOutcome> expectation) {
    for (WireRules rules : callingWires()) {
      Standing to = open(rules);
      far.nextSend(trouble);
      SendOutcome outcome = speak(to);
      assertThat(outcome).as("%s on %s", trouble, rules.wire()).satisfies(expectation::accept);
      if (trouble != Trouble.SILENCE) {
        assertShowsNothing(to.customer());
      }
      assertAccepted("after " + trouble + " on " + rules.wire(), speak(open(rules)));
    }
  }

  @Test
  void t4_anExpiredTokenIsRefreshedOnceAndTriedOnce() {
    WireRules rules = callingWires().getFirst();
    assertAccepted("before", speak(open(rules)));
    int issued = far.tokensIssued();

    Standing lucky = open(rules);
    far.nextSend(Trouble.EXPIRED_TOKEN);
    assertAccepted("with a fresh token", speak(lucky));
    assertThat(far.screenOf(lucky.customer())).hasSize(1);
    assertThat(far.tokensIssued()).isEqualTo(issued + 1);

    Standing unlucky = open(rules);
    far.nextSend(Trouble.EXPIRED_TOKEN);
    far.nextSend(Trouble.EXPIRED_TOKEN);
    assertThat(speak(unlucky)).as("refused twice").isNotInstanceOf(SendOutcome.Accepted.class);
    assertShowsNothing(unlucky.customer());
    assertThat(far.tokensIssued()).as("one refresh").isEqualTo(issued + 2);
  }

  @Test
  void t5_aDroppedConnectionComesBackWithGrowingPauses() {
    List<Duration> pauses = far.dropConnection(6);
    assertThat(pauses)
        .hasSizeGreaterThanOrEqualTo(6)
        .isSortedAccordingTo(Comparator.naturalOrder());
    assertThat(pauses.getLast()).isGreaterThan(pauses.getFirst());
    assertThat(pauses.getLast()).as("but not for ever").isLessThanOrEqualTo(Duration.ofMinutes(10));
    assertHearsAndSpeaks();
  }

  final void assertHearsAndSpeaks() {
    CompletableFuture<Delivery> delivery = far.says("mei", "还在吗", newEvent());
    InboundEvent event = heard();
    assertThat(told(delivery)).isEqualTo(Delivery.TAKEN);
    assertThat(event).isInstanceOf(InboundEvent.MessageReceived.class);
    WireRules rules = wires().getLast();
    assertAccepted("on " + rules.wire(), speak(open(rules)));
  }
}
