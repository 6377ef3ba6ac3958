package cn.huitouke.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import cn.huitouke.channel.Answering;
import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.Capabilities.Opening;
import cn.huitouke.channel.Capabilities.Support;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.Wire;
import cn.huitouke.tck.FarEnd.Delivery;
import cn.huitouke.tck.FarEnd.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.opentest4j.TestAbortedException;

/** What {@link ChannelContract} stands on: a far end, a started channel, an inbox. */
abstract class ContractStage {

  static final Duration SOON = Duration.ofSeconds(5);

  FarEnd far;
  Channel channel;
  CollectingInbox inbox;
  private int counter;

  /** A new platform with a new channel. Called before every test. */
  protected abstract FarEnd farEnd();

  /**
   * Promises that cannot be asked of this adapter: number ({@code T5}) or whole test name → why.
   * They are skipped, and the reason stands in the report.
   */
  protected Map<String, String> notApplicable() {
    return Map.of();
  }

  /** Wires that {@link Channel#send} does not serve (mass sends), and why. */
  protected Map<Wire, String> notSent() {
    return Map.of();
  }

  @BeforeEach
  final void raiseTheCurtain(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName();
    String number = name.replaceFirst("_.*", "").toUpperCase(java.util.Locale.ROOT);
    notApplicable()
        .forEach(
            (promise, reason) -> {
              if (promise.equals(number) || promise.equals(name)) {
                throw new TestAbortedException("Not applicable: " + reason);
              }
            });
    far = farEnd();
    channel = far.channel();
    inbox = new CollectingInbox();
    channel.start(inbox);
  }

  @AfterEach
  final void lowerTheCurtain() {
    if (far != null) {
      channel.stop();
      far.close();
    }
  }

  /** The next event, and we have nothing to say to it. */
  final InboundEvent heard() {
    InboundEvent event = inbox.next(SOON);
    nothingMore(event.id());
    return event;
  }

  final void nothingMore(EventId event) {
    if (channel instanceof Answering answering) {
      answering.nothingMore(event);
    }
  }

  /** Waits for what the platform is told, saying nothing to whatever arrives meanwhile. */
  final Delivery told(CompletableFuture<Delivery> delivery, List<InboundEvent> arrived) {
    long end = System.nanoTime() + SOON.toNanos();
    while (!delivery.isDone() && System.nanoTime() < end) {
      drain(arrived, Duration.ofMillis(2));
    }
    try {
      Delivery told = delivery.get(1, TimeUnit.MILLISECONDS);
      drain(arrived, Duration.ZERO);
      return told;
    } catch (TimeoutException e) {
      return fail("The platform was told nothing within %s", SOON);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  final Delivery told(CompletableFuture<Delivery> delivery) {
    return told(delivery, new ArrayList<>());
  }

  private void drain(List<InboundEvent> arrived, Duration wait) {
    for (var event = inbox.poll(wait); event != null; event = inbox.poll(Duration.ZERO)) {
      nothingMore(event.id());
      arrived.add(event);
    }
  }

  /** A customer nobody has spoken of yet. */
  final String stranger() {
    return "customer-" + ++counter;
  }

  final String newEvent() {
    return Long.toString(7_000_000_000_000_000L + ++counter);
  }

  /** A customer to whom this wire is open, whatever it needs. */
  final Standing open(WireRules rules) {
    String customer = stranger();
    far.says(customer, "在吗", newEvent());
    InboundEvent event = inbox.next(SOON);
    if (rules.opening() != Opening.REPLY_SLOT) {
      nothingMore(event.id());
    }
    if (rules.opening() == Opening.CREDIT) {
      far.consents(customer, rules.wire());
    }
    return new Standing(customer, rules.wire(), new Footing.InReplyTo(event.id()));
  }

  /** Somebody to whom we may speak. */
  record Standing(String customer, Wire wire, Footing footing) {

    Standing unprompted() {
      return new Standing(customer, wire, new Footing.Unprompted());
    }
  }

  final Outbound outbound(Standing to, Segment... segments) {
    OutboundId id = new OutboundId("tck:" + ++counter + ":" + Long.toHexString(System.nanoTime()));
    return new Outbound(
        id, far.peerOf(to.customer()), Message.of(segments), to.wire(), to.footing());
  }

  final SendOutcome say(Standing to, String text) {
    return channel.send(outbound(to, new Segment.Text(text)));
  }

  /** Something that this wire carries. */
  final SendOutcome speak(Standing to) {
    return channel.send(outbound(to, something(rules(to.wire()))));
  }

  final Segment something(WireRules rules) {
    return rules.support(Segment.Kind.TEXT) == Support.FULL
        ? new Segment.Text("您好 " + ++counter)
        : far.sample(
            rules.wire(),
            rules.carries().entrySet().stream()
                .filter(carried -> carried.getValue() == Support.FULL)
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElseThrow());
  }

  final WireRules rules(Wire wire) {
    return channel.capabilities().wire(wire).orElseThrow();
  }

  /** The wires that {@link Channel#send} serves without a person's help. */
  final List<WireRules> wires() {
    return channel.capabilities().wires().stream()
        .filter(rules -> !rules.needsPerson() && !notSent().containsKey(rules.wire()))
        .toList();
  }

  /** Those that call the platform; a reply slot is filled by the way. */
  final List<WireRules> callingWires() {
    List<WireRules> calling =
        wires().stream().filter(rules -> rules.opening() != Opening.REPLY_SLOT).toList();
    if (calling.isEmpty()) {
      throw new TestAbortedException("Not applicable: no wire calls the platform");
    }
    return calling;
  }

  /** The wire of ordinary talk beside the reply slot, if there is one. */
  final Optional<WireRules> chat() {
    return wires().stream()
        .filter(rules -> rules.support(Segment.Kind.TEXT) == Support.FULL)
        .filter(
            rules ->
                rules.opening() == Opening.FREE
                    || rules.windows().stream().anyMatch(w -> w.openedBy() == Opener.MESSAGE))
        .findFirst();
  }

  final void assertAccepted(String as, SendOutcome outcome) {
    assertThat(outcome).as(as).isInstanceOf(SendOutcome.Accepted.class);
  }

  final void assertRefused(String as, SendOutcome outcome, SendOutcome.Reason reason) {
    assertThat(outcome)
        .as(as)
        .isInstanceOfSatisfying(
            SendOutcome.Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  /** A reply may still be on its way to the screen when the channel has let go of it. */
  final void assertShows(String customer, Shown... shown) {
    eventually(() -> far.screenOf(customer).size() >= shown.length);
    assertThat(far.screenOf(customer)).as("the screen of %s", customer).containsExactly(shown);
  }

  final void assertShowsNothing(String customer) {
    assertThat(far.screenOf(customer)).as("the screen of %s", customer).isEmpty();
  }

  static void eventually(BooleanSupplier condition) {
    long end = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
