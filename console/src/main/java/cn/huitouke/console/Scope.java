package cn.huitouke.console;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a token may be used for. */
enum Scope {
  ORDERS_READ,
  ORDERS_WRITE,
  CUSTOMERS_READ,
  MESSAGES_READ,
  EVENTS_READ,
  BROADCASTS_READ,
  BROADCASTS_WRITE;

  /** As it is written: {@code orders:write}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ':');
  }

  boolean writes() {
    return name().endsWith("_WRITE");
  }

  String authority() {
    return "SCOPE_" + word();
  }

  /** Those of these words that are scopes. */
  static Set<Scope> of(String... words) {
    Set<String> wanted = Set.copyOf(Arrays.asList(words));
    return Arrays.stream(values())
        .filter(scope -> wanted.contains(scope.word()))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
  }

  static Set<Scope> reading() {
    return Collections.unmodifiableSet(
        Arrays.stream(values())
            .filter(scope -> !scope.writes())
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class))));
  }
}
