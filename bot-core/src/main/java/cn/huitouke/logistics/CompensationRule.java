package cn.huitouke.logistics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What the shop gives for a late parcel, from its {@code compensation.yml}.
 *
 * @param gifts by level; {@code default} for who has none, or one that is not named
 * @param times how often a customer gets something within {@code within}
 * @param aDay how many promises a day
 * @param worthADay what a day's promises may cost, in yuan
 */
record CompensationRule(
    boolean enabled,
    Map<String, Gift> gifts,
    int times,
    Duration within,
    int aDay,
    BigDecimal worthADay) {

  static final String DEFAULT = "default";

  /** A real shop gives nothing until it says so. */
  static final CompensationRule NONE =
      new CompensationRule(false, Map.of(), 0, Duration.ZERO, 0, BigDecimal.ZERO);

  /** One gift, as the letter says it. */
  record Gift(CompensationPromised.Kind kind, String what, BigDecimal worth) {}

  Optional<Gift> gift(String level) {
    return enabled
        ? Optional.ofNullable(gifts.getOrDefault(level, gifts.get(DEFAULT)))
        : Optional.empty();
  }

  /**
   * @throws IllegalStateException naming the key and the mend
   */
  static CompensationRule read(Path file) {
    if (!Files.exists(file)) {
      return NONE;
    }
    try {
      Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
      return new Reading(file.toString()).rule(root);
    } catch (YAMLException e) {
      throw new IllegalStateException(
          file + " cannot be read. Mend: correct the line that is named here: " + e.getMessage(),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads strictly: what is misspelt must not quietly promise more, or nothing. */
  private record Reading(String file) {

    CompensationRule rule(Object root) {
      Map<?, ?> all = map("", root, Set.of("enabled", "gifts", "caps"));
      if (!(all.get("enabled") instanceof Boolean enabled)) {
        throw fault("enabled", all.get("enabled"), "write true or false");
      }
      Map<?, ?> caps = map("caps", all.get("caps"), Set.of("customer", "day"));
      Map<?, ?> customer = map("caps.customer", caps.get("customer"), Set.of("times", "days"));
      Map<?, ?> day = map("caps.day", caps.get("day"), Set.of("times", "worth"));
      return new CompensationRule(
          enabled,
          gifts(all.get("gifts")),
          count("caps.customer.times", customer.get("times")),
          Duration.ofDays(count("caps.customer.days", customer.get("days"))),
          count("caps.day.times", day.get("times")),
          money("caps.day.worth", day.get("worth")));
    }

    private Map<String, Gift> gifts(Object value) {
      Map<String, Gift> gifts = new HashMap<>();
      map("gifts", value, Set.of())
          .forEach((level, gift) -> gifts.put(String.valueOf(level), gift("gifts." + level, gift)));
      if (gifts.isEmpty()) {
        throw fault("gifts", value, "write at least: default: {coupon: 满50减5元优惠券, worth: 5}");
      }
      return gifts;
    }

    private Gift gift(String key, Object value) {
      Map<?, ?> gift = map(key, value, Set.of("points", "coupon", "amount", "worth"));
      long kinds = gift.keySet().stream().filter(kind -> !kind.equals("worth")).count();
      if (kinds != 1) {
        throw fault(key, value, "name exactly one of points, coupon, amount");
      }
      if (gift.containsKey("points")) {
        int points = count(key + ".points", gift.get("points"));
        BigDecimal worth =
            gift.containsKey("worth") ? money(key + ".worth", gift.get("worth")) : BigDecimal.ZERO;
        return new Gift(CompensationPromised.Kind.POINTS, Integer.toString(points), worth);
      }
      if (gift.containsKey("amount")) {
        BigDecimal amount = money(key + ".amount", gift.get("amount"));
        return new Gift(CompensationPromised.Kind.AMOUNT, amount.toPlainString(), amount);
      }
      if (!(gift.get("coupon") instanceof String coupon) || coupon.isBlank()) {
        throw fault(key + ".coupon", gift.get("coupon"), "write the coupon's name");
      }
      return new Gift(
          CompensationPromised.Kind.COUPON,
          coupon.strip(),
          money(key + ".worth", gift.get("worth")));
    }

    /** An empty set of names allows any. */
    private Map<?, ?> map(String key, Object value, Set<String> names) {
      if (!(value instanceof Map<?, ?> map)) {
        throw fault(key, value, "write " + (names.isEmpty() ? "level: gift" : names) + " below it");
      }
      map.keySet().stream()
          .filter(name -> !names.isEmpty() && !names.contains(String.valueOf(name)))
          .findFirst()
          .ifPresent(
              name -> {
                throw fault(
                    key.isEmpty() ? String.valueOf(name) : key + "." + name,
                    map.get(name),
                    "use only " + names);
              });
      return map;
    }

    private int count(String key, Object value) {
      if (value instanceof Integer count && count > 0) {
        return count;
      }
      throw fault(key, value, "write a whole number above 0");
    }

    private BigDecimal money(String key, Object value) {
      if (value instanceof Number || value instanceof String) {
        try {
          BigDecimal money = new BigDecimal(value.toString()).setScale(2);
          if (money.signum() > 0) {
            return money;
          }
        } catch (ArithmeticException | NumberFormatException e) {
          throw (IllegalStateException)
              fault(key, value, "write yuan, such as 5 or 5.50").initCause(e);
        }
      }
      throw fault(key, value, "write yuan above 0, such as 5 or 5.50");
    }

    private IllegalStateException fault(String key, Object value, String mend) {
      return new IllegalStateException(
          file
              + ": "
              + (key.isEmpty() ? "the file" : key)
              + (value == null ? " is missing" : " is " + value)
              + ". Mend: "
              + mend
              + ".");
    }
  }
}
