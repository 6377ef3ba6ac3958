package cn.huitouke.adapter.kuaidi100;

import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import cn.huitouke.tracking.PushHook;
import cn.huitouke.tracking.TrackingInbox;
import cn.huitouke.tracking.TrackingReport;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Where Kuaidi100 pushes to. The signature is checked over the decoded {@code param} as it came,
 * before anything looks into it. After a 500 Kuaidi100 pushes again, three times, 35 minutes apart.
 */
final class Callback extends PushHook {

  private static final Logger LOG = LoggerFactory.getLogger(Callback.class);
  private static final String DONE = answer(true, "200", "成功");
  private static final String FORGED = answer(false, "500", "sign error");
  private static final String UNREADABLE = answer(false, "500", "unreadable");

  private final String salt;

  Callback(String id, String salt) {
    super(new HookPath(Kuaidi100.NAME, id));
    this.salt = salt;
  }

  @Override
  protected HookResponse take(HookRequest push, TrackingInbox open) {
    Optional<String> param = push.field("param");
    Optional<String> sign = push.field("sign");
    if (param.isEmpty() || sign.isEmpty() || !Signature.ofPush(param.get(), salt, sign.get())) {
      LOG.warn("{}: a push with a wrong signature was refused ({})", path().path(), push);
      return HookResponse.json(401, FORGED);
    }
    return take(param.get(), open);
  }

  private HookResponse take(String param, TrackingInbox open) {
    TrackingReport report;
    try {
      report = Reports.ofPush(Reports.JSON.readTree(param));
    } catch (JacksonException | IllegalArgumentException e) {
      LOG.warn(
          "{}: a signed push could not be read: {}", path().path(), e.getClass().getSimpleName());
      return HookResponse.json(400, UNREADABLE);
    }
    open.accept(report);
    return HookResponse.json(DONE);
  }

  private static String answer(boolean result, String code, String message) {
    return "{\"result\":%s,\"returnCode\":\"%s\",\"message\":\"%s\"}"
        .formatted(result, code, message);
  }
}
