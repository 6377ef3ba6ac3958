package cn.huitouke.adapter.qqbot;

import cn.huitouke.channel.Inbox;
import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The webhook: checks the signature over the raw body, then answers at once. */
final class QqHook implements Hook {

  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern TIMESTAMP = Pattern.compile("\\d{1,13}");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9]{1,64}");
  private static final int DISPATCH = 0;
  private static final int HEARTBEAT = 1;
  private static final int VALIDATION = 13;

  private final QqBotAccount account;
  private final QqSignature signature;
  private final QqEventDecoder decoder;
  private final InstantSource clock;
  private final JsonMapper json;
  private volatile @Nullable Inbox inbox;

  QqHook(
      QqBotAccount account,
      QqSignature signature,
      QqEventDecoder decoder,
      InstantSource clock,
      JsonMapper json) {
    this.account = account;
    this.signature = signature;
    this.decoder = decoder;
    this.clock = clock;
    this.json = json;
  }

  void open(@Nullable Inbox inbox) {
    this.inbox = inbox;
  }

  @Override
  public HookPath path() {
    return new HookPath("qq-bot", account.id());
  }

  @Override
  public HookResponse handle(HookRequest request) {
    Inbox open = inbox;
    if (open == null) {
      return HookResponse.status(503);
    }
    if (!request.method().equals("POST")) {
      return HookResponse.status(405);
    }
    boolean signed = isSigned(request);
    if (!signed && request.header("x-signature-ed25519").isPresent()) {
      return HookResponse.status(401);
    }
    JsonNode body;
    try {
      body = json.readTree(request.body());
    } catch (JacksonException e) {
      return HookResponse.status(signed ? 400 : 401);
    }
    int op = body.path("op").asInt(-1);
    if (op == VALIDATION) {
      return validate(body.path("d"));
    }
    if (!signed) {
      return HookResponse.status(401);
    }
    return switch (op) {
      case DISPATCH -> {
        open.accept(decoder.decode(body, clock.instant()));
        yield HookResponse.json("{\"op\":12,\"d\":0}");
      }
      case HEARTBEAT -> HookResponse.json("{\"op\":11,\"d\":" + body.path("d").asLong(0) + "}");
      default -> HookResponse.status(400);
    };
  }

  private boolean isSigned(HookRequest request) {
    String timestamp = request.header("x-signature-timestamp").orElse("");
    return TIMESTAMP.matcher(timestamp).matches()
        && fresh(timestamp)
        && request
            .header("x-signature-ed25519")
            .filter(given -> signature.verifies(given, timestamp, request.body()))
            .isPresent();
  }

  private boolean fresh(String timestamp) {
    Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
    return Duration.between(at, clock.instant()).abs().compareTo(TOLERANCE) <= 0;
  }

  /**
   * The platform checks our address. Same key and same concatenation as its dispatches: whoever could
   * have any text signed here could forge events, so only what cannot be a body is signed.
   */
  private HookResponse validate(JsonNode data) {
    String timestamp = data.path("event_ts").asString("");
    String token = data.path("plain_token").asString("");
    if (!TIMESTAMP.matcher(timestamp).matches() || !TOKEN.matcher(token).matches()) {
      return HookResponse.status(400);
    }
    return HookResponse.json(
        json.writeValueAsString(
            Map.of("plain_token", token, "signature", signature.sign(timestamp + token))));
  }
}
