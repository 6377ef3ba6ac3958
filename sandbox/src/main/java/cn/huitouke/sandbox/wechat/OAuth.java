package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Codes that a page gets when a customer opens it: good for five minutes and one exchange. */
final class OAuth {
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final WeChatAccount account;
  private final InstantSource clock;
  private final Map<String, Code> codes = new HashMap<>();

  OAuth(WeChatAccount account, InstantSource clock) {
    this.account = account;
    this.clock = clock;
  }

  private record Code(String openid, Instant until, boolean used) {}

  String issue(String openid) {
    String code = UUID.randomUUID().toString().replace("-", "");
    codes.put(code, new Code(openid, clock.instant().plus(LIFE), false));
    return code;
  }

  /** {@code /sns/oauth2/access_token}. */
  Answer exchange(Call call) {
    if (!call.query("appid").equals(account.appId())) {
      return Errors.of(40013);
    }
    if (!call.query("secret").equals(account.secret())) {
      return Errors.of(40125);
    }
    String given = call.query("code");
    Code code = codes.get(given);
    if (code == null || !clock.instant().isBefore(code.until())) {
      return code == null ? Errors.of(40029, "invalid code") : Errors.of(42003, "code expired");
    }
    if (code.used()) {
      return Errors.of(40163, "code been used");
    }
    codes.put(given, new Code(code.openid(), code.until(), true));
    return Answer.json(
        Json.object()
            .put("access_token", "oauth_" + UUID.randomUUID())
            .put("expires_in", 7200)
            .put("refresh_token", "refresh_" + UUID.randomUUID())
            .put("openid", code.openid())
            .put("scope", "snsapi_base"));
  }
}
