package cn.huitouke.delivery;

import java.lang.reflect.Array;
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
    return add(String.class, value);
  }

  Columns<R> longs(Function<R, @Nullable Long> value) {
    return add(Long.class, value);
  }

  Columns<R> ints(Function<R, @Nullable Integer> value) {
    return add(Integer.class, value);
  }

  Columns<R> flags(Function<R, @Nullable Boolean> value) {
    return add(Boolean.class, value);
  }

  /** Instants as seconds, for {@code to_timestamp}: exact to the microsecond until the year 2200. */
  Columns<R> times(Function<R, @Nullable Instant> value) {
    return add(
        Double.class,
        row -> {
          Instant instant = value.apply(row);
          return instant == null ? null : seconds(instant);
        });
  }

  PreparedStatement fill(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < arrays.size(); i++) {
      statement.setObject(i + 1, arrays.get(i));
    }
    return statement;
  }

  static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }

  private <V> Columns<R> add(Class<V> type, Function<R, @Nullable V> value) {
    Object array = Array.newInstance(type, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      Array.set(array, i, value.apply(rows.get(i)));
    }
    arrays.add(array);
    return this;
  }
}
