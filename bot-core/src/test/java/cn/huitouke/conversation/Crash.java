package cn.huitouke.conversation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Pulls the plug of a house at a chosen step: from then on it writes nothing and sends nothing. Steps
 * are each execution of a statement, each commit and each send, before and after it.
 */
final class Crash {

  private final AtomicInteger steps = new AtomicInteger();
  private volatile int at;

  Crash(int at) {
    this.at = at;
  }

  boolean happened() {
    return steps.get() >= at;
  }

  void now() {
    at = 0;
  }

  void step() {
    if (steps.get() >= at || steps.incrementAndGet() >= at) {
      throw new IllegalStateException("The plug is pulled");
    }
  }

  DataSource wires(DataSource real) {
    return proxy(
        DataSource.class,
        (_, method, arguments) -> {
          Object result = call(real, method, arguments);
          return result instanceof Connection connection ? connection(connection) : result;
        });
  }

  private Connection connection(Connection real) {
    return proxy(
        Connection.class,
        (_, method, arguments) -> {
          boolean counts = method.getName().equals("commit");
          if (counts) {
            step();
          }
          Object result = call(real, method, arguments);
          if (counts) {
            step();
          }
          return result instanceof PreparedStatement statement
              ? statement(PreparedStatement.class, statement)
              : result instanceof Statement statement
                  ? statement(Statement.class, statement)
                  : result;
        });
  }

  private <S extends Statement> S statement(Class<S> type, S real) {
    return proxy(
        type,
        (_, method, arguments) -> {
          boolean counts = method.getName().startsWith("execute");
          if (counts) {
            step();
          }
          Object result = call(real, method, arguments);
          if (counts) {
            step();
          }
          return result;
        });
  }

  private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof SQLException sql ? sql : e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
