package cn.huitouke.order;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what becomes of a file. An order that several rows name counts once. */
final class Tally {

  private static final int MOST_REFUSALS = 1000;

  private enum Outcome {
    UNCHANGED,
    UPDATED,
    CREATED
  }

  private final Map<String, Outcome> orders = new HashMap<>();
  private final List<Refusal> refused = new ArrayList<>();
  private long read;
  private long refusedCount;

  void read() {
    read++;
  }

  long rows() {
    return read;
  }

  void refuse(Refusal refusal) {
    refusedCount++;
    if (refused.size() < MOST_REFUSALS) {
      refused.add(refusal);
    }
  }

  void add(Chunk chunk) {
    for (String order : chunk.orders()) {
      Outcome outcome =
          chunk.isNew(order)
              ? Outcome.CREATED
              : chunk.isChanged(order) ? Outcome.UPDATED : Outcome.UNCHANGED;
      orders.merge(order, outcome, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }
  }

  ImportResult result() {
    return new ImportResult(
        read,
        count(Outcome.CREATED),
        count(Outcome.UPDATED),
        count(Outcome.UNCHANGED),
        refused,
        refusedCount);
  }

  private long count(Outcome outcome) {
    return orders.values().stream().filter(outcome::equals).count();
  }
}
