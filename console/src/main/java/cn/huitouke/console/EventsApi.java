package cn.huitouke.console;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happened, for systems that ask rather than be told. */
@RestController
@Anyone
@RequestMapping("/api/v1")
@Tag(name = "Events")
class EventsApi {

  private static final int MOST = 200;

  private final Webhooks hooks;

  EventsApi(Webhooks hooks) {
    this.hooks = hooks;
  }

  /**
   * An event as webhooks carry it.
   *
   * @param id its name for ever: the same event has the same one
   */
  record EventView(
      String id,
      String type,
      String subject,
      Instant time,
      @JsonRawValue @Schema(implementation = Object.class) String data) {}

  /** A page; {@code next} is given back as {@code cursor}. */
  record Page(List<EventView> events, Optional<String> next) {}

  @Operation(summary = "What happened in the last 30 days, the newest first")
  @ApiResponse(responseCode = "200", description = "A page of at most 200")
  @Needs(Scope.EVENTS_READ)
  @GetMapping("/events")
  Page events(
      @Parameter(description = "next of the page before; left out for the first")
          @RequestParam(defaultValue = "")
          String cursor,
      @RequestParam(defaultValue = "50") int limit) {
    int most = Math.clamp(limit, 1, MOST);
    List<Webhooks.Kept> found = hooks.events(Cursor.before(cursor), most + 1);
    return new Page(
        found.stream()
            .limit(most)
            .map(
                one ->
                    new EventView(
                        one.id(), "cn.huitouke." + one.type(), one.subject(), one.at(), one.data()))
            .toList(),
        found.size() > most
            ? Optional.of(Cursor.after(found.get(most - 1).seq()))
            : Optional.empty());
  }
}
