package cn.huitouke.order;

import cn.huitouke.wording.Sayings;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The sentences of this module, for the check at start. */
@Configuration(proxyBeanMethods = false)
class OrderSayings {

  private static final Set<String> ORDERS =
      Set.of("orders", "number", "title", "hasMore", "more", "someWrong");

  static final Map<String, Set<String>> TEMPLATES =
      Map.of(
          "binding/ask-tail", Set.of(),
          "binding/which", Set.of(),
          "binding/not-matched", Set.of(),
          "binding/unknown-code", Set.of(),
          "binding/taken", Set.of(),
          "binding/locked", Set.of(),
          "binding/to-person", Set.of(),
          "binding/bound", ORDERS,
          "binding/already-yours", ORDERS,
          "binding/confirmed", ORDERS);

  @Bean
  Sayings bindingSayings() {
    return new Sayings("order", TEMPLATES);
  }
}
