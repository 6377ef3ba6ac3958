package cn.huitouke.console;

import cn.huitouke.wording.Workshop.Piece;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** What a made-up customer would read in the place of each variable. */
@Component
class SampleValues {

  private final Properties samples = new Properties();

  SampleValues() {
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(
                SampleValues.class.getResourceAsStream("/console/sample-values.properties")),
            StandardCharsets.UTF_8)) {
      samples.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The parts of a piece that exclude one another, but one: what is looked at first. */
  Set<String> usuallyOff(Piece piece) {
    Set<String> off = new TreeSet<>(piece.sections());
    off.retainAll(Set.of(samples.getProperty("-off", "").split(",")));
    return off;
  }

  /** What a made-up customer bought. */
  String thing() {
    return samples.getProperty("thing");
  }

  /**
   * Values for everything that a module supplies.
   *
   * @param off the parts that are to be left out
   */
  Map<String, Object> of(Piece piece, Set<String> off) {
    Map<String, Object> values = new HashMap<>();
    for (String variable : piece.variables()) {
      boolean section = piece.sections().contains(variable);
      String sample = samples.getProperty(variable);
      if (off.contains(variable)) {
        values.put(variable, false);
      } else if (section && sample == null) {
        values.put(variable, true);
      } else {
        values.put(variable, sample == null ? "〔" + variable + "〕" : sample);
      }
    }
    return values;
  }
}
