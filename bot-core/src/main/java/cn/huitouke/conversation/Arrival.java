package cn.huitouke.conversation;

import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Peer;
import java.time.Instant;

/** An event on its way into the house. */
final class Arrival {

  /** What makes two deliveries the same event. */
  record Key(String channel, String event) {
    static Key of(InboundEvent event) {
      return of(event.peer(), event.id());
    }

    static Key of(Peer peer, EventId id) {
      return new Key(peer.channel().toString(), id.value());
    }
  }

  final InboundEvent event;
  final Key key;
  final Instant receivedAt;
  final String kind;
  final String payload;

  /** The row's number; 0 while, and where, this delivery is not the one that was recorded. */
  long seq;

  /** Whether it was found unhandled at the start, or its handling was begun before. */
  boolean again;

  Arrival(InboundEvent event, Instant receivedAt) {
    this(event, receivedAt, EventCodec.kind(event), EventCodec.write(event));
  }

  private Arrival(InboundEvent event, Instant receivedAt, String kind, String payload) {
    this.event = event;
    this.key = Key.of(event);
    this.receivedAt = receivedAt;
    this.kind = kind;
    this.payload = payload;
  }

  /** An event that a former run of the house recorded and did not finish. */
  static Arrival leftOver(long seq, InboundEvent event, Instant receivedAt, String kind) {
    Arrival arrival = new Arrival(event, receivedAt, kind, "");
    arrival.seq = seq;
    arrival.again = true;
    return arrival;
  }

  boolean isNew() {
    return seq != 0;
  }
}
