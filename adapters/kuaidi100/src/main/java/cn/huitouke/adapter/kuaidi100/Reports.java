package cn.huitouke.adapter.kuaidi100;

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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads Kuaidi100's JSON: answers and pushes have the same heart. */
final class Reports {

  /** Kuaidi100 writes times without a zone. */
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm[:ss]");
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

  /** The body of an answer to a question that went well. */
  static TrackingReport ofAnswer(JsonNode answer) {
    return report(answer, answer, Watch.ASKED, Optional.empty());
  }

  /**
   * A push.
   *
   * @throws IllegalArgumentException when it names no parcel
   */
  static TrackingReport ofPush(JsonNode push) {
    Watch watch =
        switch (push.path("status").asString("")) {
          case "shutdown" -> Watch.ENDED;
          case "abort" -> Watch.ABANDONED;
          default -> Watch.WATCHING;
        };
    Optional<String> corrected =
        Optional.of(push.path("comNew").asString("").strip()).filter(code -> !code.isEmpty());
    return report(push, push.path("lastResult"), watch, corrected);
  }

  private static TrackingReport report(
      JsonNode whole, JsonNode result, Watch watch, Optional<String> corrected) {
    ParcelState claimed = StateCodes.read(result.path("state").asString(""));
    boolean done = watch == Watch.ENDED || result.path("ischeck").asString("").equals("1");
    return new TrackingReport(
        Kuaidi100.NAME,
        waybill(whole, result, corrected),
        watch,
        claimed,
        done && !claimed.troubled() && claimed != ParcelState.CANCELLED,
        events(result.path("data"), whole.path("destResult").path("data")),
        promised(result.path("arrivalTime").asString("")),
        corrected);
  }

  /** A push that corrects the carrier already speaks in the new one's name: ours is the old one. */
  private static Waybill waybill(JsonNode whole, JsonNode result, Optional<String> corrected) {
    String carrier = result.path("com").asString("");
    String old = whole.path("comOld").asString("").strip();
    boolean renamed = corrected.isPresent() && !old.isEmpty();
    return new Waybill(renamed ? old : carrier, result.path("nu").asString(""));
  }

  private static List<TraceEvent> events(JsonNode data, JsonNode abroad) {
    List<TraceEvent> events = new ArrayList<>();
    for (JsonNode list : List.of(abroad, data)) {
      for (JsonNode line : list) {
        if (events.size() < MOST_EVENTS) {
          event(line).ifPresent(events::add);
        }
      }
    }
    // Stable: the source's own order breaks ties.
    events.sort(Comparator.comparing(TraceEvent::at).reversed());
    return events;
  }

  private static Optional<TraceEvent> event(JsonNode line) {
    String code = line.path("statusCode").asString("");
    String place = line.path("areaName").asString("");
    return time(line.path("time").asString(line.path("ftime").asString("")))
        .map(
            at ->
                new TraceEvent(
                    at,
                    line.path("context").asString(""),
                    StateCodes.read(code),
                    code,
                    place.isEmpty() ? line.path("location").asString("") : place));
  }

  private static Optional<Instant> promised(String arrival) {
    return time(arrival.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d") ? arrival + ":00" : arrival);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text.strip(), TIME).atZone(CHINA).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
