package cn.huitouke.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of a group of rows, as the array parameters of one statement with {@code unnest}. */
final class Columns<R> {

  private final List<R> rows;
  private final List<Object> arrays = new ArrayList<>();

  Columns(List<R> rows) {
    this.rows = rows;
  }

  Columns<R> texts(Function<R, @Nullable String> value) {
    return add(new String[rows.size()], value);
  }

  Columns<R> longs(Function<R, @Nullable Long> value) {
    return add(new Long[rows.size()], value);
  }

  Columns<R> ints(Function<R, @Nullable Integer> value) {
    return add(new Integer[rows.size()], value);
  }

  Columns<R> flags(Function<R, @Nullable Boolean> value) {
    return add(new Boolean[rows.size()], value);
  }

  /** Instants as seconds, for {@code to_timestamp}: exact to the microsecond until the year 2200. */
  Columns<R> times(Function<R, @Nullable Instant> value) {
    return add(
        new Double[rows.size()],
        row -> {
          Instant instant = value.apply(row);
          return instant == null ? null : seconds(instant);
        });
  }

  /** As parameters. */
  List<Object> arrays() {
    return List.copyOf(arrays);
  }

  /**
   * @param first plain parameters that come before the columns
   */
  PreparedStatement fill(Connection connection, String sql, Object... first) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < first.length; i++) {
      statement.setObject(i + 1, first[i]);
    }
    for (int i = 0; i < arrays.size(); i++) {
      statement.setObject(first.length + i + 1, arrays.get(i));
    }
    return statement;
  }

  static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }

  private <V> Columns<R> add(@Nullable V[] array, Function<R, @Nullable V> value) {
    for (int i = 0; i < array.length; i++) {
      array[i] = value.apply(rows.get(i));
    }
    arrays.add(array);
    return this;
  }
}
