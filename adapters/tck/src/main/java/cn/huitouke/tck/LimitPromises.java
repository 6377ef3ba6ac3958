package cn.huitouke.tck;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.Capabilities.Support;
import cn.huitouke.channel.Capabilities.TextLimit;
import cn.huitouke.channel.Capabilities.Window;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.tck.FarEnd.Shown;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What an adapter promises about its limits, and what comes before: the contract's L. */
abstract class LimitPromises extends SpeakingPromises {

  @Test
  void l1_textAtTheLimitPassesWholeAndOneOverIsRefused() {
    for (WireRules rules : wires()) {
      if (rules.support(Segment.Kind.TEXT) != Support.FULL) {
        continue;
      }
      String longest = longest(rules.textLimit());
      Standing roomy = open(rules);
      assertAccepted("at the limit on " + rules.wire(), say(roomy, longest));
      assertShows(roomy.customer(), Shown.text(longest));
      Standing tight = open(rules);
      assertRefused("one over on " + rules.wire(), say(tight, longest + "a"), Reason.TOO_LONG);
      assertShowsNothing(tight.customer());
      release(tight);
    }
  }

  private static String longest(TextLimit limit) {
    return switch (limit.unit()) {
      case CHARACTERS -> "好".repeat(limit.max());
      case BYTES -> "好".repeat(limit.max() / 3) + "a".repeat(limit.max() % 3);
    };
  }

  private void release(Standing to) {
    if (to.footing() instanceof Footing.InReplyTo(var event)) {
      nothingMore(event);
    }
  }

  @Test
  void l2_eachSupportLevelBehavesSo() {
    for (WireRules rules : wires()) {
      for (Segment.Kind kind : Segment.Kind.values()) {
        Standing to = open(rules);
        Segment segment = far.sample(rules.wire(), kind);
        SendOutcome outcome = channel.send(outbound(to, segment));
        String as = kind + " on " + rules.wire();
        switch (rules.support(kind)) {
          case FULL -> {
            assertAccepted(as, outcome);
            assertThat(onlyMessage(to).as()).as(as).isEqualTo(kind);
          }
          case AS_TEXT -> {
            assertAccepted(as, outcome);
            assertThat(onlyMessage(to).as()).as(as).isEqualTo(Segment.Kind.TEXT);
            assertThat(onlyMessage(to).text()).as(as).contains(wordsOf(segment));
          }
          case NONE -> {
            assertRefused(as, outcome, Reason.UNSUPPORTED);
            assertShowsNothing(to.customer());
            release(to);
          }
        }
      }
    }
  }

  private Shown onlyMessage(Standing to) {
    eventually(() -> !far.screenOf(to.customer()).isEmpty());
    assertThat(far.screenOf(to.customer())).hasSize(1);
    return far.screenOf(to.customer()).getFirst();
  }

  private static List<String> wordsOf(Segment segment) {
    return switch (segment) {
      case Segment.Text(String text) -> List.of(text);
      case Segment.Link link -> List.of(link.title(), link.url());
      case Segment.Card card -> List.of(card.title(), card.url());
      case Segment.Choices choices ->
          choices.choices().stream().map(Segment.Choice::label).toList();
      case Segment.Location place -> List.of(place.label());
      case Segment.MiniProgram program -> List.of(program.title());
      case Segment.Music music -> List.of(music.title());
      default -> List.of("");
    };
  }

  @Test
  void l3_theDeclaredPaceIsNoFasterThanThePlatformAllows() {
    int compared = 0;
    for (WireRules rules : wires()) {
      Optional<Capabilities.Pace> enforced = far.enforcedPace(rules.wire());
      if (enforced.isPresent()) {
        compared++;
        assertThat(rules.pace())
            .as("pace of " + rules.wire())
            .matches(pace -> pace.perSecond() <= enforced.get().perSecond(), "no faster")
            .matches(pace -> pace.burst() <= enforced.get().burst(), "no larger burst");
      }
    }
    if (compared == 0) {
      throw new TestAbortedException("Not applicable: the platform says no pace");
    }
  }

  @Test
  void l4_aPictureNeverArrivesWithoutItsWords() {
    int tried = 0;
    for (WireRules rules : wires()) {
      if (rules.support(Segment.Kind.TEXT) != Support.FULL
          || rules.support(Segment.Kind.IMAGE) != Support.FULL) {
        continue;
      }
      tried++;
      Standing to = open(rules);
      Segment picture = far.sample(rules.wire(), Segment.Kind.IMAGE);
      Outbound both = outbound(to, picture, new Segment.Text("新茶到了，回复 TD 退订"));
      SendOutcome outcome = channel.send(both);
      if (rules.carries(both.message())) {
        assertAccepted("a picture with words on " + rules.wire(), outcome);
        eventually(() -> !far.screenOf(to.customer()).isEmpty());
        assertThat(far.screenOf(to.customer()))
            .as("a picture with words on " + rules.wire())
            .anyMatch(shown -> shown.text().contains("回复 TD 退订"))
            .anyMatch(shown -> shown.as() == Segment.Kind.IMAGE || shown.text().contains("image"));
      } else {
        assertRefused("a picture with words on " + rules.wire(), outcome, Reason.UNSUPPORTED);
        assertShowsNothing(to.customer());
        release(to);
      }
    }
    if (tried == 0) {
      throw new TestAbortedException("Not applicable: no wire carries words and pictures");
    }
  }

  @Test
  void l5_aMessageTakesAsManyPlacesOfAWindowAsDeclared() {
    int tried = 0;
    for (WireRules rules : wires()) {
      Message both =
          Message.of(
              far.sample(rules.wire(), Segment.Kind.IMAGE), new Segment.Text("新茶到了，回复 TD 退订"));
      for (Window window : rules.windows()) {
        if (rules.carries(both) && rules.places(both) <= window.messages()) {
          tried++;
          assertPlaces(rules, window, both.segments().toArray(Segment[]::new));
        }
      }
    }
    if (tried == 0) {
      throw new TestAbortedException("Not applicable: no window's wire carries words and pictures");
    }
  }

  private void assertPlaces(WireRules rules, Window window, Segment... both) {
    int room = said(opened(rules, window));
    Standing to = opened(rules, window);
    Outbound first = outbound(to, both);
    assertAccepted("a picture with words on " + rules.wire(), channel.send(first));
    assertThat(room - said(to))
        .as("what it takes of " + rules.wire() + " after " + window.openedBy())
        .isEqualTo(rules.places(first.message()));
  }

  /** How many messages pass before one is refused. */
  private int said(Standing to) {
    int said = 0;
    while (said < 50 && speak(to) instanceof SendOutcome.Accepted) {
      said++;
    }
    return said;
  }
}
