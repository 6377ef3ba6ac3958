package cn.huitouke.logistics;

import cn.huitouke.tracking.ParcelState;
import cn.huitouke.wording.Wording;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** A parcel in the words that templates take. */
@Component
class ParcelWords {

  /** Every name below; all of them are given to every template about a parcel. */
  static final Set<String> VARIABLES =
      Set.of(
          "title",
          "carrier",
          "number",
          "tail",
          "time",
          "text",
          "place",
          "asOf",
          "courierName",
          "courierPhone",
          "newNumber",
          "sentTime",
          "expectedDay",
          "expectedFrom",
          "expectedTo",
          "untraced",
          "unheard",
          "unasked",
          "created",
          "moving",
          "arrived",
          "delivering",
          "waiting",
          "signed",
          "signedByOther",
          "returning",
          "returned",
          "rejected",
          "exception",
          "forwarded",
          "customs",
          "cancelled",
          "unclear",
          "stalled",
          "late",
          "stuck",
          "misrouted",
          "undelivered",
          "unfetched",
          "morning");

  /** What a form is about, where the parcel's state does not say it. */
  private static final Set<String> OCCASIONS =
      Set.of("late", "stuck", "misrouted", "undelivered", "unfetched", "morning");

  private final Wording wording;
  private final ExpectedArrival arrival;
  private final Stalled stalled;
  private final ParcelSources sources;
  private final LogisticsSettings settings;
  private final SpokenTime spoken;

  ParcelWords(
      Wording wording,
      ExpectedArrival arrival,
      Stalled stalled,
      ParcelSources sources,
      LogisticsSettings settings) {
    this.sources = sources;
    this.wording = wording;
    this.arrival = arrival;
    this.stalled = stalled;
    this.settings = settings;
    this.spoken = new SpokenTime(settings.zone());
  }

  /** The whole answer about one parcel. */
  String tell(Parcel parcel, String title, Instant now) {
    Map<String, Object> values = values(parcel, title, now);
    return wording.say(template(values), values);
  }

  private static String template(Map<String, Object> values) {
    if (values.get("stalled").equals(true)) {
      return "parcel/stalled";
    }
    return Map.of(
            "untraced", "parcel/untraced",
            "delivering", "parcel/out-for-delivery",
            "waiting", "parcel/awaiting-pickup",
            "signed", "parcel/signed",
            "signedByOther", "parcel/signed-by-other")
        .entrySet()
        .stream()
        .filter(entry -> values.get(entry.getKey()).equals(true))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(troubled(values) ? "parcel/trouble" : "parcel/on-its-way");
  }

  private static boolean troubled(Map<String, Object> values) {
    return Set.of("returning", "returned", "rejected", "exception", "forwarded", "cancelled")
        .stream()
        .anyMatch(key -> values.get(key).equals(true));
  }

  /** What templates may use of a parcel. Strings that do not apply are empty, flags false. */
  Map<String, Object> values(Parcel parcel, String title, Instant now) {
    Map<String, Object> values = new HashMap<>();
    String number = parcel.waybill().number();
    values.put("title", title);
    values.put("carrier", Carriers.name(parcel.waybill().carrier()));
    values.put("number", number);
    values.put("tail", number.substring(number.length() - 4));
    values.put("time", parcel.latestAt().map(at -> spoken.at(at, now)).orElse(""));
    values.put("text", TraceText.brief(parcel.latestText()));
    values.put("place", parcel.latestPlace().replace(',', ' '));
    values.put("sentTime", parcel.shippedAt().map(at -> spoken.at(at, now)).orElse(""));
    values.put("asOf", asOf(parcel, now));
    values.put("newNumber", TraceText.newNumber(parcel.latestText()).orElse(""));
    courier(values, parcel);
    expected(values, parcel, now);
    OCCASIONS.forEach(occasion -> values.put(occasion, false));
    flags(values, parcel, now);
    return values;
  }

  private String asOf(Parcel parcel, Instant now) {
    return parcel.done() || parcel.known(settings.freshFor(), now)
        ? ""
        : parcel.reportedAt().map(at -> spoken.at(at, now)).orElse("");
  }

