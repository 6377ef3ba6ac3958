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

  private final Set<Long> held = ConcurrentHashMap.newKeySet();
  private Set<Long> suspects = Set.of();

  void take(Slip slip) {
    held.add(slip.seq());
  }

  void lay(Slip slip) {
    held.remove(slip.seq());
  }

  /**
   * Of what is ours by its row, what was in nobody's hand the last time either: between a row and a
   * hand there is a moment for everything.
   */
  List<Slip> lost(List<Slip> ours) {
    List<Slip> missing = ours.stream().filter(slip -> !held.contains(slip.seq())).toList();
    List<Slip> lost = missing.stream().filter(slip -> suspects.contains(slip.seq())).toList();
    suspects = missing.stream().map(Slip::seq).collect(Collectors.toSet());
    return lost;
  }

  /** Rows may be behind: suspects nobody. */
  void forget() {
    suspects = Set.of();
  }
}
