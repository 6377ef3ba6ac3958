package cn.huitouke.adapter.kdniao;

import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import cn.huitouke.tracking.PushHook;
import cn.huitouke.tracking.TrackingInbox;
import cn.huitouke.tracking.TrackingReport;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where KDNiao pushes to: one push may tell of several parcels. The signature is checked over the
 * decoded {@code RequestData} as it came, before anything looks into it.
 */
final class Callback extends PushHook {

  private static final Logger LOG = LoggerFactory.getLogger(Callback.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  private final KdNiaoSettings settings;
  private final InstantSource clock;

  Callback(KdNiaoSettings settings, InstantSource clock) {
    super(new HookPath(KdNiao.NAME, settings.id()));
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  protected HookResponse take(HookRequest push, TrackingInbox open) {
    Optional<String> data = push.field("RequestData");
    // Some senders leave base64's plus sign bare, and a form reads that as a blank.
    Optional<String> sign = push.field("DataSign").map(given -> given.replace(' ', '+'));
    if (data.isEmpty()
        || sign.isEmpty()
        || !DataSign.matches(data.get(), settings.appKey(), sign.get())) {
      LOG.warn("{}: a push with a wrong signature was refused ({})", path().path(), push);
      return answer(401, false, "sign error");
    }
    return take(data.get(), open);
  }

  private HookResponse take(String data, TrackingInbox open) {
    List<TrackingReport> reports = new ArrayList<>();
    try {
      for (JsonNode entry : Reports.JSON.readTree(data).path("Data")) {
        reports.add(Reports.ofPush(entry));
      }
    } catch (JacksonException | IllegalArgumentException e) {
      LOG.warn(
          "{}: a signed push could not be read: {}", path().path(), e.getClass().getSimpleName());
      return answer(400, false, "unreadable");
    }
    reports.forEach(open::accept);
    return answer(200, true, "");
  }

  private HookResponse answer(int status, boolean success, String reason) {
    String body =
        "{\"EBusinessID\":\"%s\",\"UpdateTime\":\"%s\",\"Success\":%s,\"Reason\":\"%s\"}"
            .formatted(settings.businessId(), TIME.format(clock.instant()), success, reason);
    return HookResponse.json(status, body);
  }
}
