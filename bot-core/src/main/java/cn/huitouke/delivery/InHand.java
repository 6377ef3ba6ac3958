package cn.huitouke.delivery;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Which letters this node really has in hand. When the answer to a claim or an attempt is lost on the
 * way from the database, a letter is ours by its row and in nobody's hand: it would lie there for as
 * long as we live.
 */
final class InHand {

  /** One taking in hand: an older one that ends must not make us forget the latest. */
  private record Hold(long seq, int hand) {
    static Hold of(Slip slip) {
      return new Hold(slip.seq(), slip.hand());
    }
  }

  private final Set<Hold> held = ConcurrentHashMap.newKeySet();
  private Set<Hold> suspects = Set.of();

  void take(Slip slip) {
    held.add(Hold.of(slip));
  }

  void lay(Slip slip) {
    held.remove(Hold.of(slip));
  }

  /**
   * Of what is ours by its row, what was in nobody's hand the last time either: between a row and a
   * hand there is a moment for everything.
   */
  List<Slip> lost(List<Slip> ours) {
    List<Slip> missing = ours.stream().filter(slip -> !held.contains(Hold.of(slip))).toList();
    List<Slip> lost = missing.stream().filter(slip -> suspects.contains(Hold.of(slip))).toList();
    suspects = missing.stream().map(Hold::of).collect(Collectors.toSet());
    return lost;
  }

  /** Rows may be behind: suspects nobody. */
  void forget() {
    suspects = Set.of();
  }
}
