package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Answers in the responses that are waiting for one. */
final class Replies {

  private final ReplySlots slots;
  private final InstantSource clock;

  Replies(ReplySlots slots, InstantSource clock) {
    this.slots = slots;
    this.clock = clock;
  }

  SendOutcome reply(Outbound outbound) {
    if (!(outbound.footing() instanceof Footing.InReplyTo(EventId event))) {
      return refused(Reason.WINDOW_CLOSED, "a reply needs an event to reply to");
    }
    if (!PassiveReply.carries(outbound.message())) {
      return refused(Reason.UNSUPPORTED, "one reply cannot carry these kinds together");
    }
    return fill(
        event,
        outbound.id(),
        parties -> PassiveReply.write(outbound.message(), parties, clock.instant()).orElseThrow());
  }

  private SendOutcome fill(
      EventId event, OutboundId by, Function<ReplySlots.Parties, String> text) {
    return switch (slots.fill(event, by, text)) {
      case DONE -> new SendOutcome.Accepted("");
      case TOO_LATE -> refused(Reason.WINDOW_CLOSED, "no response is waiting for the answer");
    };
  }

  /** By handing the conversation to a human agent. */
  SendOutcome handOver(EventId event, Optional<String> agent) {
    return fill(
        event,
        new OutboundId("hand-over:" + Digest.of(event.value())),
        parties -> PassiveReply.handOver(parties, agent, clock.instant()));
  }

  private static SendOutcome refused(Reason reason, String detail) {
    return new SendOutcome.Refused(reason, detail);
  }
}
