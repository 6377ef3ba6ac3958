package cn.huitouke.tck;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Answering;
import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.Capabilities.Support;
import cn.huitouke.channel.Capabilities.TextLimit;
import cn.huitouke.channel.Capabilities.Window;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.tck.FarEnd.Delivery;
import cn.huitouke.tck.FarEnd.Forgery;
import cn.huitouke.tck.FarEnd.Recorded;
import cn.huitouke.tck.FarEnd.Shown;
import cn.huitouke.tck.FarEnd.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/**
 * What every adapter promises. Extend it, supply a {@link FarEnd}, and say aloud which promises
 * cannot be asked of the platform ({@link #notApplicable}). Nothing here sleeps; the clock that
 * passes is the far end's.
 *
 * <p>Longer than a file should be, because the promises are one list.
 */
public abstract class ChannelContract extends ContractStage {

  // H: hearing

  @Test
  void h1_whatWasSaidArrivesWhole() {
    String said = "在吗？\n快递到哪了😀👨‍👩‍👧 ]]> <b>&amp;</b> \"'\\ 𠮷 100%";
    CompletableFuture<Delivery> delivery = far.says("mei", said, newEvent());
    InboundEvent event = heard();
    assertThat(told(delivery)).isEqualTo(Delivery.TAKEN);
    assertThat(event)
        .isInstanceOfSatisfying(
            InboundEvent.MessageReceived.class,
            message -> {
              assertThat(message.peer()).isEqualTo(far.peerOf("mei"));
              assertThat(message.sender()).isEqualTo(far.peerOf("mei").address());
              assertThat(message.message().text()).isEqualTo(said);
            });
  }

  @Test
  void h2_aRedeliveryKeepsItsId() {
    List<InboundEvent> arrived = new ArrayList<>();
    String eventId = newEvent();
    told(far.says("mei", "快递到哪了", eventId), arrived);
    told(far.says("mei", "快递到哪了", eventId), arrived);
    InboundEvent first = arrived.getFirst();
    assertThat(arrived).as("redeliveries").allMatch(event -> event.id().equals(first.id()));

    far.says("mei", "快递到哪了", newEvent());
    assertThat(heard().id()).as("the same words said anew").isNotEqualTo(first.id());
  }

  @Test
  void h3_unknownContentArrivesAsUnsupportedAndTheRestSurvives() {
    far.saysUnknownContent("mei", "你看这个", newEvent());
    switch (heard()) {
      case InboundEvent.Unsupported unsupported ->
          assertThat(unsupported.platformType()).isNotBlank();
      case InboundEvent.MessageReceived message -> {
        assertThat(message.message().segments())
            .hasAtLeastOneElementOfType(Segment.Unsupported.class);
        if (far.mixesContent()) {
          assertThat(message.message().text()).contains("你看这个");
        }
      }
      case InboundEvent other -> assertThat(other).as("unknown content").isNull();
    }
    far.says("mei", "还在吗", newEvent());
    assertThat(heard()).isInstanceOf(InboundEvent.MessageReceived.class);
  }

  @Test
  void h4_aFollowBringsItsInvitation() {
    far.follows("mei", Optional.of("card-17"));
    assertThat(heard())
        .isInstanceOfSatisfying(
            InboundEvent.Followed.class,
            followed -> {
              assertThat(followed.peer()).isEqualTo(far.peerOf("mei"));
              assertThat(followed.invitation()).contains("card-17");
            });
    far.follows("lan", Optional.empty());
    assertThat(((InboundEvent.Followed) heard()).invitation()).isEmpty();
  }

  @Test
  void h4_aScanBringsItsScene() {
    far.scans("mei", "card-18");
    assertThat(heard())
        .isInstanceOfSatisfying(
            InboundEvent.Scanned.class,
            scanned -> assertThat(scanned.invitation()).isEqualTo("card-18"));
  }

  @Test
  void h4_anUnfollowDecodes() {
    far.unfollows("mei");
    assertThat(heard())
        .isInstanceOfSatisfying(
            InboundEvent.Unfollowed.class,
            gone -> assertThat(gone.peer()).isEqualTo(far.peerOf("mei")));
  }

  @Test
  void h4_aMenuTapDecodes() {
    far.tapsMenu("mei", "where-is-it");
    assertThat(heard())
        .isInstanceOfSatisfying(
            InboundEvent.MenuTapped.class,
            tap -> {
              assertThat(tap.peer()).isEqualTo(far.peerOf("mei"));
              assertThat(tap.key()).isEqualTo("where-is-it");
            });
  }

  @Test
  void h4_aNewMemberDecodes() {
    far.joins("tea-friends", "mei");
    assertThat(heard())
        .isInstanceOfSatisfying(
            InboundEvent.MemberJoined.class,
            joined -> {
              assertThat(joined.peer().kind()).isEqualTo(cn.huitouke.channel.Peer.Kind.GROUP);
              assertThat(joined.member()).isNotBlank();
            });
  }

  @Test
  void h5_aForgedOrStaleMessageIsRejectedUnheardAndUnlogged() {
    try (LogWatch log = new LogWatch()) {
      for (Forgery how : Forgery.values()) {
        assertThat(told(far.forged(how, "mei", "把全部订单发给我")))
            .as("%s", how)
            .isEqualTo(Delivery.REJECTED);
      }
      assertThat(inbox.isEmpty()).as("the inbox is untouched").isTrue();
      assertThat(log.lines()).noneMatch(line -> line.contains("全部订单"));
    }
  }

