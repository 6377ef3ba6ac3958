package cn.huitouke.delivery;

import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Segment;
import cn.huitouke.customer.CustomerId;
import java.time.Instant;
import java.util.Optional;

/**
 * Something to say to a customer. How it gets there, and whether, is delivery's affair.
 *
 * @param id natural and unique for ever: the same letter posted twice is one letter
 * @param customer to whom
 * @param purpose why, for clearance
 * @param lane how urgent
 * @param message the words, for the wires that carry words
 * @param form the same as a platform's form, for the wires that carry forms
 * @param answerTo for a reply: the peer and event it answers
 * @param notBefore when it may go
 * @param worthUntil when it is no longer worth sending: then it is dropped, with that reason
 * @param because one short English clause why it was written, for the ledger ("parcel yt/1 shipped")
 */
public record Letter(
    OutboundId id,
    CustomerId customer,
    Purpose purpose,
    Lane lane,
    Message message,
    Optional<Segment.Form> form,
    Optional<AnswerTo> answerTo,
    Instant notBefore,
    Instant worthUntil,
    String because) {

  /** What a reply answers. */
  public record AnswerTo(Peer peer, EventId event) {}
}
