package cn.huitouke.sandbox.tracking;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.web.Platform;
import cn.huitouke.sandbox.web.Trouble;
import cn.huitouke.sandbox.web.Troubles;
import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Parcels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The simulated Kuaidi100. Thread-safe. */
public final class Kuaidi100Platform implements Platform, AutoCloseable {
  private static final Map<Integer, String> WORDS =
      Map.of(
          400, "提交数据不完整",
          408, "快递公司参数异常：验证码错误",
          500, "查询无结果，请隔段时间再查",
          501, "重复订阅",
          503, "验证签名失败",
          504, "查询过于频繁，单号已锁定",
          600, "您不是合法的订阅者",
          601, "POLL:KEY已过期",
          701, "拒绝订阅的快递公司",
          702, "识别不到该单号对应的快递公司");

  private final Object lock = new Object();
  private final Troubles troubles = new Troubles();
  private final Postbox postbox = new Postbox(troubles, Duration.ofMinutes(35), "result", "sign");
  private final Map<String, Integer> calls = new TreeMap<>();
  private final Kuaidi100Account account;
  private final Parcels parcels;
  private final InstantSource clock;
  private final Kuaidi100Query query;
  private final Kuaidi100Watching watching;

  public Kuaidi100Platform(Kuaidi100Account account, Parcels parcels, InstantSource clock) {
    this.account = account;
    this.parcels = parcels;
    this.clock = clock;
    this.query = new Kuaidi100Query(account, parcels, clock);
    this.watching = new Kuaidi100Watching(account, parcels, clock);
  }

  @Override
  public Answer answer(Call call) {
    synchronized (lock) {
      calls.merge(call.path(), 1, Integer::sum);
      return switch (call.path()) {
        case "/poll/query.do" -> query.answer(call);
        case "/poll" -> watching.subscribe(call);
        case "/autonumber/auto" -> detect(call);
        default -> Answer.html(404, "<html><body>404</body></html>");
      };
    }
  }

  @Override
  public Answer refuse(Call call, int code) {
    synchronized (lock) {
      calls.merge(call.path(), 1, Integer::sum);
    }
    return no(code);
  }

  private Answer detect(Call call) {
    String key = call.query("key");
    if (key.isEmpty()) {
      return no(701, "key缺失");
    }
    if (!key.equals(account.key())) {
      return no(601);
    }
    String number = call.query("num");
    if (!number.matches("[A-Za-z0-9-]{6,32}")) {
      return no(201, "单号不合法");
    }
    ArrayNode found = JsonNodeFactory.instance.arrayNode();
    for (String carrier : Detection.candidates(number, parcels)) {
      found
          .addObject()
          .put("lengthPre", number.length())
          .put("comCode", carrier)
          .put("name", Kuaidi100Codes.CARRIERS.getOrDefault(carrier, carrier));
    }
    return Answer.json(found);
  }

  /** Pushes everything that is due by now; returns when all were answered. */
  public void advance() {
    postbox.post(locked(watching::due), clock.instant());
  }

  /** When {@link #advance()} has something to do next, if nothing else happens. */
  public Optional<Instant> nextDue() {
    return Stream.of(locked(watching::nextDue), postbox.nextAttempt())
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /**
   * Pushes once more what is known of a watched number, oddly; returns when it was answered.
   *
   * @throws IllegalArgumentException when nobody watches it, or it does not move yet
   */
  public void push(String number, Oddity oddity) {
    postbox.post(List.of(locked(() -> watching.odd(number, oddity))), clock.instant());
  }

  /** The key expires, or is paid for again. */
  public void expireKey(boolean expired) {
    synchronized (lock) {
      watching.expireKey(expired);
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

  /** How often each path was called. */
  public Map<String, Integer> calls() {
    return locked(() -> Map.copyOf(calls));
  }

  /** The whole ledger, by name of its parts. */
  public Map<String, Object> everything() {
    return Map.of("pushes", pushes(), "calls", calls());
  }

  static Answer yes(String message) {
    return Answer.json(
        Json.object().put("result", true).put("returnCode", "200").put("message", message));
  }

  static Answer no(int code) {
    return no(code, "");
  }

  static Answer no(int code, String message) {
    return Answer.json(
        Json.object()
            .put("result", false)
            .put("returnCode", Integer.toString(code))
            .put("message", message.isEmpty() ? WORDS.getOrDefault(code, "服务器错误") : message));
  }

  /** Whether the phone is one that the carrier accepts for this parcel. */
  static boolean phoneFits(Optional<Journey> journey, String carrier, String phone) {
    return !Kuaidi100Codes.ASK_PHONE.contains(carrier)
        || (phone.length() >= 4
            && journey.flatMap(Journey::phoneTail).map(phone::endsWith).orElse(true));
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
