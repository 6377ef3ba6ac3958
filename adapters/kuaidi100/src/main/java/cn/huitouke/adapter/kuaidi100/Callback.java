package cn.huitouke.adapter.kuaidi100;

import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import cn.huitouke.tracking.TrackingInbox;
import cn.huitouke.tracking.TrackingReport;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Where Kuaidi100 pushes to. The signature is checked over the decoded {@code param} as it came,
 * before anything looks into it. What the inbox throws goes through: the gateway's 500 makes
 * Kuaidi100 push again, three times, 35 minutes apart.
 */
final class Callback implements Hook {

  private static final Logger LOG = LoggerFactory.getLogger(Callback.class);
  private static final int LARGEST = 1024 * 1024;
  private static final String DONE = answer(true, "200", "成功");
  private static final String FORGED = answer(false, "500", "sign error");
  private static final String UNREADABLE = answer(false, "500", "unreadable");

  private final HookPath path;
  private final String salt;
  private final Supplier<Optional<TrackingInbox>> inbox;

  Callback(String id, String salt, Supplier<Optional<TrackingInbox>> inbox) {
    this.path = new HookPath(Kuaidi100.NAME, id);
    this.salt = salt;
    this.inbox = inbox;
  }

  @Override
  public HookPath path() {
    return path;
  }

  @Override
  public HookResponse handle(HookRequest request) {
    if (!request.method().equals("POST")) {
      return HookResponse.status(405);
    }
    if (request.body().length > LARGEST) {
      return HookResponse.status(413);
    }
    Optional<TrackingInbox> open = inbox.get();
    if (open.isEmpty()) {
      return HookResponse.status(503);
    }
    String form = new String(request.body(), StandardCharsets.UTF_8);
    Optional<String> param = field(form, "param");
    Optional<String> sign = field(form, "sign");
    if (param.isEmpty() || sign.isEmpty() || !Signature.ofPush(param.get(), salt, sign.get())) {
      LOG.warn("{}: a push with a wrong signature was refused ({})", path.path(), request);
      return refusal(401, FORGED);
    }
    return take(param.get(), open.get());
  }

  private HookResponse take(String param, TrackingInbox open) {
    TrackingReport report;
    try {
      report = Reports.ofPush(Reports.JSON.readTree(param));
    } catch (JacksonException | IllegalArgumentException e) {
      LOG.warn(
          "{}: a signed push could not be read: {}", path.path(), e.getClass().getSimpleName());
      return refusal(400, UNREADABLE);
    }
    open.accept(report);
    return HookResponse.json(DONE);
  }

  /** The field's decoded value if it was given exactly once and is well formed. */
  private static Optional<String> field(String form, String name) {
    List<String> values = new ArrayList<>();
    for (String pair : form.split("&")) {
      if (pair.startsWith(name + "=")) {
        values.add(pair.substring(name.length() + 1));
      }
    }
    try {
      return values.size() == 1
          ? Optional.of(URLDecoder.decode(values.getFirst(), StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static HookResponse refusal(int status, String body) {
    return new HookResponse(
        status, "application/json; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  private static String answer(boolean result, String code, String message) {
    return "{\"result\":%s,\"returnCode\":\"%s\",\"message\":\"%s\"}"
        .formatted(result, code, message);
  }
}
