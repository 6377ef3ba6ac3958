package cn.huitouke.console;

import cn.huitouke.broadcast.Broadcast;
import cn.huitouke.broadcast.Broadcasts;
import cn.huitouke.broadcast.Trouble;
import cn.huitouke.console.BroadcastJson.DraftIn;
import cn.huitouke.console.BroadcastJson.When;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Broadcasts for the shop's own systems. They write and watch; that it may go is said by a person. */
@RestController
@Anyone
@RequestMapping("/api/v1/broadcasts")
@Tag(name = "Broadcasts")
class BroadcastsApi {

  private static final int MOST = 200;
  private static final int LONGEST_LIST = 50_000;
  private static final String KEY =
      "Sent again under the same key within 24 hours, nothing is done twice and the answer is the"
          + " same; another body under it is refused with 422.";
  private static final String NONE = "There is no broadcast of that number";

  private final Broadcasts broadcasts;
  private final Words words;
  private final Audit audit;

  BroadcastsApi(Broadcasts broadcasts, Words words, Audit audit) {
    this.broadcasts = broadcasts;
    this.words = words;
    this.audit = audit;
  }

  private Broadcast find(long number) {
    return Problems.found(broadcasts.find(number), NONE);
  }

  private BroadcastJson.View view(long number, Optional<List<Integer>> unknown) {
    Broadcast one = find(number);
    return BroadcastJson.View.of(
        one,
        one.state().started()
            ? List.of()
            : broadcasts.troubles(one.draft()).stream().map(this::sentence).toList(),
        unknown);
  }

  private String sentence(Trouble trouble) {
    return words.said("broadcasts.trouble." + trouble, Locale.ENGLISH);
  }

  private ResponseEntity<?> answer(long number, Optional<Trouble> trouble) {
    return trouble.isPresent()
        ? refusal(trouble.get())
        : ResponseEntity.ok(view(number, nothing()));
  }

  private ResponseEntity<?> refusal(Trouble trouble) {
    return trouble == Trouble.CHANGED_MEANWHILE
        ? Problems.of(HttpStatus.CONFLICT, "Not as it stands now", sentence(trouble))
        : Problems.of(HttpStatus.UNPROCESSABLE_CONTENT, "It cannot be used", sentence(trouble));
  }

  private static Optional<List<Integer>> nothing() {
    return Optional.empty();
  }

  @Operation(summary = "Broadcasts, the newest first, page by page")
  @ApiResponse(responseCode = "200", description = "A page of at most 200")
  @ApiResponse(responseCode = "400", description = "The cursor is none of ours")
  @Needs(Scope.BROADCASTS_READ)
  @GetMapping
  BroadcastJson.Page broadcasts(
      @Parameter(description = "next of the page before; left out for the first")
          @RequestParam(defaultValue = "")
          String cursor,
      @Parameter(description = "at most 200") @RequestParam(defaultValue = "50") int limit) {
    int most = Math.clamp(limit, 1, MOST);
    List<Broadcast> found = broadcasts.page(Cursor.before(cursor), most + 1);
    return new BroadcastJson.Page(
        found.stream().limit(most).map(BroadcastJson.Row::of).toList(),
        found.size() > most
            ? Optional.of(Cursor.after(found.get(most - 1).id()))
            : Optional.empty());
  }

  @Operation(summary = "One broadcast, with who would get it where that was looked at")
  @ApiResponse(responseCode = "200", description = "The broadcast")
  @ApiResponse(responseCode = "404", description = "There is none of that number")
  @Needs(Scope.BROADCASTS_READ)
  @GetMapping("/{number}")
  BroadcastJson.View broadcast(@PathVariable long number) {
    return view(number, nothing());
  }

  @Operation(
      summary = "Write one",
      description =
          "A draft: nothing leaves. Of a list the customers stay; unknown says which entries are"
              + " nobody's, and they are not kept.")
  @Parameter(name = SameAnswer.KEY, in = ParameterIn.HEADER, description = KEY)
  @ApiResponse(responseCode = "201", description = "Kept; troubles says what is still missing")
  @ApiResponse(responseCode = "422", description = "The list has more than 50,000 entries")
  @Needs(Scope.BROADCASTS_WRITE)
  @PostMapping
  ResponseEntity<?> write(@RequestBody DraftIn draft, Principal caller) {
    if (tooLong(draft)) {
      return tooLong();
    }
    long number = broadcasts.begin(draft.draft(), caller.getName());
    audit.note(caller.getName(), "broadcast.begun", "broadcast:" + number, "");
    return ResponseEntity.status(HttpStatus.CREATED).body(view(number, unknown(draft)));
  }

