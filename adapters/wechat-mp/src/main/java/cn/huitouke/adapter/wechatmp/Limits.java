package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.DatedRules;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.Wire;
import java.util.Optional;

/** What is refused before the platform is asked; nothing is shortened to fit. */
final class Limits {

  private final ChannelId id;
  private final DatedRules rules;

  Limits(ChannelId id, DatedRules rules) {
    this.id = id;
    this.rules = rules;
  }

  Optional<SendOutcome> refusal(Wire wire, Peer to, Message message) {
    return to.kind() == Peer.Kind.PERSON && to.channel().equals(id)
        ? refusal(wire, message)
        : Optional.of(refused(Reason.UNSUPPORTED, "not a person of " + id));
  }

  /** What the rule pack itself forbids. */
  Optional<SendOutcome> refusal(Wire wire, Message message) {
    Optional<Capabilities.WireRules> rules = this.rules.now().wire(wire);
    if (rules.isEmpty()) {
      return Optional.of(refused(Reason.UNSUPPORTED, "not a wire of " + id));
    }
    for (Segment segment : message.segments()) {
      if (rules.get().support(segment.kind()) == Capabilities.Support.NONE) {
        return Optional.of(refused(Reason.UNSUPPORTED, wire + " carries no " + segment.kind()));
      }
    }
    if (!rules.get().carries(message)) {
      return Optional.of(refused(Reason.UNSUPPORTED, wire + " carries some of these only alone"));
    }
    return PlainText.within(message)
        .flatMap(PlainText::of)
        .filter(text -> !rules.get().textLimit().allows(text))
        .map(_ -> refused(Reason.TOO_LONG, "longer than " + wire + " carries"));
  }

  private static SendOutcome refused(Reason reason, String detail) {
    return new SendOutcome.Refused(reason, detail);
  }
}
