package cn.huitouke.insight;

import java.util.List;
import java.util.Optional;

/** What the shop's numbers say. Each figure is a table that can be drawn, read and downloaded. */
public interface Insight {

  /** The names of all figures, in the order in which they are looked at. */
  List<String> names();

  /** A figure, at most ten seconds old; where counting it takes long, some minutes. Without rows there is nothing to say yet. */
  Optional<Figure> figure(String name);

  /**
   * A table.
   *
   * @param rows as many values in each as there are columns: {@code String}, {@code Long} or {@code
   *     Double}; an empty string where there is nothing to say
   */
  record Figure(String name, List<Column> columns, List<List<Object>> rows) {

    public Figure {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /**
   * A column.
   *
   * @param about for {@link Kind#SHARE_LATER}: how many months later; for {@link Kind#COUNT_BY_WIRE}:
   *     the name of the wire; else empty
   */
  record Column(String name, Kind kind, String about) {

    static Column of(String name, Kind kind) {
      return new Column(name, kind, "");
    }
  }

  /** What the values of a column are. */
  enum Kind {
    /** Somebody's words: hostile until proven otherwise. */
    TEXT,
    /** {@code 2026-11}, a day, or the Monday of a week. */
    DATE,
    COUNT,
    /** The same, by one wire. */
    COUNT_BY_WIRE,
    /** From 0 to 1; of differences from -1 to 1. */
    SHARE,
    /** The same, of a month that came so many after the first. */
    SHARE_LATER,
    SECONDS,
    /** The name of a wire. */
    WIRE,
    /** {@code bot} or {@code person}. */
    WHO,
    /** The name of a {@link Uplift.Verdict}. */
    VERDICT
  }
}