  @Operation(
      summary = "Change one that is not approved",
      description = "Takes the whole draft anew, with the revision that was read.")
  @ApiResponse(responseCode = "200", description = "Kept; it has to be looked at again")
  @ApiResponse(responseCode = "409", description = "Another revision by now, or approved")
  @ApiResponse(responseCode = "422", description = "The list has more than 50,000 entries")
  @Needs(Scope.BROADCASTS_WRITE)
  @PutMapping("/{number}")
  ResponseEntity<?> change(
      @PathVariable long number, @RequestBody DraftIn draft, Principal caller) {
    find(number);
    if (tooLong(draft)) {
      return tooLong();
    }
    Optional<Trouble> trouble =
        broadcasts.save(number, draft.seen(), draft.draft(), caller.getName());
    if (trouble.isPresent()) {
      return refusal(trouble.get());
    }
    audit.note(caller.getName(), "broadcast.saved", "broadcast:" + number, draft.draft().title());
    return ResponseEntity.ok(view(number, unknown(draft)));
  }

  private Optional<List<Integer>> unknown(DraftIn draft) {
    String pasted = draft.draft().audience().pasted();
    return pasted.isEmpty()
        ? Optional.empty()
        : Optional.of(draft.unknown(broadcasts.strangers(pasted)));
  }

  private static boolean tooLong(DraftIn draft) {
    return draft.audience() != null
        && draft.audience().list() != null
        && draft.audience().list().size() > LONGEST_LIST;
  }

  private static ResponseEntity<?> tooLong() {
    return Problems.of(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "Too many at once",
        "A list takes " + LONGEST_LIST + " entries.");
  }

  @Operation(
      summary = "Look who would get it",
      description = "Counts in the background: read the broadcast until looking is false.")
  @Parameter(name = SameAnswer.KEY, in = ParameterIn.HEADER, description = KEY)
  @ApiResponse(responseCode = "202", description = "It is being counted")
  @ApiResponse(responseCode = "409", description = "It is no draft any more")
  @Needs(Scope.BROADCASTS_WRITE)
  @PostMapping("/{number}/reach")
  ResponseEntity<?> look(
      @PathVariable long number, @RequestBody(required = false) @Nullable When when) {
    if (find(number).state() != Broadcast.State.DRAFT) {
      return refusal(Trouble.CHANGED_MEANWHILE);
    }
    broadcasts.foresee(number, at(when));
    return ResponseEntity.accepted().body(view(number, nothing()));
  }

  private static Optional<Instant> at(@Nullable When when) {
    return when == null ? Optional.empty() : when.at();
  }

  @Operation(
      summary = "Hand one over to be approved",
      description =
          "A person approves it in the console; no token can. It starts by itself at startAt, or as"
              + " soon as it is approved.")
  @Parameter(name = SameAnswer.KEY, in = ParameterIn.HEADER, description = KEY)
  @ApiResponse(responseCode = "200", description = "It waits for a person")
  @ApiResponse(responseCode = "409", description = "Another revision by now, or no draft any more")
  @ApiResponse(responseCode = "422", description = "What is missing")
  @Needs(Scope.BROADCASTS_WRITE)
  @PostMapping("/{number}/submit")
  ResponseEntity<?> submit(@PathVariable long number, @RequestBody When when, Principal caller) {
    Broadcast one = find(number);
    int revision = when.revision() == null ? one.revision() : when.revision();
    Optional<Trouble> trouble = broadcasts.submit(number, revision, when.at(), caller.getName());
    if (trouble.isEmpty()) {
      audit.note(
          caller.getName(),
          "broadcast.submitted",
          one.mailing(),
          one.foresight().map(seen -> seen.letters() + " ").orElse("")
              + when.at().map(Object::toString).orElse(""));
    }
    return answer(number, trouble);
  }

