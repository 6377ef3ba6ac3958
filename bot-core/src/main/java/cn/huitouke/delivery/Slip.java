package cn.huitouke.delivery;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Wire;
import java.time.Instant;
import java.util.Optional;

/**
 * A letter as the courier has it in hand.
 *
 * @param seq its row
 * @param state where it stood when it was taken
 * @param owner who has it in hand by its row; 0 for nobody
 * @param hand which taking in hand this is: an older one may do nothing any more
 * @param attempts how often it was attempted
 * @param latest the latest attempt, if there was one
 */
record Slip(
    long seq,
    Letter letter,
    LetterStatus.State state,
    long owner,
    int hand,
    int attempts,
    Optional<Latest> latest) {

  /** The latest attempt. */
  record Latest(Peer peer, Wire wire, Instant at, boolean throughSlot) {}

  Slip attempted(Peer peer, Wire wire, Instant at, long by) {
    return new Slip(
        seq,
        letter,
        LetterStatus.State.ATTEMPTED,
        by,
        hand,
        attempts + 1,
        Optional.of(new Latest(peer, wire, at, false)));
  }

  /** A peer's address with its kind in front, as rows hold it. */
  static String written(Peer peer) {
    return (peer.kind() == Peer.Kind.GROUP ? "g" : "p") + peer.address();
  }

  static Peer peer(String channel, String written) {
    Peer.Kind kind = written.charAt(0) == 'g' ? Peer.Kind.GROUP : Peer.Kind.PERSON;
    return new Peer(ChannelId.parse(channel), kind, written.substring(1));
  }
}
