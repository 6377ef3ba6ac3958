package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a customer was promised because a parcel is late. */
record LatePromise(
    CustomerId customer,
    String level,
    CompensationPromised.Kind kind,
    String what,
    BigDecimal worth) {

  /** What the letter may use: exactly one of them is not empty where something was promised. */
  static final Set<String> VARIABLES = Set.of("points", "coupon", "amount");

  static Map<String, Object> words(Optional<LatePromise> promise) {
    Map<String, Object> words = new HashMap<>();
    VARIABLES.forEach(name -> words.put(name, ""));
    promise.ifPresent(it -> words.put(it.kind().name().toLowerCase(Locale.ROOT), it.what()));
    return words;
  }
}
