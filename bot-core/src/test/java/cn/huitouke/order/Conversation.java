package cn.huitouke.order;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Peer;
import cn.huitouke.conversation.Session;
import cn.huitouke.conversation.Turn;
import cn.huitouke.conversation.Verdict;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.understanding.Intent;
import cn.huitouke.understanding.Understood;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One customer's side of a conversation, for scripts. */
final class Conversation {

  private final BindingBench bench;
  final CustomerId customer;
  private final Peer peer;
  private final Map<String, String> notes = new HashMap<>();
  private final Session session =
      new Session() {
        @Override
        public Optional<String> note(String key) {
          return Optional.ofNullable(notes.get(key));
        }

        @Override
        public void note(String key, String value, Duration life) {
          notes.put(key, value);
        }

        @Override
        public void forget(String key) {
          notes.remove(key);
        }
      };
  private Verdict last = Verdict.pass();
  private int events;

  Conversation(BindingBench bench, long customer) {
    this.bench = bench;
    this.customer = new CustomerId(customer);
    this.peer = Peer.person(new ChannelId("loopback", "shop"), "peer-" + customer);
  }

  void says(String text) {
    hear("e" + ++events, text);
  }

  /** The same event once more, as after a crash. */
  void saysAgain(String text) {
    hear("e" + events, text);
  }

  private void hear(String event, String text) {
    EventId id = new EventId(customer + event);
    consider(
        new InboundEvent.MessageReceived(
            id,
            peer,
            peer.address(),
            ImportBench.CLOCK.instant(),
            Message.text(text),
            Optional.empty()),
        Optional.of(understood(text)));
  }

  void scans(String scene) {
    consider(
        new InboundEvent.Scanned(
            new EventId(customer + "s" + ++events), peer, ImportBench.CLOCK.instant(), scene),
        Optional.empty());
  }

  void follows(String scene) {
    consider(
        new InboundEvent.Followed(
            new EventId(customer + "f" + ++events),
            peer,
            ImportBench.CLOCK.instant(),
            Optional.of(scene)),
        Optional.empty());
  }

  void saysInAGroup(String text) {
    Peer group = Peer.group(peer.channel(), "group");
    consider(
        new InboundEvent.MessageReceived(
            new EventId(customer + "g" + ++events),
            group,
            peer.address(),
            ImportBench.CLOCK.instant(),
            Message.text(text),
            Optional.empty()),
        Optional.of(understood(text)));
  }

  private void consider(InboundEvent event, Optional<Understood> understood) {
    last =
        bench.skill.consider(new Turn(event, customer, understood, session, bench.clock.instant()));
  }

  void hears(String... parts) {
    assertThat(heard()).contains(parts);
  }

  String heard() {
    return last instanceof Verdict.Say say ? say.messages().getFirst().text() : last.toString();
  }

  void hearsNothing() {
    assertThat(last).isEqualTo(Verdict.pass());
  }

  private static Understood understood(String text) {
    List<String> orders = found("(?<!\\d)\\d{15,19}(?!\\d)", text);
    List<String> tails =
        text.matches("\\d{4}") || text.contains("尾号") || !orders.isEmpty()
            ? found("(?<![\\d.-])\\d{4}(?![\\d.])", text)
            : List.of();
    return new Understood(
        text,
        orders.isEmpty() ? Intent.OUT_OF_SCOPE : Intent.ORDER_NUMBER_GIVEN,
        true,
        new Understood.Slots(
            orders,
            List.of(),
            found("(?<!\\d)1\\d{10}(?!\\d)", text),
            tails,
            found("\\d+\\.\\d{2}", text),
            List.of()));
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(java.util.regex.MatchResult::group)
        .toList();
  }
}
