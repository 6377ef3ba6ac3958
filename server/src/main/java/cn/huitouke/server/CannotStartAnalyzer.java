package cn.huitouke.server;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Lets a refusal of our own speak for itself instead of showing a stack trace: a {@link CannotStart},
 * or what a module says of a setting, a template or a rule pack when it is made.
 */
class CannotStartAnalyzer implements FailureAnalyzer {

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null && !ours(deepest)) {
      deepest = deepest.getCause();
    }
    return ours(deepest)
        ? new FailureAnalysis(String.valueOf(deepest.getMessage()), null, deepest)
        : null;
  }

  private static boolean ours(Throwable cause) {
    return cause instanceof CannotStart
        || (cause instanceof IllegalArgumentException || cause instanceof IllegalStateException)
            && Arrays.stream(cause.getStackTrace())
                .limit(1)
                .anyMatch(frame -> frame.getClassName().startsWith("cn.huitouke."));
  }
}
