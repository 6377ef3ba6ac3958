package cn.huitouke.desk;

import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a person needs to know to do a task.
 *
 * @param title one Chinese line for the operator
 * @param detail Chinese, no full phone number
 * @param facts what the detail was written from; without those that are empty
 */
public record Briefing(String title, String detail, Map<Fact, String> facts) {

  /** Control characters but the newline, and those that turn the direction of writing. */
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}&&[^\\n]]|[\\u202A-\\u202E\\u2066-\\u2069]");

  public Briefing {
    EnumMap<Fact, String> stated = new EnumMap<>(Fact.class);
    facts.forEach(
        (fact, value) -> {
          String clean = CONTROL.matcher(value).replaceAll("").strip();
          if (!clean.isEmpty()) {
            stated.put(fact, clean);
          }
        });
    facts = Map.copyOf(stated);
  }
}
