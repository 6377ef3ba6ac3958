package cn.huitouke.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Everything that is logged, this house's to the last detail. Begin it when the house is up. */
final class LogPaper implements AutoCloseable {

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger house = (Logger) LoggerFactory.getLogger("cn.huitouke");
  private final Level before = house.getLevel();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  LogPaper() {
    lines.list = Collections.synchronizedList(new ArrayList<>());
    lines.start();
    house.setLevel(Level.TRACE);
    root.addAppender(lines);
  }

  /** One text an event, with the messages of what was thrown. */
  List<String> events() {
    List<ILoggingEvent> copy;
    synchronized (lines.list) {
      copy = List.copyOf(lines.list);
    }
    return copy.stream().map(LogPaper::whole).toList();
  }

  private static String whole(ILoggingEvent event) {
    StringBuilder text = new StringBuilder(event.getLoggerName());
    text.append(": ").append(event.getFormattedMessage());
    IThrowableProxy thrown = event.getThrowableProxy();
    for (int depth = 0; thrown != null && depth < 20; depth++) {
      text.append(" | ").append(thrown.getClassName()).append(": ").append(thrown.getMessage());
      thrown = thrown.getCause();
    }
    return text.toString();
  }

  @Override
  public void close() {
    root.detachAppender(lines);
    house.setLevel(before);
  }
}
