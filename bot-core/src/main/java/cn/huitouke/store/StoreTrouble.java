package cn.huitouke.store;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away from a statement that is wrong. */
public final class StoreTrouble {

  private StoreTrouble() {}

  /**
   * Whether this went wrong because the database could not be reached, is starting, stopping, full
   * or read-only: then the same work will pass later, and nothing is the matter with the work.
   */
  public static boolean isOutage(@Nullable Throwable trouble) {
    for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException
          || cause instanceof SQLNonTransientConnectionException
          || cause instanceof SQLRecoverableException) {
        return true;
      }
      if (cause instanceof SQLException sql && speaksOfOutage(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /** PostgreSQL's classes: connection, resources, operator's intervention, system; 25006 read-only. */
  private static boolean speaksOfOutage(@Nullable String state) {
    return state != null
        && (state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57P")
            || state.startsWith("58")
            || state.equals("25006"));
  }
}