  @Test
  void h6_ifItCannotBeKeptThePlatformDeliversAgain() {
    String eventId = newEvent();
    inbox.breaks();
    assertThat(told(far.says("mei", "快递到哪了", eventId))).isEqualTo(Delivery.AGAIN);
    inbox.isMended();
    List<InboundEvent> arrived = new ArrayList<>();
    assertThat(told(far.says("mei", "快递到哪了", eventId), arrived)).isEqualTo(Delivery.TAKEN);
    assertThat(arrived).hasSize(1);
  }

  @Test
  void h7_everyRecordedPayloadBecomesItsEvent() {
    List<Recorded> corpus = far.recordedPayloads();
    if (corpus.isEmpty()) {
      throw new TestAbortedException("Not applicable: nothing was recorded of this platform");
    }
    for (Recorded recorded : corpus) {
      List<InboundEvent> arrived = new ArrayList<>();
      assertThat(told(far.plays(recorded.payload()), arrived))
          .as(recorded.name())
          .isEqualTo(Delivery.TAKEN);
      assertThat(arrived).as(recorded.name()).containsExactly(recorded.expected());
    }
  }

  // S: speaking

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

  private Standing opened(WireRules rules, Window window) {
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

  // L: limits

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
      SendOutcome outcome = channel.send(outbound(to, picture, new Segment.Text("新茶到了，回复 TD 退订")));
      if (outcome instanceof SendOutcome.Accepted) {
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

  // T: trouble

  @Test
  void t1_tooFastIsDeferred() {
    assertTrouble(Trouble.RATE_LIMIT, ChannelContract::isDeferred);
  }

  @Test
  void t1_aPlatformThatIsDownIsDeferred() {
    assertTrouble(Trouble.DOWN, ChannelContract::isDeferred);
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

  private void assertTrouble(
      Trouble trouble, java.util.function.Consumer<SendOutcome> expectation) {
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

  // C: constancy

  @Test
  void c1_fiftyConcurrentSendsAreNotMixedUp() throws Exception {
    WireRules chat = chat().orElseThrow(() -> new TestAbortedException("Not applicable: no chat"));
    List<Standing> fifty = new ArrayList<>();
    while (fifty.size() < Math.min(50, chat.pace().burst())) {
      fifty.add(open(chat));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SendOutcome>> sent =
          fifty.stream().map(to -> threads.submit(() -> say(to, "只给" + to.customer()))).toList();
      for (Future<SendOutcome> outcome : sent) {
        assertAccepted("one of fifty", outcome.get());
      }
    }
    for (Standing to : fifty) {
      assertShows(to.customer(), Shown.text("只给" + to.customer()));
    }
  }

  @Test
  void c2_stopsTwiceAndStartsAgain() {
    channel.stop();
    channel.stop();
    channel.start(inbox);
    assertHearsAndSpeaks();
  }

  private void assertHearsAndSpeaks() {
    CompletableFuture<Delivery> delivery = far.says("mei", "还在吗", newEvent());
    InboundEvent event = heard();
    assertThat(told(delivery)).isEqualTo(Delivery.TAKEN);
    assertThat(event).isInstanceOf(InboundEvent.MessageReceived.class);
    WireRules rules = wires().getLast();
    assertAccepted("on " + rules.wire(), speak(open(rules)));
  }

  @Test
  void c3_idAndCapabilitiesAreConstant() {
    var id = channel.id();
    Capabilities declared = channel.capabilities();
    assertThat(declared.wires()).isNotEmpty();
    far.says("mei", "在吗", newEvent());
    heard();
    speak(open(wires().getFirst()));
    assertThat(channel.capabilities()).isEqualTo(declared);
    channel.stop();
    assertThat(channel.id()).isEqualTo(id);
    assertThat(channel.capabilities()).isEqualTo(declared);
  }

  @Test
  void c4_startReturnsWithTheFarEndDown() {
    channel.stop();
    far.goesDown();
    long began = System.nanoTime();
    channel.start(inbox);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    far.comesBack();
    assertHearsAndSpeaks();
  }

  // P: privacy

  @Test
  void p1_logsCarryIdsButNoBodiesTokensOrPhones() {
    try (LogWatch log = new LogWatch()) {
      far.says("mei", "我叫梅超风，电话13800138000", newEvent());
      heard();
      for (WireRules rules : wires()) {
        say(open(rules), "梅超风您好，电话13800138000对吗");
      }
      for (Trouble trouble : Trouble.values()) {
        chat().ifPresent(chat -> troubled(chat, trouble));
      }
      assertThat(log.lines()).noneMatch(line -> line.contains("梅超风"));
      assertThat(log.lines()).noneMatch(line -> line.contains("13800138000"));
      for (String secret : far.secrets()) {
        assertThat(log.lines()).noneMatch(line -> line.contains(secret));
      }
      if (chat().isPresent()) {
        assertThat(log.lines())
            .as("what became of a message in trouble is to be found by its id")
            .anyMatch(line -> line.contains("tck:"));
      }
    }
  }

  private void troubled(WireRules chat, Trouble trouble) {
    far.nextSend(trouble);
    SendOutcome outcome = say(open(chat), "梅超风您好，电话13800138000对吗");
    assertThat(outcome.toString()).doesNotContain("梅超风", "13800138000");
  }
}
