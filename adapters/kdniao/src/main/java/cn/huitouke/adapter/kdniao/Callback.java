package cn.huitouke.adapter.kdniao;

import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import cn.huitouke.tracking.TrackingInbox;
import cn.huitouke.tracking.TrackingReport;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where KDNiao pushes to: one push may tell of several parcels. The signature is checked over the
 * decoded {@code RequestData} as it came, before anything looks into it.
 */
final class Callback implements Hook {

  private static final Logger LOG = LoggerFactory.getLogger(Callback.class);
  private static final int LARGEST = 1024 * 1024;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  private final HookPath path;
  private final KdNiaoSettings settings;
  private final InstantSource clock;
  private final Supplier<Optional<TrackingInbox>> inbox;

  Callback(KdNiaoSettings settings, InstantSource clock, Supplier<Optional<TrackingInbox>> inbox) {
    this.path = new HookPath(KdNiao.NAME, settings.id());
    this.settings = settings;
    this.clock = clock;
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
    Optional<String> data = field(form, "RequestData");
    // Some senders leave base64's plus sign bare, and a form reads that as a blank.
    Optional<String> sign = field(form, "DataSign").map(given -> given.replace(' ', '+'));
    if (data.isEmpty()
        || sign.isEmpty()
        || !DataSign.matches(data.get(), settings.appKey(), sign.get())) {
      LOG.warn("{}: a push with a wrong signature was refused ({})", path.path(), request);
      return answer(401, false, "sign error");
    }
    return take(data.get(), open.get());
  }

  private HookResponse take(String data, TrackingInbox open) {
    List<TrackingReport> reports = new ArrayList<>();
    try {
      for (JsonNode entry : Reports.JSON.readTree(data).path("Data")) {
        reports.add(Reports.ofPush(entry));
      }
    } catch (JacksonException | IllegalArgumentException e) {
      LOG.warn(
          "{}: a signed push could not be read: {}", path.path(), e.getClass().getSimpleName());
      return answer(400, false, "unreadable");
    }
    reports.forEach(open::accept);
    return answer(200, true, "");
  }

  private HookResponse answer(int status, boolean success, String reason) {
    String body =
        "{\"EBusinessID\":\"%s\",\"UpdateTime\":\"%s\",\"Success\":%s,\"Reason\":\"%s\"}"
            .formatted(settings.businessId(), TIME.format(clock.instant()), success, reason);
    return new HookResponse(
        status, "application/json; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
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
}
