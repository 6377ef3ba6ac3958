package cn.huitouke.gateway;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An exception for the log: where it happened, never its message, in which parsers like to quote
 * what the customer wrote.
 */
final class Trace {

  private static final int FRAMES = 8;

  private Trace() {}

  static String of(Throwable failure) {
    StringBuilder text = new StringBuilder();
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 4; depth++) {
      text.append(depth == 0 ? "" : " caused by ").append(cause.getClass().getName());
      text.append(
          Arrays.stream(cause.getStackTrace())
              .limit(FRAMES)
              .map(StackTraceElement::toString)
              .collect(Collectors.joining(" < ", " at ", "")));
      cause = cause.getCause();
    }
    return text.toString();
  }
}
