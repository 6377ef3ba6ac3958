package cn.huitouke.tck;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Reads along what this house logs, down to the last detail, until it is closed. */
public final class LogWatch implements AutoCloseable {

  private final Logger house = (Logger) LoggerFactory.getLogger("cn.huitouke");
  private final @Nullable Level before = house.getLevel();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  public LogWatch() {
    lines.list = java.util.Collections.synchronizedList(new ArrayList<>());
    lines.start();
    house.setLevel(Level.TRACE);
    house.addAppender(lines);
  }

  /** Every line so far, with the messages of the exceptions logged. */
  public List<String> lines() {
    return List.copyOf(lines.list).stream().map(LogWatch::whole).toList();
  }

  private static String whole(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(event.getFormattedMessage());
    for (IThrowableProxy thrown = event.getThrowableProxy();
        thrown != null;
        thrown = thrown.getCause()) {
      line.append('\n').append(thrown.getClassName()).append(": ").append(thrown.getMessage());
    }
    return line.toString();
  }

  @Override
  public void close() {
    house.detachAppender(lines);
    house.setLevel(before);
  }
}
