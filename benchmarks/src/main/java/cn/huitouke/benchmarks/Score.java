package cn.huitouke.benchmarks;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one phase came to. One line of text carries it from the driver to the runner.
 *
 * @param perSecond answers a second, while messages were being posted
 * @param sealed answered with an encrypted reply
 * @param bare answered 200 without one
 * @param errors anything else: another status, a cut connection, no answer in time, a wrong reply
 */
record Score(
    String phase,
    double perSecond,
    long sealed,
    long bare,
    long errors,
    long p50,
    long p99,
    long p999) {

  String line() {
    return String.format(
        Locale.ROOT,
        "score phase=%s perSecond=%.1f sealed=%d bare=%d errors=%d p50=%d p99=%d p999=%d",
        phase,
        perSecond,
        sealed,
        bare,
        errors,
        p50,
        p99,
        p999);
  }

  static Score parse(String line) {
    Map<String, String> values = new HashMap<>();
    for (String word : line.split(" ")) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        values.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return new Score(
        values.getOrDefault("phase", ""),
        Double.parseDouble(values.getOrDefault("perSecond", "0")),
        number(values, "sealed"),
        number(values, "bare"),
        number(values, "errors"),
        number(values, "p50"),
        number(values, "p99"),
        number(values, "p999"));
  }

  long answers() {
    return sealed + bare;
  }

  private static long number(Map<String, String> values, String name) {
    return Long.parseLong(values.getOrDefault(name, "0"));
  }
}
