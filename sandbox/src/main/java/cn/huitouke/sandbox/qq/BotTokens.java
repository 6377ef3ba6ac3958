package cn.huitouke.sandbox.qq;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** {@code getAppAccessToken}: the same token until its last minute; failures come with status 200. */
final class BotTokens {
  private static final Duration LIFE = Duration.ofSeconds(7200);
  private static final Duration OVERLAP = Duration.ofSeconds(60);

  private final BotAccount account;
  private final InstantSource clock;
  private final Map<String, Instant> until = new HashMap<>();
  private String current = "";
  private int issued;

  BotTokens(BotAccount account, InstantSource clock) {
    this.account = account;
    this.clock = clock;
  }

  Answer give(JsonNode ask) {
    if (!Json.text(ask, "appId").equals(account.appId())) {
      return refused(100007, "appid invalid");
    }
    if (!Json.text(ask, "clientSecret").equals(account.secret())) {
      return refused(100016, "invalid appid or secret");
    }
    Instant end = until.getOrDefault(current, Instant.EPOCH);
    if (!clock.instant().isBefore(end.minus(OVERLAP))) {
      current = "qqToken-" + UUID.randomUUID().toString().replace("-", "");
      until.put(current, clock.instant().plus(LIFE));
      issued++;
    }
    long left = Duration.between(clock.instant(), until.get(current)).toSeconds();
    // Documented as a number, sent as a string.
    return Answer.json(
        Json.object().put("access_token", current).put("expires_in", Long.toString(left)));
  }

  private static Answer refused(int code, String words) {
    return Answer.json(Json.object().put("code", code).put("message", words));
  }

  boolean knows(String authorization) {
    String token = authorization.startsWith("QQBot ") ? authorization.substring(6) : "";
    return clock.instant().isBefore(until.getOrDefault(token, Instant.EPOCH));
  }

  void revoke() {
    until.clear();
    current = "";
  }

  int issued() {
    return issued;
  }
}
