package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Json;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Access tokens, of the plain and of the stable kind; the two know nothing of each other. */
final class Tokens {
  private static final Duration LIFE = Duration.ofSeconds(7200);
  private static final Duration OVERLAP = Duration.ofMinutes(5);
  private static final Duration BETWEEN_FORCED = Duration.ofSeconds(30);
  private static final int FORCED_A_DAY = 20;
  private static final Pattern SHAPE = Pattern.compile("\\d{2}_[A-Za-z0-9_-]{100,}");
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final WeChatAccount account;
  private final InstantSource clock;
  private final Map<String, Instant> validUntil = new HashMap<>();
  private String plain = "";
  private String stable = "";
  private Instant forcedAt = Instant.EPOCH;
  private @Nullable LocalDate forcedDay;
  private int forcedToday;

  Tokens(WeChatAccount account, InstantSource clock) {
    this.account = account;
    this.clock = clock;
  }

  /** {@code GET /cgi-bin/token}: always a new one; the one before lives five minutes more. */
  Answer plain(String grant, String appId, String secret) {
    int refusal = check(grant, appId, secret);
    if (refusal != 0) {
      return Errors.of(refusal);
    }
    shorten(plain);
    plain = issue();
    return given(plain);
  }

  /** {@code POST /cgi-bin/stable_token}: the same one until its last five minutes. */
  Answer stable(JsonNode ask) {
    int refusal =
        check(Json.text(ask, "grant_type"), Json.text(ask, "appid"), Json.text(ask, "secret"));
    if (refusal != 0) {
      return Errors.of(refusal);
    }
    if (ask.path("force_refresh").asBoolean(false)) {
      return forced();
    }
    Instant until = validUntil.getOrDefault(stable, Instant.EPOCH);
    if (!clock.instant().isBefore(until.minus(OVERLAP))) {
      stable = issue();
    }
    return given(stable);
  }

  private Answer forced() {
    Instant now = clock.instant();
    LocalDate today = LocalDate.ofInstant(now, CHINA);
    if (!today.equals(forcedDay)) {
      forcedDay = today;
      forcedToday = 0;
    }
    if (forcedToday >= FORCED_A_DAY) {
      return Errors.of(45009);
    }
    if (now.isBefore(forcedAt.plus(BETWEEN_FORCED))) {
      return Errors.of(45011);
    }
    forcedAt = now;
    forcedToday++;
    validUntil.replace(stable, now);
    stable = issue();
    return given(stable);
  }

  /** {@code /cgi-bin/ticket/getticket}: what pages are signed with. */
  Answer ticket(String type) {
    if (!type.equals("jsapi") && !type.equals("wx_card")) {
      return Errors.of(40097, "invalid args");
    }
    byte[] random = new byte[64];
    RANDOM.nextBytes(random);
    String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    return Answer.json(Errors.fine().put("ticket", ticket).put("expires_in", LIFE.toSeconds()));
  }

  /** 0, or why this token does not do. */
  int check(String token) {
    if (token.isEmpty()) {
      return 41001;
    }
    Instant until = validUntil.get(token);
    if (until == null) {
      return SHAPE.matcher(token).matches() ? 40001 : 40014;
    }
    return clock.instant().isBefore(until) ? 0 : 42001;
  }

  void revoke() {
    validUntil.clear();
    plain = "";
    stable = "";
  }

  private int check(String grant, String appId, String secret) {
    if (!grant.equals("client_credential")) {
      return 40002;
    }
    if (!appId.equals(account.appId())) {
      return 40013;
    }
    return secret.equals(account.secret()) ? 0 : 40125;
  }

  private String issue() {
    byte[] random = new byte[99];
    RANDOM.nextBytes(random);
    String token = "57_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    validUntil.put(token, clock.instant().plus(LIFE));
    return token;
  }

  private void shorten(String token) {
    Instant soon = clock.instant().plus(OVERLAP);
    validUntil.computeIfPresent(token, (same, until) -> until.isBefore(soon) ? until : soon);
  }

  private Answer given(String token) {
    Instant until = validUntil.getOrDefault(token, clock.instant());
    long left = Duration.between(clock.instant(), until).toSeconds();
    return Answer.json(Json.object().put("access_token", token).put("expires_in", left));
  }
}
