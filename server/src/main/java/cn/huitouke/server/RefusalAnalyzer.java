package cn.huitouke.server;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * What a part of the house refuses to begin with (a bad key, a broken template) is said in that
 * part's own sentence, which names cause and mend; what is nobody's refusal keeps its stack trace.
 */
class RefusalAnalyzer implements FailureAnalyzer {

  private static final String HOUSE = "cn.huitouke.";

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    boolean refusal =
        deepest instanceof IllegalArgumentException || deepest instanceof IllegalStateException;
    StackTraceElement[] from = deepest.getStackTrace();
    return refusal && from.length > 0 && from[0].getClassName().startsWith(HOUSE)
        ? new FailureAnalysis(String.valueOf(deepest.getMessage()), null, deepest)
        : null;
  }
}
