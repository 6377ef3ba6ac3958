package cn.huitouke.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * One connection kept for one writer of a {@link GroupCommit}. Its statements are planned once and
 * always go by index: a plan made while a table was young would read all of it for ever after. A
 * broken connection is replaced at the next use. For one thread.
 */
public final class WritersLine extends AbstractDataSource implements AutoCloseable {

  private static final String BY_INDEX =
      "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off;"
          + " set plan_cache_mode = force_generic_plan";
  private static final String AS_BEFORE =
      "reset enable_seqscan; reset enable_hashjoin; reset enable_mergejoin; reset plan_cache_mode";

  private final DataSource database;
  private @Nullable Connection line;

  public WritersLine(DataSource database) {
    this.database = database;
  }

  /** The connection; closing what is returned keeps it open, ready for the next group. */
  @Override
  public synchronized Connection getConnection() throws SQLException {
    Connection open = line;
    if (open == null || open.isClosed()) {
      drop();
      open = database.getConnection();
      line = open;
      boolean ready = false;
      try (Statement settings = open.createStatement()) {
        settings.execute(BY_INDEX);
        ready = true;
      } finally {
        if (!ready) {
          drop();
        }
      }
    }
    return borrowed(open);
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLException("A writer's line has its own user");
  }

  /** Gives the connection back. */
  @Override
  public synchronized void close() {
    Connection open = line;
    if (open == null) {
      return;
    }
    try (Statement settings = open.createStatement()) {
      settings.execute(AS_BEFORE);
    } catch (SQLException e) {
      logger.debug("A writer's line was broken when it was given back", e);
    }
    drop();
  }

  private void drop() {
    Connection open = line;
    line = null;
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (SQLException e) {
      logger.debug("A broken line could not be closed", e);
    }
  }

  private static Connection borrowed(Connection open) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              if (method.getName().equals("close")) {
                if (!open.isClosed() && !open.getAutoCommit()) {
                  open.rollback();
                  open.setAutoCommit(true);
                }
                return null;
              }
              try {
                return method.invoke(open, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
