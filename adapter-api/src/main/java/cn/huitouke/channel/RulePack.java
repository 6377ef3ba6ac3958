package cn.huitouke.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a platform's rule pack. The pack is YAML in the adapter's jar ({@code
 * platform-rules/KIND.yml}) or in the shop's {@code config/platform-rules/}; whoever calls parses the
 * YAML to maps and lists and hands the tree over, so that this jar needs no library.
 *
 * <pre>
 * wires:
 *   customer-service:
 *     - since: 2023-06-12
 *       source: https://...
 *       opening: window            # reply-slot | window | credit | free
 *       windows:
 *         - {opened-by: message, lasts: 48h, messages: 5}
 *       quotas:
 *         - {span: day, messages: 100000, per-peer: false}
 *       purposes: [reply, service, care]
 *       carries: {text: full, choices: full, link: as-text}
 *       apart: [image]             # beside others a message of its own; left out: none
 *       alone: [voice]             # not beside others; left out: none
 *       text-limit: {unit: bytes, max: 2048}
 *       idempotent-for: 10m        # left out: never
 *       pace: {per-second: 50, burst: 100}
 *       needs-person: false
 *       cost: 0.00                 # yuan a message; left out: nothing
 * </pre>
 *
 * A rule that changes on a day is a second entry of the wire with that day as {@code since}; the
 * latest entry that is not in the future holds.
 */
public final class RulePack {

  private RulePack() {}

  /**
   * The pack of an adapter: the shop's own, or else the one in the adapter's jar.
   *
   * @param adapter a class of the adapter's
   * @param kind of its channels
   * @param shops closed by whoever opened it
   * @param parser of YAML
   */
  public static Map<String, ?> of(
      Class<?> adapter,
      String kind,
      Optional<InputStream> shops,
      Function<InputStream, Map<String, ?>> parser) {
    return shops
        .<Map<String, ?>>map(parser)
        .orElseGet(() -> own(adapter, "/platform-rules/" + kind + ".yml", parser));
  }

