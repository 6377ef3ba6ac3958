package cn.huitouke.sandbox.tracking;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Journey.Step;
import cn.huitouke.sandbox.world.Parcels;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What KDNiao watches; it pushes several parcels in one letter. Guarded by the platform's lock. */
final class KdNiaoWatching {
  private static final Duration NO_RECORD = Duration.ofDays(3);
  private static final Duration NO_CHANGE = Duration.ofDays(7);

  private final KdNiaoAccount account;
  private final Parcels parcels;
  private final InstantSource clock;
  private final Map<String, Watched> watched = new LinkedHashMap<>();
  private URI url;

  KdNiaoWatching(KdNiaoAccount account, Parcels parcels, InstantSource clock) {
    this.account = account;
    this.parcels = parcels;
    this.clock = clock;
    this.url = account.pushUrl();
  }

  /** One subscription: whose, what is sent along, and how far it was told. */
  private record Watched(
      String shipper,
      String number,
      String order,
      String callBack,
      String type,
      int shown,
      Instant changed) {

    Watched told(int steps, Instant now) {
      return new Watched(shipper, number, order, callBack, type, steps, now);
    }

    String carrier() {
      return KdNiaoReport.carrier(shipper).orElse("");
    }

    Duration patience() {
      return shown == 0 ? NO_RECORD : NO_CHANGE;
    }
  }

  void pushTo(URI other) {
    url = other;
  }

  Answer subscribe(JsonNode ask, String pushType) {
    String shipper = Json.text(ask, "ShipperCode");
    String number = Json.text(ask, "LogisticCode");
    Optional<String> carrier = KdNiaoReport.carrier(shipper);
    if (carrier.isEmpty() || number.isEmpty()) {
      return KdNiaoPlatform.no(account, "非法参数：ShipperCode");
    }
    String tail = Json.text(ask, "CustomerName");
    Optional<Journey> journey = parcels.find(carrier.get(), number);
    if (shipper.equals("SF") && !Kuaidi100Platform.phoneFits(journey, carrier.get(), tail)) {
      return KdNiaoPlatform.no(account, "CustomerName 手机号后四位不正确");
    }
    Watched fresh =
        new Watched(
            shipper,
            number,
            Json.text(ask, "OrderCode"),
            Json.text(ask, "CallBack"),
            pushType,
            0,
            clock.instant());
    watched.putIfAbsent(shipper + " " + number, fresh);
    return Answer.json(
        Json.object()
            .put("EBusinessID", account.businessId())
            .put("UpdateTime", Kuaidi100Report.SECOND.format(clock.instant()))
            .put("Success", true)
            .put("Reason", ""));
  }

  /** Takes the pushes that are due now: one letter a type. */
  List<Letter> due() {
    Instant now = clock.instant();
    Map<String, List<ObjectNode>> news = new LinkedHashMap<>();
    for (var entry : List.copyOf(watched.entrySet())) {
      report(entry.getKey(), entry.getValue(), now)
          .ifPresent(
              report ->
                  news.computeIfAbsent(entry.getValue().type(), type -> new ArrayList<>())
                      .add(report));
    }
    return news.entrySet().stream()
        .map(type -> letter(type.getKey(), type.getValue(), now))
        .toList();
  }

  private Optional<ObjectNode> report(String key, Watched watch, Instant now) {
    List<Step> steps = KdNiaoReport.steps(parcels.find(watch.carrier(), watch.number()), now);
    boolean news = steps.size() > watch.shown();
    if (!news && now.isBefore(watch.changed().plus(watch.patience()))) {
      return Optional.empty();
    }
    ObjectNode report =
        KdNiaoReport.write(
            account.businessId(), watch.shipper(), watch.number(), watch.order(), steps);
    report.put("CallBack", watch.callBack());
    if (!news) {
      report.put("Success", false).put("Reason", watch.shown() == 0 ? "三天无轨迹" : "七天无变化");
    }
    if (!news || steps.getLast().kdniao().startsWith("3")) {
      watched.remove(key);
    } else {
      watched.put(key, watch.told(steps.size(), now));
    }
    return Optional.of(report);
  }

  private Letter letter(String type, List<ObjectNode> reports, Instant now) {
    ObjectNode data =
        Json.object()
            .put("EBusinessID", account.businessId())
            .put("PushTime", Kuaidi100Report.SECOND.format(now))
            .put("Count", Integer.toString(reports.size()));
    ArrayNode list = data.putArray("Data");
    reports.forEach(list::add);
    String text = Json.write(data);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("RequestData", text);
    form.put("RequestType", type);
    form.put("DataSign", Digest.niao(text + account.appKey()));
    String first = Json.text(reports.getFirst(), "LogisticCode");
    return new Letter(first, type, url, form, now);
  }

  /** When the next push falls due, if nothing else happens. */
  Optional<Instant> nextDue() {
    return watched.values().stream().map(this::nextDue).min(Instant::compareTo);
  }

  private Instant nextDue(Watched watch) {
    Instant patience = watch.changed().plus(watch.patience());
    return parcels
        .find(watch.carrier(), watch.number())
        .map(Journey::steps)
        .orElse(List.of())
        .stream()
        .skip(watch.shown())
        .findFirst()
        .map(Step::at)
        .filter(at -> at.isBefore(patience))
        .orElse(patience);
  }
}
