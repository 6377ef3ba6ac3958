package cn.huitouke.delivery;

import cn.huitouke.channel.Wire;
import java.util.List;
import java.util.Optional;

/** Letters that enter the outbox together: in one transaction or not at all. */
final class Posting {

  /**
   * How a letter enters.
   *
   * @param slot through which reply wire it is attempted at once; else it waits or is claimed
   * @param owner who claims it at once, 0 for nobody
   */
  record Entering(Letter letter, Optional<Wire> slot, long owner) {}

  final List<Entering> letters;

  /** Row numbers in the order of the letters; 0 for a letter that was there before. */
  final long[] seqs;

  Posting(List<Entering> letters) {
    this.letters = List.copyOf(letters);
    this.seqs = new long[letters.size()];
  }
}
