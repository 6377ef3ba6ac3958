package cn.huitouke.sandbox.wecom;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** {@code gettoken}: the same token as long as it lives. */
final class KfTokens {
  private static final Duration LIFE = Duration.ofSeconds(7200);

  private final KfAccount account;
  private final InstantSource clock;
  private final Map<String, Instant> until = new HashMap<>();
  private String current = "";
  private int issued;

  KfTokens(KfAccount account, InstantSource clock) {
    this.account = account;
    this.clock = clock;
  }

  Answer give(String corpId, String secret) {
    if (!corpId.equals(account.corpId())) {
      return KfErrors.of(40013);
    }
    if (!secret.equals(account.secret())) {
      return KfErrors.of(40001);
    }
    if (check(current) != 0) {
      current = "kfToken-" + UUID.randomUUID().toString().replace("-", "");
      until.put(current, clock.instant().plus(LIFE));
      issued++;
    }
    long left = Duration.between(clock.instant(), until.get(current)).toSeconds();
    return Answer.json(
        Json.object()
            .put("errcode", 0)
            .put("errmsg", "ok")
            .put("access_token", current)
            .put("expires_in", left));
  }

  /** 0, or why this token does not do. */
  int check(String token) {
    if (token.isEmpty()) {
      return 41001;
    }
    Instant end = until.get(token);
    return end == null ? 40014 : clock.instant().isBefore(end) ? 0 : 42001;
  }

  void revoke() {
    until.clear();
    current = "";
  }

  int issued() {
    return issued;
  }
}
