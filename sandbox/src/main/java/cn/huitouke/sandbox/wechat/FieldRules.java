package cn.huitouke.sandbox.wechat;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What each kind of template field may hold. */
final class FieldRules {
  private static final String DAY = "\\d{4}(年\\d{1,2}月\\d{1,2}日|[-/]\\d{1,2}[-/]\\d{1,2})";
  private static final String HOUR = "\\d{1,2}:\\d{2}(:\\d{2})?";
  private static final String TIME = "(" + DAY + " ?)?" + HOUR + "|" + DAY;
  private static final Map<String, Predicate<String>> RULES =
      Map.ofEntries(
          Map.entry("thing", upTo(20)),
          Map.entry("const", upTo(20)),
          Map.entry("character_string", like("[\\x20-\\x7E]{1,32}")),
          Map.entry("number", like("-?\\d[\\d.]{0,31}")),
          Map.entry("letter", like("[A-Za-z]{1,32}")),
          Map.entry("symbol", upTo(5)),
          Map.entry("phone_number", like("[\\d+() -]{1,17}")),
          Map.entry("car_number", upTo(8)),
          Map.entry("phrase", like("[\\x{4E00}-\\x{9FFF}]{1,5}")),
          Map.entry("name", like("[\\x{4E00}-\\x{9FFF}·*]{1,10}|[A-Za-z .*]{1,20}")),
          Map.entry("amount", like("[¥$￥]?-?\\d{1,10}(\\.\\d+)?元?")),
          Map.entry("date", like("(" + TIME + ")( ?[~-] ?(" + TIME + "))?")),
          Map.entry("time", like("(" + TIME + ")( ?[~-] ?(" + TIME + "))?")));
  private static final Pattern KIND = Pattern.compile("([a-z_]+?)\\d*");

  private FieldRules() {}

  /** What is wrong with this value, in the platform's words, if anything is. */
  static Optional<String> complaint(String field, String value) {
    if (value.isEmpty()) {
      // Spelt as the platform spells it.
      return Optional.of("argument invalid! data." + field + ".value is emtpy");
    }
    var kind = KIND.matcher(field);
    Predicate<String> rule = kind.matches() ? RULES.get(kind.group(1)) : null;
    return rule == null || rule.test(value)
        ? Optional.empty()
        : Optional.of("argument invalid! data." + field + ".value invalid");
  }

  private static Predicate<String> upTo(int characters) {
    return value -> value.codePointCount(0, value.length()) <= characters;
  }

  private static Predicate<String> like(String shape) {
    return Pattern.compile(shape).asMatchPredicate();
  }
}
