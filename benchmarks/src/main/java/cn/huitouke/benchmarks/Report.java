package cn.huitouke.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The figures as a Markdown table: medians over the rounds, with the ratios to the baselines. Rounds
 * in which other programs took much of the machine are left out where there are quiet ones.
 */
final class Report {

  private static final String HEAD =
      """
      | server | msg/s | range | of echo | of durable | p50 ms | p99 ms | p99.9 ms | %s p99 ms | at msg/s \
      | server CPU us/msg | store CPU us/msg | bare 200s | errors |
      |---|---|---|---|---|---|---|---|---|---|---|---|---|---|
      """;

  private static final double NOISY = 0.15;

  private final List<Measurement> measurements;
  private final String max;
  private final String calm;

  /** @param max name of the closed-loop phase, {@code calm} of the open-loop one */
  Report(List<Measurement> measurements, String max, String calm) {
    this.measurements = measurements;
    this.max = max;
    this.calm = calm;
  }

  String table(List<Contender> contenders) {
    StringBuilder table = new StringBuilder(HEAD.formatted(calm));
    double echo = median(Contender.ECHO, max, m -> m.score().perSecond());
    double durable = median(Contender.DURABLE, max, m -> m.score().perSecond());
    for (Contender contender : contenders) {
      table.append(row(contender.name(), echo, durable));
    }
    return table.toString();
  }

  private String row(String name, double echo, double durable) {
    double rate = median(name, max, m -> m.score().perSecond());
    return String.format(
        Locale.ROOT,
        "| %s | %.0f | %.0f-%.0f | %.0f %% | %.0f %% | %.2f | %.2f | %.2f | %.2f | %.0f | %.1f |"
            + " %.1f | %d | %d |%n",
        name,
        rate,
        of(name, max).stream().mapToDouble(m -> m.score().perSecond()).min().orElse(0),
        of(name, max).stream().mapToDouble(m -> m.score().perSecond()).max().orElse(0),
        100 * rate / echo,
        100 * rate / durable,
        median(name, max, m -> m.score().p50() / 1e3),
        median(name, max, m -> m.score().p99() / 1e3),
        median(name, max, m -> m.score().p999() / 1e3),
        median(name, calm, m -> m.score().p99() / 1e3),
        median(name, calm, m -> m.score().perSecond()),
        median(name, max, Measurement::serverMicros),
        median(name, max, Measurement::storeMicros),
        measurements.stream()
            .filter(m -> m.contender().equals(name))
            .mapToLong(m -> m.score().bare())
            .sum(),
        measurements.stream()
            .filter(m -> m.contender().equals(name))
            .mapToLong(m -> m.score().errors())
            .sum());
  }

  private List<Measurement> of(String contender, String phase) {
    List<Measurement> all =
        measurements.stream()
            .filter(m -> m.contender().equals(contender) && m.score().phase().equals(phase))
            .toList();
    List<Measurement> quiet = all.stream().filter(m -> m.foreign() < NOISY).toList();
    return quiet.isEmpty() ? all : quiet;
  }

  private double median(String contender, String phase, ToDoubleFunction<Measurement> figure) {
    double[] sorted = of(contender, phase).stream().mapToDouble(figure).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }
}