  private static void courier(Map<String, Object> values, Parcel parcel) {
    Optional<TraceText.Courier> courier =
        parcel.state() == ParcelState.OUT_FOR_DELIVERY
            ? TraceText.courier(parcel.latestText())
            : Optional.empty();
    values.put("courierName", courier.map(TraceText.Courier::name).orElse(""));
    values.put("courierPhone", courier.map(TraceText.Courier::phone).orElse(""));
  }

  private void expected(Map<String, Object> values, Parcel parcel, Instant now) {
    Optional<ExpectedArrival.Window> window = arrival.of(parcel, now);
    Optional<ExpectedArrival.Window> oneDay = window.filter(w -> w.from().equals(w.to()));
    Optional<ExpectedArrival.Window> days = window.filter(w -> !w.from().equals(w.to()));
    LocalDate today = spoken.today(now);
    if (days.filter(w -> w.from().equals(today) && w.to().equals(today.plusDays(1))).isPresent()) {
      values.put("expectedDay", "今明两天");
      values.put("expectedFrom", "");
      values.put("expectedTo", "");
      return;
    }
    values.put("expectedDay", oneDay.map(w -> spoken.day(w.from(), now)).orElse(""));
    values.put("expectedFrom", days.map(w -> spoken.day(w.from(), now)).orElse(""));
    values.put("expectedTo", days.map(w -> spoken.day(w.to(), now)).orElse(""));
  }

  private void flags(Map<String, Object> values, Parcel parcel, Instant now) {
    ParcelState state = parcel.state();
    boolean still = stalled.is(parcel, now);
    boolean traced = parcel.traced();
    values.put("stalled", still);
    values.put("untraced", !still && !traced);
    boolean asking = !sources.all().isEmpty();
    values.put("unheard", !still && !traced && parcel.reportedAt().isEmpty() && asking);
    values.put("unasked", !still && !traced && !asking);
    values.put("created", traced && state == ParcelState.CREATED);
    values.put("moving", state == ParcelState.COLLECTED || state == ParcelState.IN_TRANSIT);
    values.put("arrived", state == ParcelState.ARRIVED_CITY);
    values.put("delivering", state == ParcelState.OUT_FOR_DELIVERY);
    values.put("waiting", parcel.waiting());
    values.put(
        "signed",
        state == ParcelState.SIGNED || state == ParcelState.SIGNED_AT_STATION && parcel.fetched());
    values.put("signedByOther", state == ParcelState.SIGNED_BY_OTHER);
    values.put("returning", state == ParcelState.RETURNING);
    values.put("returned", state == ParcelState.RETURNED);
    values.put("rejected", state == ParcelState.REJECTED);
    values.put("exception", state == ParcelState.EXCEPTION);
    values.put("forwarded", state == ParcelState.FORWARDED);
    values.put("customs", state == ParcelState.CUSTOMS);
    values.put("cancelled", state == ParcelState.CANCELLED);
    values.put("unclear", traced && state == ParcelState.UNKNOWN);
  }

  /**
   * The same as a platform's form: short values, none empty.
   *
   * @param occasion a kind of notice, or {@code morning}
   */
  Map<String, String> form(Parcel parcel, String title, String occasion, Instant now) {
    Map<String, Object> values = values(parcel, title, now);
    if (OCCASIONS.contains(occasion)) {
      values.put(occasion, true);
    }
    String status = wording.say("parcel/form-status", values);
    return Map.of(
        "title", brief(title.isEmpty() ? (String) values.get("carrier") : title),
        "status", brief(status),
        "carrier", brief((String) values.get("carrier")),
        "place", brief(parcel.latestPlace().isEmpty() ? status : (String) values.get("place")),
        "time", spoken.plain(parcel.latestAt().or(parcel::shippedAt).orElse(now)),
        "number", parcel.waybill().number(),
        "arrival", brief(wording.say("parcel/form-arrival", values)),
        "remark", brief(wording.say("parcel/form-remark", values)));
  }

  /** Platforms refuse values of more than 20 characters. */
  static String brief(String text) {
    return text.codePointCount(0, text.length()) <= 20
        ? text
        : text.substring(0, text.offsetByCodePoints(0, 19)) + "…";
  }

  /** Whether something moved within this time. */
  static boolean moved(Parcel parcel, Duration within, Instant now) {
    return parcel.latestAt().filter(at -> at.isAfter(now.minus(within))).isPresent();
  }
}
