package cn.huitouke.order;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A few hundred rows, added to what is known of their orders. */
final class Chunk {

  private final Map<String, Kept> before;
  private final Map<String, Kept> after = new LinkedHashMap<>();

  Chunk(List<Found> rows, Map<String, Kept> before) {
    this.before = before;
    for (Found row : rows) {
      Kept known = after.getOrDefault(row.number(), before.get(row.number()));
      after.put(row.number(), known == null ? Kept.of(row) : known.with(row));
    }
  }

  static Set<String> numbers(List<Found> rows) {
    return rows.stream().map(Found::number).collect(Collectors.toSet());
  }

  Map<String, Kept> before() {
    return before;
  }

  Collection<String> orders() {
    return after.keySet();
  }

  boolean isNew(String order) {
    return !before.containsKey(order);
  }

  boolean isChanged(String order) {
    Kept kept = after.get(order);
    return kept != null && !kept.equals(before.get(order));
  }

  List<Kept> changed() {
    return after.values().stream().filter(order -> isChanged(order.number())).toList();
  }

  List<OrderEvent> news() {
    return changed().stream()
        .flatMap(order -> Changes.between(before.get(order.number()), order).stream())
        .toList();
  }
}
