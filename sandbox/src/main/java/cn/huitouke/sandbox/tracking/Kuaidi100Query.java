package cn.huitouke.sandbox.tracking;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Journey.Step;
import cn.huitouke.sandbox.world.Parcels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** {@code /poll/query.do}. Guarded by the platform's lock. */
final class Kuaidi100Query {
  private static final Duration BETWEEN = Duration.ofMinutes(30);
  private static final Duration DAY = Duration.ofHours(24);
  private static final int A_DAY = 48;

  private final Kuaidi100Account account;
  private final Parcels parcels;
  private final InstantSource clock;
  private final Map<String, Asked> asked = new HashMap<>();

  /** How a number was asked for lately. */
  private static final class Asked {
    final Deque<Instant> calls = new ArrayDeque<>();
    Instant answered = Instant.EPOCH;
    Instant lockedUntil = Instant.EPOCH;
  }

  Kuaidi100Query(Kuaidi100Account account, Parcels parcels, InstantSource clock) {
    this.account = account;
    this.parcels = parcels;
    this.clock = clock;
  }

  Answer answer(Call call) {
    Map<String, String> form = call.form();
    String raw = form.getOrDefault("param", "");
    if (raw.isEmpty() || !account.customer().equals(form.get("customer"))) {
      return Kuaidi100Platform.no(raw.isEmpty() ? 500 : 400, raw.isEmpty() ? "没有POST参数" : "");
    }
    if (!signedRightly(form, raw)) {
      return Kuaidi100Platform.no(503);
    }
    JsonNode param = Json.read(raw);
    String carrier = Json.text(param, "com");
    String number = Json.text(param, "num");
    if (number.length() < 6 || number.length() > 32) {
      return Kuaidi100Platform.no(400, "提交数据不完整");
    }
    if (!Kuaidi100Codes.CARRIERS.containsKey(carrier)) {
      return Kuaidi100Platform.no(400, "找不到对应公司");
    }
    return look(param, carrier, number);
  }

  private Answer look(JsonNode param, String carrier, String number) {
    Asked before = asked.computeIfAbsent(carrier + " " + number, key -> new Asked());
    if (locked(before)) {
      return Kuaidi100Platform.no(504);
    }
    Optional<Journey> journey = parcels.find(carrier, number);
    if (!Kuaidi100Platform.phoneFits(journey, carrier, Json.text(param, "phone"))) {
      return Kuaidi100Platform.no(408);
    }
    before.answered = clock.instant();
    List<Step> steps = journey.map(known -> known.until(clock.instant())).orElse(List.of());
    if (journey.isEmpty() || steps.isEmpty()) {
      return Kuaidi100Platform.no(500);
    }
    boolean ascending = Json.text(param, "order").equals("asc");
    String depth = Json.text(param, "resultv2");
    return Answer.json(Kuaidi100Report.write(journey.get(), steps, depth, ascending));
  }

  /** Counts the call; whether the number is locked, or asked for again too soon. */
  private boolean locked(Asked before) {
    Instant now = clock.instant();
    Instant dayAgo = now.minus(DAY);
    before.calls.removeIf(at -> !at.isAfter(dayAgo));
    before.calls.add(now);
    if (before.calls.size() > A_DAY && !now.isBefore(before.lockedUntil)) {
      before.lockedUntil = now.plus(DAY);
    }
    return now.isBefore(before.lockedUntil) || now.isBefore(before.answered.plus(BETWEEN));
  }

  private boolean signedRightly(Map<String, String> form, String raw) {
    String algorithm = form.getOrDefault("signType", "MD5").equals("SHA256") ? "SHA-256" : "MD5";
    String sign = Digest.upper(algorithm, raw + account.key() + account.customer());
    return sign.equals(form.get("sign"));
  }
}