  private static Map<String, ?> own(
      Class<?> adapter, String resource, Function<InputStream, Map<String, ?>> parser) {
    try (InputStream pack = adapter.getResourceAsStream(resource)) {
      return parser.apply(Objects.requireNonNull(pack, "The jar lacks " + resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the rules as they hold on a day.
   *
   * @param tree the pack as maps, lists, strings, numbers and dates
   * @param on the day
   * @param forms the forms that the account has templates for; wires not named carry none
   * @throws IllegalArgumentException naming the entry and what it should be
   */
  public static Capabilities read(Map<String, ?> tree, LocalDate on, Map<Wire, Set<String>> forms) {
    Map<String, ?> wires = map(tree.get("wires"), "wires");
    List<Capabilities.WireRules> rules = new ArrayList<>();
    wires.forEach(
        (name, entries) -> {
          String at = "wires." + name;
          Wire wire = new Wire(name);
          Set<String> known = forms.getOrDefault(wire, Set.of());
          list(entries, at).stream()
              .map(entry -> rules(wire, map(entry, at), at, known))
              .filter(entry -> !entry.since().isAfter(on))
              .max(Comparator.comparing(Capabilities.WireRules::since))
              .ifPresent(rules::add);
        });
    return new Capabilities(rules);
  }

  private static Capabilities.WireRules rules(
      Wire wire, Map<String, ?> entry, String at, Set<String> forms) {
    Map<String, ?> limit = map(entry.get("text-limit"), at + ".text-limit");
    Map<String, ?> pace = map(entry.get("pace"), at + ".pace");
    return new Capabilities.WireRules(
        wire,
        date(entry.get("since"), at + ".since"),
        text(entry.get("source"), at + ".source"),
        constant(Capabilities.Opening.class, entry.get("opening"), at + ".opening"),
        windows(entry.get("windows"), at + ".windows"),
        quotas(entry.get("quotas"), at + ".quotas"),
        purposes(entry.get("purposes"), at + ".purposes"),
        carries(entry.get("carries"), at + ".carries"),
        new Capabilities.TextLimit(
            constant(Capabilities.TextLimit.Unit.class, limit.get("unit"), at + ".text-limit.unit"),
            whole(limit.get("max"), at + ".text-limit.max")),
        Optional.ofNullable(entry.get("idempotent-for"))
            .map(value -> duration(value, at + ".idempotent-for")),
        new Capabilities.Pace(
            number(pace.get("per-second"), at + ".pace.per-second"),
            whole(pace.get("burst"), at + ".pace.burst")),
        Boolean.TRUE.equals(entry.get("needs-person")),
        cost(entry.get("cost"), at + ".cost"),
        forms,
        beside(entry, at));
  }

  private static Map<Segment.Kind, Capabilities.Beside> beside(Map<String, ?> entry, String at) {
    Map<Segment.Kind, Capabilities.Beside> beside = new EnumMap<>(Segment.Kind.class);
    for (Capabilities.Beside how : List.of(Capabilities.Beside.APART, Capabilities.Beside.ALONE)) {
      String name = how.name().toLowerCase(java.util.Locale.ROOT);
      for (Object kind : optionalList(entry.get(name), at + "." + name)) {
        if (beside.put(constant(Segment.Kind.class, kind, at + "." + name), how) != null) {
          throw wrong(at + "." + name, "a kind that is not named twice", kind);
        }
      }
    }
    return beside;
  }

  private static List<Capabilities.Window> windows(@Nullable Object value, String at) {
    return optionalList(value, at).stream()
        .map(
            item -> {
              Map<String, ?> window = map(item, at);
              return new Capabilities.Window(
                  constant(Capabilities.Opener.class, window.get("opened-by"), at + ".opened-by"),
                  duration(window.get("lasts"), at + ".lasts"),
                  whole(window.get("messages"), at + ".messages"));
            })
        .toList();
  }

  private static List<Capabilities.Quota> quotas(@Nullable Object value, String at) {
    return optionalList(value, at).stream()
        .map(
            item -> {
              Map<String, ?> quota = map(item, at);
              return new Capabilities.Quota(
                  constant(Capabilities.Quota.Span.class, quota.get("span"), at + ".span"),
                  whole(quota.get("messages"), at + ".messages"),
                  Boolean.TRUE.equals(quota.get("per-peer")));
            })
        .toList();
  }

  private static Set<Purpose> purposes(@Nullable Object value, String at) {
    Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
    list(value, at).forEach(item -> purposes.add(constant(Purpose.class, item, at)));
    return purposes;
  }

  private static Map<Segment.Kind, Capabilities.Support> carries(
      @Nullable Object value, String at) {
    Map<Segment.Kind, Capabilities.Support> carries = new EnumMap<>(Segment.Kind.class);
    map(value, at)
        .forEach(
            (kind, support) ->
                carries.put(
                    constant(Segment.Kind.class, kind, at),
                    constant(Capabilities.Support.class, support, at + "." + kind)));
    return carries;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, @Nullable Object value, String at) {
    String wanted = text(value, at).toUpperCase(java.util.Locale.ROOT).replace('-', '_');
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> wrong(at, "one of " + Arrays.toString(type.getEnumConstants()), value));
  }

  private static LocalDate date(@Nullable Object value, String at) {
    if (value instanceof java.util.Date date) {
      return date.toInstant().atZone(java.time.ZoneOffset.UTC).toLocalDate();
    }
    try {
      return LocalDate.parse(text(value, at));
    } catch (DateTimeParseException e) {
      throw wrong(at, "a date like 2023-06-12", value);
    }
  }

  private static Duration duration(@Nullable Object value, String at) {
    String text = text(value, at);
    try {
      return Duration.parse(text.endsWith("d") ? "P" + text : "PT" + text);
    } catch (DateTimeParseException e) {
      throw wrong(at, "a duration like 48h, 10m, 30s or 7d", value);
    }
  }

  private static BigDecimal cost(@Nullable Object value, String at) {
    BigDecimal cost =
        value == null ? BigDecimal.ZERO : new BigDecimal(Double.toString(number(value, at)));
    if (cost.signum() < 0) {
      throw wrong(at, "0 or more", value);
    }
    return cost;
  }

  private static int whole(@Nullable Object value, String at) {
    if (value instanceof Integer number) {
      return number;
    }
    throw wrong(at, "a whole number", value);
  }

  private static double number(@Nullable Object value, String at) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(at, "a number", value);
  }

  private static String text(@Nullable Object value, String at) {
    if (value == null || value instanceof Map || value instanceof List) {
      throw wrong(at, "a value", value);
    }
    return value.toString();
  }

  private static List<?> optionalList(@Nullable Object value, String at) {
    return value == null ? List.of() : list(value, at);
  }

  private static List<?> list(@Nullable Object value, String at) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(at, "a list", value);
  }

  @SuppressWarnings("unchecked") // the keys of a rule pack are words
  private static Map<String, ?> map(@Nullable Object value, String at) {
    if (value instanceof Map<?, ?> map
        && map.keySet().stream().allMatch(String.class::isInstance)) {
      return (Map<String, ?>) map;
    }
    throw wrong(at, "a map", value);
  }

  private static IllegalArgumentException wrong(String at, String wanted, @Nullable Object got) {
    return new IllegalArgumentException(
        "Rule pack: " + at + " should be " + wanted + ", but is " + got);
  }
}
