package cn.huitouke.sandbox.tracking;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Journey.Step;
import cn.huitouke.sandbox.world.Parcels;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** {@code /poll}: what is watched, and which pushes are due. Guarded by the platform's lock. */
final class Kuaidi100Watching {
  private static final Duration FIRST_PUSH = Duration.ofMinutes(15);
  private static final Duration REST = Duration.ofMinutes(30);
  private static final Duration NO_RECORD = Duration.ofDays(3);
  private static final Duration NO_CHANGE = Duration.ofDays(60);
  private static final int A_MONTH = 4;

  private final Kuaidi100Account account;
  private final Parcels parcels;
  private final InstantSource clock;
  private final Map<String, Watch> watches = new LinkedHashMap<>();

  /** Those that were open when last looked at, in the order in which they were subscribed. */
  private final Set<Watch> open = new LinkedHashSet<>();

  private boolean keyExpired;

  Kuaidi100Watching(Kuaidi100Account account, Parcels parcels, InstantSource clock) {
    this.account = account;
    this.parcels = parcels;
    this.clock = clock;
  }

  void expireKey(boolean expired) {
    keyExpired = expired;
  }

  Answer subscribe(Call call) {
    Map<String, String> form = call.form();
    JsonNode ask = Json.read(form.getOrDefault("param", ""));
    JsonNode more = ask.path("parameters");
    if (!"json".equals(form.get("schema")) || !ask.isObject()) {
      return Kuaidi100Platform.no(700);
    }
    if (!account.key().equals(Json.text(ask, "key"))) {
      return Kuaidi100Platform.no(600);
    }
    if (keyExpired) {
      return Kuaidi100Platform.no(601);
    }
    String number = Json.text(ask, "number");
    String url = Json.text(more, "callbackurl");
    boolean detect = Json.text(more, "autoCom").equals("1");
    String given = Json.text(ask, "company");
    // Only http is posted to, unless one asks for more.
    if (number.length() < 6 || !url.startsWith("http://") || (detect && !given.isEmpty())) {
      return Kuaidi100Platform.no(700);
    }
    String carrier = detect ? detected(number) : given;
    if (carrier.isEmpty()) {
      return Kuaidi100Platform.no(702);
    }
    return Kuaidi100Codes.CARRIERS.containsKey(carrier)
        ? watch(carrier, number, URI.create(url), more)
        : Kuaidi100Platform.no(701);
  }

  private Answer watch(String carrier, String number, URI url, JsonNode more) {
    Optional<Journey> journey = parcels.find(carrier, number);
    if (!Kuaidi100Platform.phoneFits(journey, carrier, Json.text(more, "phone"))) {
      return Kuaidi100Platform.no(408);
    }
    Instant now = clock.instant();
    String key = carrier + " " + number;
    Watch watch = watches.computeIfAbsent(key, k -> new Watch(carrier, number, url, now));
    boolean known = !watch.subscribed.isEmpty();
    if (known && (watch.open || now.isBefore(watch.ended.plus(REST)))) {
      return Kuaidi100Platform.no(501);
    }
    if (inThisMonth(watch, now) >= A_MONTH) {
      return Kuaidi100Platform.no(500, "同一单号每月最多订阅4次");
    }
    watch.url = url;
    watch.salt = more.has("salt") ? Optional.of(Json.text(more, "salt")) : Optional.empty();
    watch.resultv2 = Json.text(more, "resultv2");
    watch.begin(now);
    open.add(watch);
    return Kuaidi100Platform.yes("提交成功");
  }

  private static long inThisMonth(Watch watch, Instant now) {
    YearMonth month = month(now);
    return watch.subscribed.stream().filter(at -> month(at).equals(month)).count();
  }

  private static YearMonth month(Instant at) {
    return YearMonth.from(at.atZone(Kuaidi100Report.CHINA));
  }

  private String detected(String number) {
    return Detection.candidates(number, parcels).stream().findFirst().orElse("");
  }

  /** Takes the pushes that are due now. */
  List<Letter> due() {
    List<Letter> letters = new ArrayList<>();
    Instant now = clock.instant();
    for (Watch watch : stillOpen()) {
      if (!now.isBefore(watch.since.plus(FIRST_PUSH))) {
        letters.addAll(due(watch, now));
      }
    }
    return letters;
  }

  private List<Letter> due(Watch watch, Instant now) {
    Optional<Journey> journey = parcels.find(watch.carrier, watch.number);
    List<Step> steps = journey.map(known -> known.until(now)).orElse(List.of());
    if (journey.isPresent() && steps.size() > watch.shown) {
      watch.shown = steps.size();
      watch.changed = now;
      boolean last = Kuaidi100Codes.last(steps.getLast().kuaidi100());
      if (last) {
        watch.end(now);
      }
      var push = new Kuaidi100Push(watch, journey.get(), steps);
      return List.of(push.letter(last ? "shutdown" : "polling", now));
    }
    if (watch.shown == 0 && !now.isBefore(watch.since.plus(NO_RECORD))) {
      watch.end(now);
      return gaveUp(watch, now);
    }
    if (now.isBefore(watch.changed.plus(NO_CHANGE))) {
      return List.of();
    }
    watch.end(now);
    return journey
        .map(known -> List.of(new Kuaidi100Push(watch, known, steps).letter("abort", now)))
        .orElse(List.of());
  }

  /** Nothing in three days: another carrier's parcel, or none. */
  private List<Letter> gaveUp(Watch watch, Instant now) {
    Optional<Journey> other =
        parcels.all().stream()
            .filter(journey -> journey.number().equals(watch.number))
            .filter(journey -> !journey.until(now).isEmpty())
            .findFirst();
    Letter abort = Kuaidi100Push.nothing(watch, other.map(Journey::carrier).orElse(""), now);
    return other
        .map(found -> List.of(Kuaidi100Push.corrected(watch, found, now), abort))
        .orElseGet(() -> List.of(abort));
  }

  /** One more push of what is known, in an odd shape. */
  Letter odd(String number, Oddity oddity) {
    Watch watch =
        watches.values().stream()
            .filter(known -> known.number.equals(number))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(number + " is not watched"));
    Journey journey =
        parcels
            .find(watch.carrier, number)
            .orElseThrow(() -> new IllegalArgumentException(number + " is not known"));
    List<Step> steps = journey.until(clock.instant());
    if (steps.isEmpty()) {
      throw new IllegalArgumentException(number + " has not begun to move");
    }
    return new Kuaidi100Push(watch, journey, steps).odd(oddity, clock.instant());
  }

  /** However many have ended over the years. */
  private List<Watch> stillOpen() {
    open.removeIf(watch -> !watch.open);
    return List.copyOf(open);
  }

  /** When the next push falls due, if nothing else happens. */
  Optional<Instant> nextDue() {
    return stillOpen().stream().flatMap(this::nextDue).min(Instant::compareTo);
  }

  private Stream<Instant> nextDue(Watch watch) {
    Instant first = watch.since.plus(FIRST_PUSH);
    Stream<Instant> step =
        parcels.find(watch.carrier, watch.number).map(Journey::steps).orElse(List.of()).stream()
            .skip(watch.shown)
            .limit(1)
            .map(Step::at)
            .map(at -> at.isBefore(first) ? first : at);
    Duration patience = watch.shown == 0 ? NO_RECORD : NO_CHANGE;
    return Stream.concat(step, Stream.of(watch.changed.plus(patience)));
  }
}
