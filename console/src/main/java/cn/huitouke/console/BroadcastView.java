package cn.huitouke.console;

import cn.huitouke.broadcast.Broadcast;
import cn.huitouke.broadcast.Broadcasts;
import cn.huitouke.broadcast.Draft;
import cn.huitouke.broadcast.Foresight;
import cn.huitouke.broadcast.Report;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Segment;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.LetterStatus.State;
import cn.huitouke.delivery.Mailings;
import cn.huitouke.delivery.Mailings.Fate;
import cn.huitouke.wording.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Broadcasts as pages show them. */
@Component
class BroadcastView {

  private final Broadcasts broadcasts;
  private final Glance glance;
  private final Words words;
  private final ShopTime times;

  BroadcastView(Broadcasts broadcasts, Glance glance, Words words, ShopTime times) {
    this.broadcasts = broadcasts;
    this.glance = glance;
    this.words = words;
    this.times = times;
  }

  record Row(long number, String title, String state, String purpose, String people, String at) {}

  Row row(Broadcast one) {
    return new Row(
        one.id(),
        one.draft().title(),
        one.state().name(),
        one.draft().purpose().name(),
        one.foresight().map(seen -> Integer.toString(seen.letters())).orElse(""),
        times.at(one.startedAt().or(one::startAt).orElse(one.changedAt())));
  }

  /** A piece of the message on the phone: words, or a card. */
  record Piece(String kind, String title, String text, String about) {}

  /** The message as a phone shows it. */
  record Bubble(String key, List<Piece> pieces) {}

  /** Each wording in each tone, the shop's own tone first. */
  List<Bubble> bubbles(Draft draft, String name) {
    List<Bubble> bubbles = new ArrayList<>();
    Tone own = broadcasts.tone();
    Tone other = own == Tone.COURTEOUS ? Tone.AFFECTIONATE : Tone.COURTEOUS;
    for (Tone tone : List.of(own, other)) {
      boolean told =
          tone == own
              || draft.b().filter(b -> !b.affectionate().isEmpty()).isPresent()
              || !draft.a().affectionate().isEmpty();
      if (!told) {
        continue;
      }
      bubbles.add(bubble("A." + tone, broadcasts.sample(draft, false, tone, name)));
      if (draft.b().isPresent()) {
        bubbles.add(bubble("B." + tone, broadcasts.sample(draft, true, tone, name)));
      }
    }
    return bubbles;
  }

  private static Bubble bubble(String key, Message message) {
    return new Bubble(
        key,
        message.segments().stream()
            .map(
                segment ->
                    switch (segment) {
                      case Segment.Image image -> new Piece("image", "", "", image.reference());
                      case Segment.Card card ->
                          new Piece("card", card.title(), card.description(), card.url());
                      default -> new Piece("text", "", message.text(), "");
                    })
            .toList());
  }

  record WayRow(String channel, String wire, int count) {}

  record CauseRow(String fate, String why, int count, List<Person> some) {}

  record Person(long number, String name) {}

  /** What was foreseen. */
  record Seen(
      int people,
      int heldOut,
      int letters,
      int b,
      int goes,
      int later,
      int waits,
      int not,
      int last,
      List<WayRow> ways,
      List<CauseRow> causes,
      String at,
      String finished,
      int unknown) {}

  Seen seen(Foresight foresight, Locale locale) {
    List<CustomerId> some =
        foresight.causes().stream()
            .flatMap(cause -> cause.some().stream())
            .distinct()
            .map(CustomerId::new)
            .toList();
    Map<CustomerId, String> names = glance.names(some);
    return new Seen(
        foresight.people(),
        foresight.heldOut(),
        foresight.letters(),
        foresight.b(),
        foresight.goes(),
        foresight.of(Fate.LATER),
        foresight.of(Fate.WAITS),
        foresight.of(Fate.NOT),
        foresight.last(),
        foresight.ways().stream()
            .map(
                way ->
                    new WayRow(
                        words.channel(way.channelKind(), locale) + " · " + way.channelName(),
                        words.wire(way.wire(), locale),
                        way.count()))
            .toList(),
        foresight.causes().stream()
            .map(
                cause ->
                    new CauseRow(
                        cause.fate().name(),
                        EveryPage.english(locale) ? cause.whyEnglish() : cause.why(),
                        cause.count(),
                        cause.some().stream()
                            .map(
                                one -> new Person(one, names.getOrDefault(new CustomerId(one), "")))
                            .toList()))
            .toList(),
        times.at(foresight.at()),
        times.at(foresight.finished()),
        foresight.unknown());
  }

  record Cause(String state, String why, long count) {}

  record Wire(String name, long count) {}

  /** Where its letters stand. */
  record Progress(
      long all,
      long done,
      long planned,
      long accepted,
      long held,
      long refused,
      long uncertain,
      long withdrawn,
      long heldOut,
      List<Cause> causes,
      List<Wire> wires,
      int sends,
      int filtered,
      boolean writing) {}

  Progress progress(Broadcast broadcast, Locale locale) {
    Mailings.Tally tally = broadcasts.tally(broadcast.id());
    List<Mailings.Bundle> bundles = broadcasts.bundles(broadcast.id());
    long all = broadcast.foresight().map(Foresight::letters).map(Integer::longValue).orElse(0L);
    long done =
        tally.of(State.ACCEPTED, State.REFUSED, State.UNCERTAIN, State.EXPIRED, State.WITHDRAWN);
    long known = done + tally.open();
    return new Progress(
        Math.max(all, known),
        done,
        Math.max(0, all - known) + tally.of(State.PLANNED, State.CLAIMED, State.ATTEMPTED),
        tally.of(State.ACCEPTED),
        tally.of(State.HELD),
        tally.of(State.REFUSED, State.EXPIRED),
        tally.of(State.UNCERTAIN),
        tally.of(State.WITHDRAWN),
        tally.of(State.WITHHELD),
        tally.causes().stream()
            .map(
                cause ->
                    new Cause(
                        cause.state().name(),
                        EveryPage.english(locale) ? cause.whyEnglish() : cause.why(),
                        cause.count()))
            .toList(),
        tally.wires().entrySet().stream()
            .map(wire -> new Wire(words.wire(wire.getKey(), locale), wire.getValue()))
            .toList(),
        bundles.size(),
        bundles.stream().mapToInt(bundle -> bundle.filtered().orElse(0)).sum(),
        broadcast.expandedAt().isEmpty()
            && (broadcast.state() == Broadcast.State.RUNNING
                || broadcast.state() == Broadcast.State.PAUSED));
  }

  record SideRow(
      String key,
      int people,
      int replied,
      double replyShare,
      int buyers,
      double buyerShare,
      int orders,
      String spent,
      int unsubscribed,
      int unfollowed) {}

  List<SideRow> sides(Report report) {
    return report.sides().stream()
        .map(
            side ->
                new SideRow(
                    side.name(),
                    side.people(),
                    side.replied(),
                    side.replyShare(),
                    side.buyers(),
                    side.buyerShare(),
                    side.orders(),
                    side.spent().toPlainString(),
                    side.unsubscribed(),
                    side.unfollowed()))
        .toList();
  }
}
