package cn.huitouke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Wishes;
import cn.huitouke.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CourierTest {

  private static final Instant START = Instant.parse("2026-11-21T04:00:00Z");

  private final DataSource database = TestDatabase.fresh();
  private final TestPlatform platform = new TestPlatform();
  private final MemoryCustomers customers = new MemoryCustomers();
  private final CustomerId mei = customers.recognise(TestPlatform.peer("mei"));
  private volatile Instant now = START;
  private TestDelivery delivery = open();

  private TestDelivery open() {
    return new TestDelivery(database, platform.line(), customers, () -> now);
  }

  @AfterEach
  void close() {
    delivery.close();
  }

  @Test
  void inAnOpenWindowALetterGoesByTheFirstWire() {
    mei(Opener.MESSAGE, now);
    post(letter("n1", Purpose.SERVICE, "shipped"));
    assertThat(platform.screen("mei"))
        .containsExactly(new TestPlatform.Shown("n1", "shipped", TestPlatform.SERVICE));
    assertThat(status("n1").state()).isEqualTo(LetterStatus.State.ACCEPTED);
  }

  @Test
  void postedTwiceItIsOneLetter() {
    mei(Opener.MESSAGE, now);
    assertThat(delivery.outbox().post(List.of(letter("n1", Purpose.SERVICE, "x")))).isEqualTo(1);
    assertThat(delivery.outbox().post(List.of(letter("n1", Purpose.SERVICE, "y")))).isZero();
    idle();
    assertThat(platform.texts("mei")).containsExactly("x");
  }

  @Test
  void withoutAWindowALetterGoesAsAForm() {
    post(form("n1", Purpose.SERVICE));
    assertThat(platform.screen("mei"))
        .containsExactly(
            new TestPlatform.Shown("n1", "form parcel-progress", TestPlatform.TEMPLATE));
  }

  @Test
  void withoutAnyWayItWaitsAndGoesWhenAWindowOpens() {
    post(letter("n1", Purpose.SERVICE, "shipped"));
    assertThat(status("n1").state()).isEqualTo(LetterStatus.State.HELD);
    mei(Opener.MESSAGE, now);
    idle();
    assertThat(platform.everything()).as("not in the breath of the answer").isEmpty();
    now = now.plus(Duration.ofMinutes(4));
    idle();
    assertThat(platform.texts("mei")).containsExactly("shipped");
  }

  @Test
  void whereThePlatformGivesAMinuteItGoesWithinIt() {
    post(letter("n1", Purpose.SERVICE, "shipped"));
    mei(Opener.FOLLOW, now);
    now = now.plusSeconds(25);
    idle();
    assertThat(platform.texts("mei")).containsExactly("shipped");
  }

  @Test
  void whatExpiresNamesWhatItWaitedForLast() {
    post(letter("n1", Purpose.SERVICE, "stale"));
    now = START.plus(Duration.ofDays(4));
    delivery.courier().look();
    idle();
    assertThat(status("n1").state()).isEqualTo(LetterStatus.State.EXPIRED);
    assertThat(status("n1").why()).contains("没有开放的通道");
  }

  @Test
  void aWindowClosesWithTheClock() {
    mei(Opener.MESSAGE, now);
    now = START.plus(Duration.ofHours(48)).plusSeconds(1);
    post(letter("n1", Purpose.SERVICE, "late"));
    assertThat(status("n1").state()).isEqualTo(LetterStatus.State.HELD);
    assertThat(platform.everything()).isEmpty();
  }

  @Test
  void theLastMessageOfAWindowIsKeptForAnswering() {
    mei(Opener.MESSAGE, now);
    for (int i = 1; i <= 6; i++) {
      post(letter("n" + i, Purpose.SERVICE, "s" + i));
    }
    assertThat(platform.texts("mei")).containsExactly("s1", "s2", "s3", "s4");
    assertThat(status("n5").state()).isEqualTo(LetterStatus.State.HELD);
  }

  @Test
  void whatIsNoLongerWorthSendingExpires() {
    post(letter("n1", Purpose.SERVICE, "stale"));
    now = START.plus(Duration.ofDays(4));
    delivery.sweep(now);
    idle();
    assertThat(status("n1").state()).isEqualTo(LetterStatus.State.EXPIRED);
    mei(Opener.MESSAGE, now);
    idle();
    assertThat(platform.everything()).isEmpty();
  }

  @Test
  void aLetterGoesNotBeforeItsTime() {
    mei(Opener.MESSAGE, now);
    Letter letter = letter("n1", Purpose.SERVICE, "morning");
    post(at(letter, START.plusSeconds(3600)));
    assertThat(platform.everything()).isEmpty();
    now = START.plusSeconds(3600);
    idle();
    assertThat(platform.texts("mei")).containsExactly("morning");
  }

  @Test
  void whoWantsQuietGetsNoCare() {
    mei(Opener.MESSAGE, now);
    customers.wish(mei, Wishes.NONE.factsOnly(), "said:1", now);
    post(letter("c1", Purpose.CARE, "care"));
    post(letter("n1", Purpose.SERVICE, "shipped"));
    assertThat(status("c1").state()).isEqualTo(LetterStatus.State.REFUSED);
    assertThat(platform.texts("mei")).containsExactly("shipped");
  }

  @Test
  void anUncertainLetterIsNeverSentAgain() {
    mei(Opener.MESSAGE, now);
    platform.trouble.add(_ -> new SendOutcome.Uncertain("silence"));
    post(letter("n1", Purpose.SERVICE, "x"));
    assertThat(status("n1").state()).isEqualTo(LetterStatus.State.UNCERTAIN);
    reopen();
    delivery.sweep(now);
    now = START.plusSeconds(3600);
    idle();
    assertThat(platform.everything()).isEmpty();
  }

  @Test
  void onAWireWithAKeyAnUncertainLetterIsSentAgainUnderIt() {
    platform.trouble.add(_ -> new SendOutcome.Uncertain("silence"));
    post(form("n1", Purpose.SERVICE));
    assertThat(status("n1").state()).isEqualTo(LetterStatus.State.ACCEPTED);
    assertThat(platform.everything()).hasSize(1);
  }

  @Test
  void aDeferredLetterWaitsAndItsFollowersWaitWithIt() {
    mei(Opener.MESSAGE, now);
    platform.trouble.add(_ -> new SendOutcome.Deferred(Duration.ofSeconds(30), "45009"));
    delivery
        .outbox()
        .post(List.of(letter("n1", Purpose.SERVICE, "1"), letter("n2", Purpose.SERVICE, "2")));
    idle();
    assertThat(platform.everything()).isEmpty();
    now = START.plusSeconds(37);
    idle();
    assertThat(platform.texts("mei")).containsExactly("1", "2");
  }

  @Test
  void aRefusedWireGivesWayToTheNext() {
    mei(Opener.MESSAGE, now);
    platform.trouble.add(_ -> new SendOutcome.Refused(SendOutcome.Reason.QUOTA_EXHAUSTED, "45047"));
    post(form("n1", Purpose.SERVICE));
    assertThat(platform.screen("mei"))
        .extracting(TestPlatform.Shown::wire)
        .containsExactly(TestPlatform.TEMPLATE);
    assertThat(delivery.outbox().life(new OutboundId("n1")))
        .extracting(LetterStatus.Step::state)
        .containsExactly(
            LetterStatus.State.PLANNED,
            LetterStatus.State.REFUSED,
            LetterStatus.State.ATTEMPTED,
            LetterStatus.State.ACCEPTED);
  }

  @Test
  void whoBlockedUsIsNotTriedOnEveryWire() {
    mei(Opener.MESSAGE, now);
    platform.trouble.add(_ -> new SendOutcome.Refused(SendOutcome.Reason.BLOCKED, "43004"));
    post(form("n1", Purpose.SERVICE));
    assertThat(platform.everything()).isEmpty();
    assertThat(status("n1").state()).isEqualTo(LetterStatus.State.REFUSED);
  }

  @Test
  void aConsentIsSpentOnce() {
    delivery
        .contacts()
        .consented(
            mei,
            TestPlatform.peer("mei"),
            new EventId("s1"),
            List.of(new InboundEvent.Consent("care", true)),
            now);
    delivery
        .contacts()
        .consented(
            mei,
            TestPlatform.peer("mei"),
            new EventId("s1"),
            List.of(new InboundEvent.Consent("care", true)),
            now);
    post(care("c1"));
    post(care("c2"));
    assertThat(platform.screen("mei"))
        .containsExactly(new TestPlatform.Shown("c1", "form care", TestPlatform.NOTICE));
    assertThat(status("c2").state()).isEqualTo(LetterStatus.State.HELD);
  }

  @Test
  void aReportCorrectsWhatWasAccepted() {
    post(form("n1", Purpose.SERVICE));
    delivery
        .contacts()
        .reported(
            new InboundEvent.DeliveryReported(
                new EventId("r"),
                TestPlatform.peer("mei"),
                now,
                "msg-n1",
                false,
                "failed:user block"));
    assertThat(status("n1").state()).isEqualTo(LetterStatus.State.REFUSED);
    assertThat(status("n1").why()).contains("failed:user block");
  }

  @Test
  void anOpenComplaintStopsCareAlsoWhatIsPlannedAndFactsGoOn() {
    mei(Opener.MESSAGE, now);
    Instant later = START.plusSeconds(3600);
    delivery.outbox().post(List.of(at(letter("c1", Purpose.CARE, "care"), later)));
    delivery.brakes().pull(mei, "case:1", Brakes.Kind.COMPLAINT, now);
    now = later;
    post(letter("n1", Purpose.SERVICE, "shipped"));
    assertThat(platform.texts("mei")).containsExactly("shipped");
    assertThat(status("c1").why()).contains("投诉").contains("case:1");
    assertThat(status("c1").state()).isEqualTo(LetterStatus.State.HELD);

    delivery.brakes().release(mei, "case:1", now);
    idle();
    assertThat(platform.texts("mei")).containsExactly("shipped", "care");
  }

  @Test
  void whatIsTakenBackNeverLeavesAndWhatIsWithheldNeitherAndBothSayWhy() {
    mei(Opener.MESSAGE, now);
    Letter later = at(letter("c1", Purpose.CARE, "care"), START.plusSeconds(3600));
    delivery.outbox().post(List.of(later));
    assertThat(delivery.outbox().withdraw(List.of(later.id()), "hold-out", "plan")).isEqualTo(1);
    assertThat(delivery.outbox().withdraw(List.of(later.id()), "hold-out", "plan")).isZero();
    Letter never = letter("c2", Purpose.CARE, "held out");
    assertThat(delivery.outbox().withhold(List.of(never), "hold-out", "10%")).isEqualTo(1);
    assertThat(delivery.outbox().withhold(List.of(never), "hold-out", "10%")).isZero();
    post(never);
    now = START.plus(Duration.ofHours(2));
    idle();
    assertThat(platform.everything()).isEmpty();
    assertThat(status("c1").state()).isEqualTo(LetterStatus.State.WITHDRAWN);
    assertThat(status("c2").state()).isEqualTo(LetterStatus.State.WITHHELD);
    assertThat(status("c2").why()).contains("对照组").contains("10%");
  }

  @Test
  void careComesOnceADayEvenWhenTwoAreDueTogether() {
    mei(Opener.MESSAGE, now);
    delivery
        .outbox()
        .post(List.of(letter("c1", Purpose.CARE, "1"), letter("c2", Purpose.CARE, "2")));
    idle();
    assertThat(platform.texts("mei")).containsExactly("1");
    assertThat(status("c2").why()).contains("今天已经收过 1 条");
    now = START.plus(Duration.ofHours(20)); // 8:00 the next day
    idle();
    assertThat(platform.texts("mei")).containsExactly("1", "2");
    assertThat(delivery.outbox().life(new OutboundId("c2")))
        .extracting(LetterStatus.Step::state)
        .containsExactly(
            LetterStatus.State.PLANNED,
            LetterStatus.State.HELD,
            LetterStatus.State.CLAIMED,
            LetterStatus.State.ATTEMPTED,
            LetterStatus.State.ACCEPTED);
  }

  @Test
  void whatCannotGoWhileItIsWorthAnythingNamesTheRuleThatHeldIt() {
    mei(Opener.MESSAGE, now);
    post(letter("c1", Purpose.CARE, "1"));
    Letter brief =
        new Letter(
            new OutboundId("c2"),
            mei,
            Purpose.CARE,
            Lane.CARE,
            Message.text("2"),
            Optional.empty(),
            Optional.empty(),
            START,
            START.plus(Duration.ofHours(6)),
            "test");
    post(brief);
    assertThat(status("c2").state()).isEqualTo(LetterStatus.State.EXPIRED);
    assertThat(status("c2").why()).contains("今天已经收过 1 条");
  }

  /** Taken out of the courier's hand and into it again, while the first hand is on its way to send. */
  @Test
  void whatIsRecalledWhileItIsInHandIsSaidOnce() throws InterruptedException {
    mei(Opener.MESSAGE, now);
    CountDownLatch sending = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    platform.trouble.add(
        _ -> {
          sending.countDown();
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new SendOutcome.Accepted("first");
        });
    delivery
        .outbox()
        .post(
            IntStream.range(0, 5)
                .mapToObj(i -> letter("n" + i, Purpose.SERVICE, "words " + i))
                .toList());
    sending.await(); // the first is being sent, the others are in hand behind it
    for (int i = 0; i < 3; i++) {
      delivery.brakes().pull(mei, "case:" + i, Brakes.Kind.COMPLAINT, now);
      delivery.brakes().release(mei, "case:" + i, now);
      delivery.courier().look();
      LockSupport.parkNanos(20_000_000); // they are taken in hand again meanwhile
    }
    gate.countDown();
    idle();
    assertThat(platform.texts("mei")).containsExactly("words 1", "words 2", "words 3");
    assertThat(status("n4").state()).isEqualTo(LetterStatus.State.HELD);
  }

  @Test
  void aCircuitOpensAfterFailuresAndOneLetterTriesFirst() {
    List<CustomerId> many =
        IntStream.range(0, 20)
            .mapToObj(i -> customers.recognise(TestPlatform.peer("c" + i)))
            .toList();
    IntStream.range(0, 20)
        .forEach(
            _ ->
                platform.trouble.add(
                    _ -> new SendOutcome.Deferred(Duration.ofSeconds(10), "-1 busy")));
    for (CustomerId one : many) {
      post(form(one, "n:" + one));
    }
    assertThat(platform.trouble).as("not every letter was tried").hasSizeGreaterThan(10);
    platform.trouble.clear();
    assertThat(status("n:" + many.getLast()).why()).contains("连续失败");
    for (int i = 0; i < 10; i++) {
      now = now.plusSeconds(60);
      idle();
    }
    assertThat(platform.everything()).hasSize(20);
  }

  @Test
  void aBroadcastDoesNotDelayAReply() throws InterruptedException {
    int inHand = 256; // what the courier takes of a lane at once
    CountDownLatch gate = new CountDownLatch(1);
    for (int i = 0; i < inHand; i++) {
      platform.trouble.add(
          _ -> {
            try {
              gate.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return new SendOutcome.Accepted("slow");
          });
    }
    delivery
        .outbox()
        .post(
            IntStream.range(0, 300)
                .mapToObj(i -> customers.recognise(TestPlatform.peer("c" + i)))
                .map(one -> broadcast("b:" + one, one))
                .toList());
    long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!platform.trouble.isEmpty() && System.nanoTime() < patience) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(platform.trouble).as("every hand is full of the broadcast").isEmpty();

    mei(Opener.MESSAGE, now);
    var event = new EventId("asked");
    delivery
        .replies()
        .answer(
            new Letter.AnswerTo(TestPlatform.peer("mei"), event),
            List.of(reply("r1", event)),
            false);
    assertThat(platform.texts("mei")).containsExactly("answer");
    gate.countDown();
    idle();
    assertThat(platform.everything()).hasSize(1 + 300 - inHand);
  }

  private static Letter broadcast(String id, CustomerId one) {
    return new Letter(
        new OutboundId(id),
        one,
        Purpose.SERVICE,
        Lane.BROADCAST,
        Message.text("b"),
        Optional.of(FORM),
        Optional.empty(),
        START,
        START.plus(Duration.ofDays(1)),
        "broadcast");
  }

  private Letter reply(String id, EventId event) {
    return new Letter(
        new OutboundId(id),
        mei,
        Purpose.REPLY,
        Lane.REPLY,
        Message.text("answer"),
        Optional.empty(),
        Optional.of(new Letter.AnswerTo(TestPlatform.peer("mei"), event)),
        START,
        START.plus(Duration.ofDays(1)),
        "asked");
  }

  private void reopen() {
    delivery.close();
    delivery = open();
  }

  private void mei(Opener opener, Instant at) {
    delivery.contacts().noted(mei, TestPlatform.peer("mei"), opener, at);
    delivery.contacts().settle();
  }

  private void post(Letter letter) {
    delivery.outbox().post(List.of(letter));
    idle();
  }

  private void idle() {
    assertThat(delivery.courier().awaitIdle(Duration.ofSeconds(20))).isTrue();
  }

  private LetterStatus status(String id) {
    return delivery.outbox().status(new OutboundId(id)).orElseThrow();
  }

  private static final Segment.Form FORM =
      new Segment.Form("parcel-progress", Map.of("state", "shipped"), Optional.empty());

  private Letter letter(String id, Purpose purpose, String text) {
    return new Letter(
        new OutboundId(id),
        mei,
        purpose,
        Lane.NOTICE,
        Message.text(text),
        Optional.empty(),
        Optional.empty(),
        START,
        START.plus(Duration.ofDays(3)),
        "test");
  }

  private Letter form(String id, Purpose purpose) {
    return with(letter(id, purpose, "words"), FORM);
  }

  private Letter form(CustomerId one, String id) {
    return new Letter(
        new OutboundId(id),
        one,
        Purpose.SERVICE,
        Lane.NOTICE,
        Message.text("words"),
        Optional.of(FORM),
        Optional.empty(),
        START,
        START.plus(Duration.ofDays(3)),
        "test");
  }

  private Letter care(String id) {
    return with(
        letter(id, Purpose.CARE, "words"), new Segment.Form("care", Map.of(), Optional.empty()));
  }

  private static Letter with(Letter letter, Segment.Form form) {
    return new Letter(
        letter.id(),
        letter.customer(),
        letter.purpose(),
        letter.lane(),
        letter.message(),
        Optional.of(form),
        letter.answerTo(),
        letter.notBefore(),
        letter.worthUntil(),
        letter.because());
  }

  private static Letter at(Letter letter, Instant notBefore) {
    return new Letter(
        letter.id(),
        letter.customer(),
        letter.purpose(),
        letter.lane(),
        letter.message(),
        letter.form(),
        letter.answerTo(),
        notBefore,
        letter.worthUntil(),
        letter.because());
  }

  @Test
  void aFormThatIsRefusedForWhatStandsInItIsToldToAPerson() {
    platform.trouble.add(
        _ -> new SendOutcome.Refused(SendOutcome.Reason.CONTENT_REJECTED, "47003 thing1"));
    post(form("n1", Purpose.SERVICE));
    assertThat(delivery.setbacks())
        .singleElement()
        .satisfies(
            setback -> {
              assertThat(setback.form()).isEqualTo("parcel-progress");
              assertThat(setback.detail()).isEqualTo("47003 thing1");
            });
  }
}
