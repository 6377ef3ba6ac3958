package cn.huitouke.care;

import cn.huitouke.delivery.Levels;
import cn.huitouke.wording.Sayings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The plans, and what this module says, for the check at the start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CareSettings.class)
class CareAssembly {

  private static final Set<String> OF_A_CASE =
      Set.of("thing", "words", "order", "hours", "photo", "days", "customer");

  @Bean
  Plans carePlans(
      CareSettings settings,
      ObjectProvider<Levels> levels,
      @Value("${huitouke.templates:./templates}") String templates) {
    return new Plans(
        Path.of(settings.plans()),
        template -> isTemplate(Path.of(templates), template),
        settings.holdOut(),
        levels.getIfAvailable() != null);
  }

  static boolean isTemplate(Path folder, String template) {
    String file = "zh/" + template + ".mustache";
    return Files.isRegularFile(folder.resolve(file))
        || CareAssembly.class.getResource("/templates/" + file) != null;
  }

  @Bean
  CareAnswers.PurchaseOwners purchaseOwners(JdbcClient jdbc) {
    return customer ->
        jdbc.sql("SELECT EXISTS (SELECT 1 FROM care.purchase WHERE customer = ?)")
            .param(customer.value())
            .query(Boolean.class)
            .single();
  }

  @Bean
  Sayings careSayings(Plans plans) {
    return sayings(plans);
  }

  static Sayings sayings(Plans plans) {
    Map<String, Set<String>> templates = new HashMap<>();
    for (Plan plan : plans.all()) {
      templates.put(plan.say(), CareWords.VARIABLES);
      plan.tips().forEach(tip -> templates.put(tip.say(), CareWords.VARIABLES));
    }
    templates.put("care/ask-credit", Set.of("link", "thing"));
    Set<String> thing = Set.of("thing");
    for (String answer : new String[] {"good", "fine", "later", "photo", "noted"}) {
      templates.put("care/answer-" + answer, thing);
    }
    Set<String> bad = Set.of("thing", "hours", "back");
    templates.put("care/answer-bad", bad);
    templates.put("care/answer-return", bad);
    templates.put("care/answer-bad-again", bad);
    templates.put("care/choice-good", Set.of());
    templates.put("care/choice-bad", Set.of());
    templates.put("care/birthday-noted", Set.of("month", "day", "lunar"));
    templates.put("care/birthday-forgotten", Set.of());
    for (String task : new String[] {"case", "silence", "overdue"}) {
      templates.put("care/desk-" + task, OF_A_CASE);
      templates.put("care/desk-" + task + "-detail", OF_A_CASE);
    }
    return new Sayings("care", templates);
  }
}
