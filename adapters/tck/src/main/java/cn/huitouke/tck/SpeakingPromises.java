package cn.huitouke.tck;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Answering;
import cn.huitouke.channel.Capabilities.Window;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.tck.FarEnd.Delivery;
import cn.huitouke.tck.FarEnd.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What an adapter promises about speaking, and what comes before: the contract's S. */
abstract class SpeakingPromises extends HearingPromises {

  @Test
  void s1_aReplyReachesTheScreenInOrder() {
    far.says("mei", "快递到哪了", newEvent());
    InboundEvent event = inbox.next(SOON);
    Footing reply = new Footing.InReplyTo(event.id());
    List<Shown> spoken = new ArrayList<>();
    if (channel instanceof Answering answering) {
      assertAccepted("reply", say(new Standing("mei", answering.replyWire(), reply), "第一句"));
      spoken.add(Shown.text("第一句"));
      eventually(() -> !far.screenOf("mei").isEmpty());
    }
    nothingMore(event.id());
    chat()
        .ifPresent(
            chat -> {
              for (String words : List.of("第二句", "第三句\n换一行😀")) {
                assertAccepted(words, say(new Standing("mei", chat.wire(), reply), words));
                spoken.add(Shown.text(words));
              }
            });
    assertThat(spoken).as("ways to reply").isNotEmpty();
    assertShows("mei", spoken.toArray(Shown[]::new));
  }

  @Test
  void s2_speaksFirstExactlyAsDeclared() {
    for (WireRules rules : wires()) {
      String customer = stranger();
      Standing first = new Standing(customer, rules.wire(), new Footing.Unprompted());
      String as = "speaking first on " + rules.wire();
      switch (rules.opening()) {
        case FREE -> assertAccepted(as, speak(first));
        case REPLY_SLOT, WINDOW -> assertRefused(as, speak(first), Reason.WINDOW_CLOSED);
        case CREDIT -> {
          assertRefused(as, speak(first), Reason.NO_CREDIT);
          far.consents(customer, rules.wire());
          assertAccepted("with one credit on " + rules.wire(), speak(first));
          assertRefused("the credit is spent", speak(first), Reason.NO_CREDIT);
        }
      }
      rules.windows().forEach(window -> assertWindow(rules, window));
    }
  }

  private void assertWindow(WireRules rules, Window window) {
    String as = rules.wire() + " after " + window.openedBy();
    Standing talkative = opened(rules, window);
    for (int said = 1; said <= window.messages(); said++) {
      assertAccepted(as + ", message " + said, speak(talkative));
    }
    assertRefused(as + ", one too many", speak(talkative), Reason.QUOTA_EXHAUSTED);

    Standing slow = opened(rules, window);
    far.passes(window.lasts().minusSeconds(2));
    assertAccepted(as + ", at the last moment", speak(slow));
    far.passes(Duration.ofSeconds(4));
    assertRefused(as + ", too late", speak(slow), Reason.WINDOW_CLOSED);
  }

  /** A customer who has just opened this window. */
  final Standing opened(WireRules rules, Window window) {
    String customer = stranger();
    try {
      switch (window.openedBy()) {
        case MESSAGE -> far.says(customer, "在吗", newEvent());
        case MENU -> far.tapsMenu(customer, "where-is-it");
        case FOLLOW -> far.follows(customer, Optional.empty());
        case SCAN -> far.scans(customer, "card-19");
      }
    } catch (TestAbortedException lacking) {
      throw new AssertionError("A window is declared that nothing can open: " + window, lacking);
    }
    return new Standing(customer, rules.wire(), new Footing.InReplyTo(heard().id()));
  }

  @Test
  void s3_aLateReplyIsSentAnotherWayOrRefused() {
    if (!(channel instanceof Answering answering)) {
      throw new TestAbortedException("Not applicable: no reply slot, no reply is late");
    }
    CompletableFuture<Delivery> delivery = far.says("mei", "快递到哪了", newEvent());
    InboundEvent event = heard();
    assertThat(told(delivery)).isEqualTo(Delivery.TAKEN);
    Footing reply = new Footing.InReplyTo(event.id());
    SendOutcome late = say(new Standing("mei", answering.replyWire(), reply), "到杭州了");
    if (late instanceof SendOutcome.Accepted) {
      assertShows("mei", Shown.text("到杭州了"));
      return;
    }
    assertRefused("late", late, Reason.WINDOW_CLOSED);
    assertShowsNothing("mei");
    chat()
        .ifPresent(
            chat -> {
              assertAccepted("another way", say(new Standing("mei", chat.wire(), reply), "到杭州了"));
              assertShows("mei", Shown.text("到杭州了"));
            });
  }

  @Test
  void s4_theSameMessageTwiceShowsOnceWherePromised() {
    List<WireRules> promising =
        wires().stream().filter(rules -> rules.idempotentFor().isPresent()).toList();
    if (promising.isEmpty()) {
      throw new TestAbortedException("Not applicable: no wire is declared idempotent");
    }
    for (WireRules rules : promising) {
      Standing to = open(rules);
      Outbound once = outbound(to, something(rules));
      assertAccepted("first on " + rules.wire(), channel.send(once));
      assertAccepted("again on " + rules.wire(), channel.send(once));
      eventually(() -> !far.screenOf(to.customer()).isEmpty());
      assertThat(far.screenOf(to.customer())).as("on " + rules.wire()).hasSize(1);
    }
  }
}