  @Operation(
      summary = "Start an approved one now, or at another time",
      description = "The words and the people stay as a person approved them.")
  @Parameter(name = SameAnswer.KEY, in = ParameterIn.HEADER, description = KEY)
  @ApiResponse(responseCode = "200", description = "It starts then")
  @ApiResponse(responseCode = "409", description = "It is not approved, or has started")
  @ApiResponse(responseCode = "422", description = "That time is past")
  @Needs(Scope.BROADCASTS_WRITE)
  @PostMapping("/{number}/start")
  ResponseEntity<?> start(
      @PathVariable long number,
      @RequestBody(required = false) @Nullable When when,
      Principal caller) {
    find(number);
    Optional<Trouble> trouble = broadcasts.start(number, at(when));
    if (trouble.isEmpty()) {
      audit.note(
          caller.getName(),
          "broadcast.timed",
          "broadcast:" + number,
          at(when).map(Object::toString).orElse(""));
    }
    return answer(number, trouble);
  }

  @Operation(summary = "Pause one", description = "When this answers, nothing more of it leaves.")
  @Parameter(name = SameAnswer.KEY, in = ParameterIn.HEADER, description = KEY)
  @ApiResponse(responseCode = "200", description = "It stands still")
  @ApiResponse(responseCode = "409", description = "It is not running")
  @Needs(Scope.BROADCASTS_WRITE)
  @PostMapping("/{number}/pause")
  ResponseEntity<?> pause(@PathVariable long number, Principal caller) {
    find(number);
    return done(number, broadcasts.pause(number), "paused", caller);
  }

  @Operation(summary = "Let a paused one go on")
  @Parameter(name = SameAnswer.KEY, in = ParameterIn.HEADER, description = KEY)
  @ApiResponse(responseCode = "200", description = "It goes on")
  @ApiResponse(responseCode = "409", description = "It is not paused")
  @Needs(Scope.BROADCASTS_WRITE)
  @PostMapping("/{number}/resume")
  ResponseEntity<?> resume(@PathVariable long number, Principal caller) {
    find(number);
    return done(number, broadcasts.resume(number), "resumed", caller);
  }

  @Operation(
      summary = "Cancel one for ever",
      description = "Whether it waits, runs or is paused; what has arrived stays.")
  @Parameter(name = SameAnswer.KEY, in = ParameterIn.HEADER, description = KEY)
  @ApiResponse(responseCode = "200", description = "Nothing more of it leaves")
  @ApiResponse(responseCode = "409", description = "A draft, or at its end")
  @Needs(Scope.BROADCASTS_WRITE)
  @PostMapping("/{number}/cancel")
  ResponseEntity<?> cancel(@PathVariable long number, Principal caller) {
    find(number);
    return done(number, broadcasts.cancel(number, caller.getName()), "cancelled", caller);
  }

  private ResponseEntity<?> done(long number, boolean done, String act, Principal caller) {
    if (!done) {
      return refusal(Trouble.CHANGED_MEANWHILE);
    }
    audit.note(caller.getName(), "broadcast." + act, "broadcast:" + number, "");
    return ResponseEntity.ok(view(number, nothing()));
  }

  @Operation(summary = "Where its messages stand")
  @ApiResponse(responseCode = "200", description = "How many, by state, wire and reason")
  @ApiResponse(responseCode = "404", description = "There is none of that number")
  @Needs(Scope.BROADCASTS_READ)
  @GetMapping("/{number}/progress")
  BroadcastJson.Progress progress(@PathVariable long number) {
    find(number);
    broadcasts.report(number); // ends it when it is at its end
    return BroadcastJson.Progress.of(find(number), broadcasts.tally(number));
  }

  @Operation(
      summary = "What came of it",
      description = "Replies, orders and departures within seven days, beside those left out.")
  @ApiResponse(responseCode = "200", description = "So far, or after seven days complete")
  @ApiResponse(responseCode = "404", description = "There is none, or it has not started")
  @Needs(Scope.BROADCASTS_READ)
  @GetMapping("/{number}/report")
  BroadcastJson.Outcome report(@PathVariable long number) {
    find(number);
    return BroadcastJson.Outcome.of(
        Problems.found(broadcasts.report(number), "It has not started yet"));
  }
}
