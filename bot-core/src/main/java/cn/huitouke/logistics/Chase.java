package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.desk.Briefing;
import cn.huitouke.desk.Fact;
import cn.huitouke.wording.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What a person needs to see to a parcel in trouble: the facts, the telephone, and what to say. */
@Component
class Chase {

  /** What templates may use besides {@link ParcelWords#VARIABLES}. */
  static final Set<String> MORE = Set.of("orders", "hotline", "still", "chase", "promise");

  private final ParcelBook book;
  private final Audience audience;
  private final ParcelWords words;
  private final Wording wording;
  private final CompensationBook compensations;
  private final LogisticsSettings settings;

  Chase(
      ParcelBook book,
      Audience audience,
      ParcelWords words,
      Wording wording,
      CompensationBook compensations,
      LogisticsSettings settings) {
    this.book = book;
    this.audience = audience;
    this.words = words;
    this.wording = wording;
    this.compensations = compensations;
    this.settings = settings;
  }

  /** Whose it is, if it is one customer's. */
  Optional<CustomerId> customer(Parcel parcel) {
    return audience.of(parcel).stream().findFirst();
  }

  Briefing briefing(Parcel parcel, Alert alert, Instant now) {
    String carrier = parcel.waybill().carrier();
    Map<String, Object> values = new HashMap<>(words.values(parcel, "", now));
    List<String> orders = book.openOrders(parcel.id());
    values.put("orders", String.join("、", orders));
    values.put("hotline", settings.hotlines().getOrDefault(carrier, Carriers.hotline(carrier)));
    values.put("still", still(parcel, now));
    values.put("promise", compensations.find(parcel.id()).map(LatePromise::what).orElse(""));
    values.put("chase", "");
    String word = alert.notice().word();
    values.put("chase", wording.say("watch/" + word + "-chase", values));
    return new Briefing(
        wording.say("watch/" + word + "-title", values),
        wording.say("watch/detail", values),
        Map.of(
            Fact.ORDERS, String.join(", ", orders),
            Fact.CARRIER, carrier,
            Fact.WAYBILL, parcel.waybill().number(),
            Fact.HOTLINE, values.get("hotline").toString(),
            Fact.SINCE, since(parcel).toString(),
            Fact.LATEST, values.get("text").toString(),
            Fact.PROMISE, values.get("promise").toString(),
            Fact.CHASE, values.get("chase").toString()));
  }

  private static Instant since(Parcel parcel) {
    return parcel.latestAt().orElse(parcel.leftAt());
  }

  /** How many hours nothing has happened. */
  private static long still(Parcel parcel, Instant now) {
    return Duration.between(since(parcel), now).toHours();
  }
}
