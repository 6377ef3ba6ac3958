package cn.huitouke.sandbox.tracking;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.web.Platform;
import cn.huitouke.sandbox.web.Trouble;
import cn.huitouke.sandbox.web.Troubles;
import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Parcels;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The simulated KDNiao: one door, and the RequestType says what is wanted. Thread-safe. */
public final class KdNiaoPlatform implements Platform, AutoCloseable {
  private static final Set<String> FREE = Set.of("STO", "YTO", "HTKY", "HHTT");
  private static final int FREE_A_DAY = 500;

  private final Object lock = new Object();
  private final Troubles troubles = new Troubles();
  private final Postbox postbox =
      new Postbox(troubles, Duration.ofMinutes(30), "Success", "DataSign");
  private final Map<String, Integer> calls = new TreeMap<>();
  private final KdNiaoAccount account;
  private final Parcels parcels;
  private final InstantSource clock;
  private final KdNiaoWatching watching;
  private @Nullable LocalDate freeDay;
  private int freeToday;

  public KdNiaoPlatform(KdNiaoAccount account, Parcels parcels, InstantSource clock) {
    this.account = account;
    this.parcels = parcels;
    this.clock = clock;
    this.watching = new KdNiaoWatching(account, parcels, clock);
  }

  @Override
  public Answer answer(Call call) {
    synchronized (lock) {
      Map<String, String> form = call.form();
      String type = form.getOrDefault("RequestType", "");
      calls.merge(type, 1, Integer::sum);
      String data = form.getOrDefault("RequestData", "");
      if (!account.businessId().equals(form.get("EBusinessID"))) {
        return no("非法的用户ID");
      }
      if (!Digest.niao(data + account.appKey()).equals(form.get("DataSign"))) {
        return no("数据验签失败");
      }
      JsonNode ask = Json.read(data);
      return ask.isObject() ? answer(type, ask) : no("非法参数：RequestData");
    }
  }

  private Answer answer(String type, JsonNode ask) {
    return switch (type) {
      case "1002" -> free(ask);
      case "8001" -> look(ask, Json.text(ask, "ShipperCode"));
      case "8002" -> look(ask, guessed(ask));
      case "2002" -> recognise(ask);
      case "1008" -> watching.subscribe(ask, "101");
      case "8008" -> watching.subscribe(ask, "102");
      default -> no("非法参数：RequestType");
    };
  }

  private Answer free(JsonNode ask) {
    String shipper = Json.text(ask, "ShipperCode");
    if (!FREE.contains(shipper)) {
      return no("没有可用套餐");
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), Kuaidi100Report.CHINA);
    freeToday = today.equals(freeDay) ? freeToday + 1 : 1;
    freeDay = today;
    return freeToday > FREE_A_DAY ? no("超出当日查询次数限制") : look(ask, shipper);
  }

  private String guessed(JsonNode ask) {
    String given = Json.text(ask, "ShipperCode");
    return given.isEmpty()
        ? recognised(Json.text(ask, "LogisticCode")).findFirst().orElse("")
        : given;
  }

  private Answer look(JsonNode ask, String shipper) {
    String number = Json.text(ask, "LogisticCode");
    Optional<String> carrier = KdNiaoReport.carrier(shipper);
    if (carrier.isEmpty() || number.isEmpty()) {
      return no(carrier.isEmpty() ? "非法参数：ShipperCode" : "非法参数：LogisticCode");
    }
    Optional<Journey> journey = parcels.find(carrier.get(), number);
    String tail = Json.text(ask, "CustomerName");
    if (shipper.equals("SF")
        && (tail.length() != 4 || !Kuaidi100Platform.phoneFits(journey, carrier.get(), tail))) {
      return no("CustomerName 手机号后四位不正确");
    }
    var steps = KdNiaoReport.steps(journey, clock.instant());
    String order = Json.text(ask, "OrderCode");
    return Answer.json(KdNiaoReport.write(account.businessId(), shipper, number, order, steps));
  }

  private Answer recognise(JsonNode ask) {
    String number = Json.text(ask, "LogisticCode");
    ObjectNode answer =
        Json.object()
            .put("EBusinessID", account.businessId())
            .put("LogisticCode", number)
            .put("Success", true)
            .put("Code", 100);
    ArrayNode shippers = answer.putArray("Shippers");
    recognised(number)
        .forEach(
            code ->
                shippers
                    .addObject()
                    .put("ShipperCode", code)
                    .put("ShipperName", Kuaidi100Codes.CARRIERS.getOrDefault(carrier(code), code)));
    return Answer.json(answer);
  }

  private static String carrier(String code) {
    return KdNiaoReport.carrier(code).orElse("");
  }

  private Stream<String> recognised(String number) {
    return Detection.candidates(number, parcels).stream()
        .map(KdNiaoReport::shipperCode)
        .flatMap(Optional::stream);
  }

  @Override
  public Answer refuse(Call call, int code) {
    return no("系统错误 " + code);
  }

  private Answer no(String reason) {
    return no(account, reason);
  }

  static Answer no(KdNiaoAccount account, String reason) {
    ObjectNode answer =
        Json.object()
            .put("EBusinessID", account.businessId())
            .put("Success", false)
            .put("Reason", reason);
    answer.putArray("Traces");
    return Answer.json(answer);
  }

  /** Pushes everything that is due by now; returns when it was answered. */
  public void advance() {
    postbox.post(locked(watching::due), clock.instant());
  }

  /** When {@link #advance()} has something to do next, if nothing else happens. */
  public Optional<Instant> nextDue() {
    return Stream.of(locked(watching::nextDue), postbox.nextAttempt())
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /** Posts pushes to another URL from now on. */
  public void pushTo(URI url) {
    synchronized (lock) {
      watching.pushTo(url);
    }
  }

  /** Puts trouble ahead; for pushes the path is the waybill number. */
  public void trouble(Trouble trouble) {
    troubles.add(trouble);
  }

  public Troubles troubles() {
    return troubles;
  }

  /** Every attempt to push, oldest first. */
  public List<Push> pushes() {
    return postbox.pushes();
  }

  /** How often each RequestType was called. */
  public Map<String, Integer> calls() {
    return locked(() -> Map.copyOf(calls));
  }

  /** The whole ledger, by name of its parts. */
  public Map<String, Object> everything() {
    return Map.of("pushes", pushes(), "calls", calls());
  }

  private <T> T locked(Supplier<T> question) {
    synchronized (lock) {
      return question.get();
    }
  }

  @Override
  public void close() {
    postbox.close();
  }
}
