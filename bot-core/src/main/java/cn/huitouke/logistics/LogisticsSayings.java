package cn.huitouke.logistics;

import cn.huitouke.wording.Sayings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this module says, for the check at the start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LogisticsSettings.class)
class LogisticsSayings {

  private static final List<String> ABOUT_A_PARCEL =
      List.of(
          "untraced",
          "on-its-way",
          "out-for-delivery",
          "awaiting-pickup",
          "signed",
          "signed-in-hand",
          "signed-by-other",
          "trouble",
          "stalled",
          "guest",
          "form-status",
          "form-remark",
          "form-arrival",
          "notice-shipped",
          "notice-out-for-delivery",
          "notice-awaiting-pickup",
          "notice-signed",
          "notice-exception",
          "notice-rejected",
          "notice-returning",
          "notice-misrouted",
          "notice-stuck",
          "notice-undelivered",
          "notice-unfetched");

  private static final List<String> PLAIN =
      List.of(
          "ask-order",
          "ask-order-again",
          "enough",
          "feel-urge-ship",
          "feel-urge-deliver",
          "feel-delay-complaint");

  @Bean
  Sayings parcelSayings() {
    return sayings();
  }

  static Sayings sayings() {
    Map<String, Set<String>> templates = new HashMap<>();
    ABOUT_A_PARCEL.forEach(name -> templates.put("parcel/" + name, ParcelWords.VARIABLES));
    PLAIN.forEach(name -> templates.put("parcel/" + name, Set.of()));
    templates.put("parcel/notice-found", Set.of("answer"));
    // Asked of a stranger too, of whose parcel nothing but the carrier is given.
    templates.put("parcel/ask-tail", Set.of("carrier"));
    templates.put("parcel/wrong-tail", Set.of("carrier"));
    templates.put("parcel/unknown-number", Set.of("number"));
    templates.put("parcel/which-carrier", Set.of("number", "carriers"));
    templates.put("parcel/not-shipped", ParcelAnswers.ORDER_VARIABLES);
    Set<String> several = new HashSet<>(ParcelWords.VARIABLES);
    several.addAll(ParcelAnswers.ORDER_VARIABLES);
    several.addAll(Set.of("count", "parcels", "position", "sent"));
    templates.put("parcel/several", several);
    Set<String> digest = new HashSet<>(ParcelWords.VARIABLES);
    digest.addAll(Set.of("count", "several", "more", "asOf", "today", "parcels", "moved"));
    templates.put("parcel/digest", digest);
    templates.put("parcel/form-title-several", digest);
    Set<String> late = new HashSet<>(ParcelWords.VARIABLES);
    late.addAll(LatePromise.VARIABLES);
    templates.put("parcel/notice-late", late);
    forOperators(templates);
    return new Sayings("logistics", templates);
  }

  private static void forOperators(Map<String, Set<String>> templates) {
    Set<String> chase = new HashSet<>(ParcelWords.VARIABLES);
    chase.addAll(Chase.MORE);
    Stream.of(Alert.values())
        .filter(Alert::task)
        .map(alert -> "watch/" + alert.notice().word())
        .forEach(
            name -> {
              templates.put(name + "-title", chase);
              templates.put(name + "-chase", chase);
            });
    templates.put("watch/detail", chase);
    Set<String> unshipped = Set.of("several", "count", "orders", "title", "paidTime", "hours");
    templates.put("watch/not-shipped-title", unshipped);
    templates.put("watch/not-shipped-detail", unshipped);
    for (String forecast : List.of("digest-short", "digest-old-facts")) {
      templates.put("watch/" + forecast + "-title", Set.of("day", "planned", "few"));
      templates.put("watch/" + forecast + "-detail", Set.of("day", "planned", "few"));
    }
    Set<String> waybill = Set.of("carrier", "number", "often", "times", "orders");
    templates.put("watch/check-waybill-title", waybill);
    templates.put("watch/check-waybill-detail", waybill);
    Set<String> urged = Set.of("ship", "deliver", "delay", "orders");
    templates.put("watch/urged-title", urged);
    templates.put("watch/urged-detail", urged);
    Set<String> missed = Set.of("day", "planned", "accepted", "late", "few");
    templates.put("watch/digest-missed-title", missed);
    templates.put("watch/digest-missed-detail", missed);
  }
}
