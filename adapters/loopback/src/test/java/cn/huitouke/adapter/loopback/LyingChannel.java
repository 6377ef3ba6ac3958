package cn.huitouke.adapter.loopback;

import cn.huitouke.channel.Answering;
import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.WebhookChannel;
import cn.huitouke.channel.Wire;
import cn.huitouke.hook.Hook;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An honest channel with a liar in front of it. */
class LyingChannel implements WebhookChannel, Answering {

  final LoopbackChannel honest;

  LyingChannel(LoopbackChannel honest) {
    this.honest = honest;
  }

  /** Declares another value for one wire. */
  static LyingChannel about(LoopbackChannel honest, String wire, UnaryOperator<WireRules> lie) {
    return new LyingChannel(honest) {
      @Override
      public Capabilities capabilities() {
        return new Capabilities(
            honest.capabilities().wires().stream()
                .map(rules -> rules.wire().equals(new Wire(wire)) ? lie.apply(rules) : rules)
                .toList());
      }
    };
  }

  static WireRules opening(WireRules r, Capabilities.Opening opening) {
    return rules(r, opening, r.windows(), r.carries(), r.textLimit(), r.idempotentFor(), r.pace());
  }

  static WireRules window(WireRules r, Duration lasts, int messages) {
    var window = new Capabilities.Window(Capabilities.Opener.MESSAGE, lasts, messages);
    return rules(
        r, r.opening(), List.of(window), r.carries(), r.textLimit(), r.idempotentFor(), r.pace());
  }

  static WireRules carries(WireRules r, Segment.Kind kind, Capabilities.Support support) {
    Map<Segment.Kind, Capabilities.Support> carries = new EnumMap<>(r.carries());
    carries.put(kind, support);
    return rules(r, r.opening(), r.windows(), carries, r.textLimit(), r.idempotentFor(), r.pace());
  }

  static WireRules beside(WireRules r, Segment.Kind kind, Capabilities.Beside how) {
    return new WireRules(
        r.wire(),
        r.since(),
        r.source(),
        r.opening(),
        r.windows(),
        r.quotas(),
        r.purposes(),
        r.carries(),
        r.textLimit(),
        r.idempotentFor(),
        r.pace(),
        r.needsPerson(),
        r.cost(),
        r.forms(),
        Map.of(kind, how));
  }

  static WireRules limit(WireRules r, int max) {
    var limit = new Capabilities.TextLimit(r.textLimit().unit(), max);
    return rules(r, r.opening(), r.windows(), r.carries(), limit, r.idempotentFor(), r.pace());
  }

  static WireRules idempotent(WireRules r) {
    var ever = Optional.of(Duration.ofDays(1));
    return rules(r, r.opening(), r.windows(), r.carries(), r.textLimit(), ever, r.pace());
  }

  static WireRules pace(WireRules r, Capabilities.Pace pace) {
    return rules(r, r.opening(), r.windows(), r.carries(), r.textLimit(), r.idempotentFor(), pace);
  }

  private static WireRules rules(
      WireRules r,
      Capabilities.Opening opening,
      List<Capabilities.Window> windows,
      Map<Segment.Kind, Capabilities.Support> carries,
      Capabilities.TextLimit limit,
      Optional<Duration> idempotentFor,
      Capabilities.Pace pace) {
    return new WireRules(
        r.wire(),
        r.since(),
        r.source(),
        opening,
        windows,
        r.quotas(),
        r.purposes(),
        carries,
        limit,
        idempotentFor,
        pace,
        r.needsPerson(),
        r.cost(),
        r.forms());
  }

  @Override
  public ChannelId id() {
    return honest.id();
  }

  @Override
  public Capabilities capabilities() {
    return honest.capabilities();
  }

  @Override
  public void start(Inbox inbox) {
    honest.start(inbox);
  }

  @Override
  public SendOutcome send(Outbound outbound) {
    return honest.send(outbound);
  }

  @Override
  public void stop() {
    honest.stop();
  }

  @Override
  public Hook hook() {
    return honest.hook();
  }

  @Override
  public Wire replyWire() {
    return honest.replyWire();
  }

  @Override
  public void nothingMore(EventId event) {
    honest.nothingMore(event);
  }
}
