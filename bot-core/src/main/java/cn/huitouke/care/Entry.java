package cn.huitouke.care;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mapping in a shop's file, read key by key. Whatever is wrong becomes a fault that names the file,
 * the key and the mend; reading goes on, so that all faults are told at once.
 */
final class Entry {

  private static final Pattern SPAN = Pattern.compile("(\\d{1,5})\\s*(m|h|d|w|y)");

  private final String file;
  private final String path;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final List<String> faults;

  Entry(String file, String path, Map<?, ?> values, List<String> faults) {
    this.file = file;
    this.path = path;
    this.faults = faults;
    values.forEach((key, value) -> this.values.put(String.valueOf(key), value));
  }

  void fault(String key, String wrong, String mend) {
    faults.add(file + ": " + path + key + " " + wrong + ". Mend: " + mend + ".");
  }

  Set<String> keys() {
    return values.keySet();
  }

  boolean has(String key) {
    asked.add(key);
    return values.get(key) != null;
  }

  Optional<String> text(String key) {
    asked.add(key);
    @Nullable Object value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text.strip());
    }
    fault(key, "is not one value but several", "write one value behind the colon");
    return Optional.empty();
  }

  String text(String key, String otherwise) {
    return text(key).orElse(otherwise);
  }

  /** A value that some function can read. */
  <T> Optional<T> read(String key, Function<String, Optional<T>> reader, String mend) {
    return text(key)
        .flatMap(
            text -> {
              Optional<T> value = reader.apply(text);
              if (value.isEmpty()) {
                fault(key, "is \"" + text + "\"", mend);
              }
              return value;
            });
  }

  boolean flag(String key, boolean otherwise) {
    return read(
            key,
            text ->
                switch (text) {
                  case "true", "yes", "on", "是" -> Optional.of(true);
                  case "false", "no", "off", "否" -> Optional.of(false);
                  default -> Optional.<Boolean>empty();
                },
            "write true or false")
        .orElse(otherwise);
  }

  Duration span(String key, Duration otherwise) {
    return read(key, Entry::span, "write a number and a unit: 30m, 3h, 7d, 2w or 1y")
        .orElse(otherwise);
  }

  private static Optional<Duration> span(String text) {
    Matcher span = SPAN.matcher(text);
    if (!span.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(span.group(1));
    return Optional.of(
        switch (span.group(2)) {
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          case "d" -> Duration.ofDays(number);
          case "w" -> Duration.ofDays(7 * number);
          default -> Duration.ofDays(365 * number);
        });
  }

  int number(String key, int otherwise, int from, int to) {
    return read(
            key,
            text ->
                text.matches("\\d{1,6}")
                    ? Optional.of(Integer.parseInt(text)).filter(n -> n >= from && n <= to)
                    : Optional.<Integer>empty(),
            "write a whole number from " + from + " to " + to)
        .orElse(otherwise);
  }

  /** A list, or one value that stands for a list of one. */
  List<String> texts(String key) {
    asked.add(key);
    @Nullable Object value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof String text) {
      return List.of(text.strip());
    }
    if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(one -> ((String) one).strip()).toList();
    }
    fault(key, "is not a list of words", "write it like [茶, 咖啡]");
    return List.of();
  }

  Optional<Entry> entry(String key) {
    asked.add(key);
    @Nullable Object value = values.get(key);
    if (value instanceof Map<?, ?> map) {
      return Optional.of(new Entry(file, path + key + ".", map, faults));
    }
    if (value != null) {
      fault(key, "has nothing below it", "write its own keys below it, further to the right");
    }
    return Optional.empty();
  }

  List<Entry> entries(String key) {
    asked.add(key);
    @Nullable Object value = values.get(key);
    List<Entry> entries = new ArrayList<>();
    if (value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
      for (Object one : list) {
        String place = path + key + "[" + (entries.size() + 1) + "].";
        entries.add(new Entry(file, place, (Map<?, ?>) one, faults));
      }
    } else if (value != null) {
      fault(key, "is not a list of entries", "begin each entry with a dash");
    }
    return entries;
  }

  /** Nobody asked for the rest: most likely a slip of the pen. */
  void done() {
    for (String key : values.keySet()) {
      if (!asked.contains(key)) {
        fault(key, "is not a key that is known here", "use one of " + new TreeSet<>(asked));
      }
    }
  }
}
