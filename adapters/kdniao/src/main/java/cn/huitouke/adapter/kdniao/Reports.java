package cn.huitouke.adapter.kdniao;

import cn.huitouke.tracking.ParcelState;
import cn.huitouke.tracking.TraceEvent;
import cn.huitouke.tracking.TrackingReport;
import cn.huitouke.tracking.TrackingReport.Watch;
import cn.huitouke.tracking.Waybill;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads KDNiao's JSON. Its traces run from the oldest to the newest: they are turned round here. */
final class Reports {

  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("[uuuu-MM-dd][uuuu/MM/dd] HH:mm[:ss]");
  private static final int MOST_EVENTS = 1_000;

  static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxStringLength(20_000)
                          .maxNumberLength(40)
                          .build())
                  .build())
          .build();

  private Reports() {}

  static TrackingReport ofAnswer(JsonNode answer) {
    return report(answer, Watch.ASKED);
  }

  /** One entry of a push. */
  static TrackingReport ofPush(JsonNode entry) {
    if (!entry.path("Success").asBoolean(true)) {
      return report(entry, Watch.ABANDONED);
    }
    return report(
        entry, entry.path("State").asString("").equals("3") ? Watch.ENDED : Watch.WATCHING);
  }

  private static TrackingReport report(JsonNode one, Watch watch) {
    String coarse = one.path("State").asString("");
    ParcelState claimed = Codes.state(coarse, one.path("StateEx").asString(""));
    return new TrackingReport(
        KdNiao.NAME,
        new Waybill(
            Codes.carrier(one.path("ShipperCode").asString("")),
            one.path("LogisticCode").asString("")),
        watch,
        claimed,
        coarse.equals("3"),
        events(one.path("Traces")),
        time(one.path("EstimatedDeliveryTime").asString("")),
        Optional.empty());
  }

  private static List<TraceEvent> events(JsonNode traces) {
    List<TraceEvent> events = new ArrayList<>();
    for (JsonNode trace : traces) {
      if (events.size() < MOST_EVENTS) {
        event(trace).ifPresent(events::add);
      }
    }
    Collections.reverse(events);
    events.sort(Comparator.comparing(TraceEvent::at).reversed());
    return events;
  }

  private static Optional<TraceEvent> event(JsonNode trace) {
    String code = trace.path("Action").asString("");
    return time(trace.path("AcceptTime").asString(""))
        .map(
            at ->
                new TraceEvent(
                    at,
                    trace.path("AcceptStation").asString(""),
                    Codes.state("", code),
                    code,
                    trace.path("Location").asString("")));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text.strip(), TIME).atZone(CHINA).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
