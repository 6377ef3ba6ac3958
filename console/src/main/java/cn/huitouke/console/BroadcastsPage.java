package cn.huitouke.console;

import cn.huitouke.broadcast.Broadcast;
import cn.huitouke.broadcast.Broadcasts;
import cn.huitouke.broadcast.Draft;
import cn.huitouke.broadcast.Foresight;
import cn.huitouke.broadcast.Pictures;
import cn.huitouke.broadcast.Report;
import cn.huitouke.broadcast.Trouble;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.LetterStatus;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Broadcasts: what there is, and one of them being written, looked at, and read about. */
@Controller
class BroadcastsPage {

  private static final int PAGE = 30;
  private static final int CHUNK = 1_000;
  private static final int STRANGERS = 20;
  private static final int LONGEST_STRANGER = 30;

  private final Broadcasts broadcasts;
  private final Pictures pictures;
  private final BroadcastView view;
  private final Glance glance;
  private final Operators operators;
  private final Audit audit;
  private final LiveFeed feed;
  private final Words words;
  private final ShopTime times;

  BroadcastsPage(
      Broadcasts broadcasts,
      Pictures pictures,
      BroadcastView view,
      Glance glance,
      Operators operators,
      Audit audit,
      LiveFeed feed,
      Words words,
      ShopTime times) {
    this.broadcasts = broadcasts;
    this.pictures = pictures;
    this.view = view;
    this.glance = glance;
    this.operators = operators;
    this.audit = audit;
    this.feed = feed;
    this.words = words;
    this.times = times;
  }

  @Least(Role.VIEWER)
  @GetMapping("/broadcasts")
  String broadcasts(@RequestParam(defaultValue = "9223372036854775807") long before, Model model) {
    List<Broadcast> page = broadcasts.page(before, PAGE);
    model.addAttribute("rows", page.stream().map(view::row).toList());
    model.addAttribute("older", page.size() == PAGE ? page.getLast().id() : 0);
    return "console/broadcasts";
  }

  @Least(Role.OPERATOR)
  @PostMapping("/broadcasts")
  String begin(Principal operator) {
    long id = broadcasts.begin(Draft.blank(), operator.getName());
    audit.note(operator.getName(), "broadcast.begun", "broadcast:" + id, "");
    return "redirect:/broadcasts/" + id;
  }

  @Least(Role.VIEWER)
  @GetMapping("/broadcasts/{number}")
  String broadcast(
      @PathVariable long number, @AuthenticationPrincipal Login login, Model model, Locale locale) {
    show(find(number), login, model, locale);
    return "console/broadcast";
  }

  private Broadcast find(long number) {
    return broadcasts
        .find(number)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  record Tester(long number, String name) {}

  private void show(Broadcast broadcast, Login login, Model model, Locale locale) {
    model.addAttribute("one", broadcast);
    model.addAttribute("draft", broadcast.draft());
    model.addAttribute("b", broadcast.draft().b().orElse(new Draft.Words("", "")));
    model.addAttribute("startAt", times.at(broadcast.startAt()));
    model.addAttribute("startedAt", times.at(broadcast.startedAt()));
    model.addAttribute("endedAt", times.at(broadcast.endedAt()));
    model.addAttribute("submittedBy", broadcast.submittedBy().orElse(""));
    model.addAttribute("approvedBy", broadcast.approvedBy().orElse(""));
    model.addAttribute("troubles", broadcasts.troubles(broadcast.draft()));
    model.addAttribute("bubbles", view.bubbles(broadcast.draft(), sampleName(locale)));
    model.addAttribute(
        "mine", broadcast.submittedBy().filter(login.getUsername()::equals).isPresent());
    model.addAttribute("alone", alone());
    List<CustomerId> testers = broadcasts.testers();
    var names = glance.names(testers);
    model.addAttribute(
        "testers",
        testers.stream().map(one -> new Tester(one.value(), names.getOrDefault(one, ""))).toList());
    foresight(broadcast, model, locale);
    if (broadcast.state().started()) {
      model.addAttribute("progress", view.progress(broadcast, locale));
    }
  }

  private String sampleName(Locale locale) {
    return words.said("broadcasts.sample.name", locale);
  }

  /** Whether nobody else could approve. */
  boolean alone() {
    return operators.all().stream()
            .filter(Operators.Row::enabled)
            .filter(row -> row.role().atLeast(Role.OPERATOR))
            .count()
        < 2;
  }

  private void foresight(Broadcast broadcast, Model model, Locale locale) {
    model.addAttribute("number", broadcast.id());
    model.addAttribute("gathering", broadcast.gathering());
    model.addAttribute("gathered", broadcast.gathered());
    broadcast
        .foresight()
        .ifPresent(foresight -> model.addAttribute("seen", view.seen(foresight, locale)));
  }

  @Least(Role.VIEWER)
  @GetMapping("/broadcasts/{number}/foresight")
  String foresight(
      @PathVariable long number, @AuthenticationPrincipal Login login, Model model, Locale locale) {
    show(find(number), login, model, locale);
    return "console/broadcast :: after";
  }

  /** The bubble while somebody writes. */
  @Least(Role.VIEWER)
  @PostMapping("/broadcasts/bubble")
  String bubble(@ModelAttribute BroadcastForm form, Model model, Locale locale) {
    Draft draft = form.draft(Optional.empty());
    model.addAttribute("bubbles", view.bubbles(draft, sampleName(locale)));
    model.addAttribute("troubles", broadcasts.troubles(draft));
    return "console/broadcast :: phone";
  }

  /** Keeps it, and looks at once who would get it. */
  @Least(Role.OPERATOR)
  @PostMapping("/broadcasts/{number}")
  String save(
      @PathVariable long number,
      @ModelAttribute BroadcastForm form,
      @RequestParam(required = false) @Nullable MultipartFile picture,
      Principal operator,
      RedirectAttributes after)
      throws IOException {
    Broadcast broadcast = find(number);
    boolean given = picture != null && !picture.isEmpty();
    Optional<String> uploaded = given ? kept(picture) : Optional.empty();
    if (given && uploaded.isEmpty()) {
      after.addFlashAttribute("fault", "broadcasts.picture.not");
    }
    Draft draft = form.draft(uploaded);
    if (!draft.equals(broadcast.draft())) {
      Optional<Trouble> trouble = broadcasts.save(number, form.seen(), draft, operator.getName());
      if (trouble.isPresent()) {
        after.addFlashAttribute("fault", "broadcasts.trouble." + trouble.get());
        return back(number);
      }
      audit.note(operator.getName(), "broadcast.saved", broadcast.mailing(), draft.title());
      tellStrangers(broadcasts.strangers(draft.audience().pasted()), after);
    }
    broadcasts.foresee(number, Optional.empty());
    return back(number);
  }

  /** What it is, its first bytes say. */
  private Optional<String> kept(MultipartFile picture) throws IOException {
    try (InputStream in = picture.getInputStream()) {
      return pictures.keep(in.readNBytes(Pictures.LARGEST + 1));
    }
  }

  /** A picture of a draft, for the console's own pages. */
  @Least(Role.VIEWER)
  @GetMapping("/broadcasts/pictures/{id}")
  ResponseEntity<byte[]> picture(@PathVariable String id) {
    Pictures.Picture found =
        pictures.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(found.type()))
        .header("X-Content-Type-Options", "nosniff")
        .cacheControl(CacheControl.maxAge(Duration.ofDays(1)).cachePrivate())
        .body(found.bytes());
  }

  /** Once, to whoever pasted them; they are kept nowhere. */
  private static void tellStrangers(List<String> strangers, RedirectAttributes after) {
    if (!strangers.isEmpty()) {
      after.addFlashAttribute("strangers", strangers.size());
      after.addFlashAttribute(
          "strangerSample",
          strangers.stream()
              .limit(STRANGERS)
              .map(BroadcastsPage::shortened)
              .collect(Collectors.joining("  ")));
    }
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_STRANGER
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_STRANGER)) + "…";
  }

  static String back(long number) {
    return "redirect:/broadcasts/" + number;
  }

  @Least(Role.OPERATOR)
  @PostMapping("/broadcasts/{number}/submit")
  String submit(
      @PathVariable long number,
      @RequestParam int revision,
      @RequestParam(defaultValue = "") String startAt,
      Principal operator,
      RedirectAttributes after) {
    Optional<LocalDateTime> start = local(startAt);
    if (start.isEmpty() && !startAt.isBlank()) {
      after.addFlashAttribute("fault", "broadcasts.trouble.PAST");
      return back(number);
    }
    Optional<Trouble> trouble =
        broadcasts.submit(number, revision, start.map(times::of), operator.getName());
    if (trouble.isPresent()) {
      after.addFlashAttribute("fault", "broadcasts.trouble." + trouble.get());
    } else {
      audit.note(
          operator.getName(),
          "broadcast.submitted",
          "broadcast:" + number,
          find(number).foresight().map(Foresight::letters).orElse(0) + " " + startAt);
    }
    return back(number);
  }

  private static Optional<LocalDateTime> local(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(LocalDateTime.parse(text));
    } catch (java.time.DateTimeException e) {
      return Optional.empty();
    }
  }

  // ---- while it goes

  @Least(Role.VIEWER)
  @GetMapping(path = "/broadcasts/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter stream(@AuthenticationPrincipal Login login) {
    return feed.open(login);
  }

  @Least(Role.VIEWER)
  @GetMapping("/broadcasts/{number}/progress")
  String progress(
      @PathVariable long number, @AuthenticationPrincipal Login login, Model model, Locale locale) {
    broadcasts.report(number); // ends it when it is at its end
    show(find(number), login, model, locale);
    return "console/broadcast :: standing";
  }

  @Least(Role.VIEWER)
  @GetMapping("/broadcasts/{number}/report")
  String report(@PathVariable long number, Model model) {
    find(number);
    Optional<Report> report = broadcasts.report(number);
    report.ifPresent(
        found -> {
          model.addAttribute("report", found);
          model.addAttribute("sides", view.sides(found));
          model.addAttribute("until", times.at(found.until()));
          found.uplift().ifPresent(uplift -> model.addAttribute("uplift", uplift));
        });
    return "console/broadcast :: report";
  }

  /** Who did not get it, as a list for a spreadsheet. */
  @Least(Role.OPERATOR)
  @GetMapping("/broadcasts/{number}/refused.csv")
  ResponseEntity<StreamingResponseBody> refused(@PathVariable long number, Principal operator) {
    Broadcast broadcast = find(number);
    audit.note(operator.getName(), "broadcast.exported", broadcast.mailing(), "");
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"broadcast-" + number + "-refused.csv\"")
        .body(
            out -> {
              try (Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                  CsvWriter csv = CsvWriter.builder().build(text.append('\uFEFF'))) {
                write(number, csv);
              }
            });
  }

  private void write(long number, CsvWriter csv) throws IOException {
    csv.writeRecord("顾客 customer", "状态 state", "原因 reason", "reason");
    List<LetterStatus> some = broadcasts.failed(number, "", CHUNK);
    while (!some.isEmpty()) {
      for (LetterStatus letter : some) {
        csv.writeRecord(
            letter.customer().toString(),
            letter.state().name(),
            OrdersPage.harmless(letter.why()),
            OrdersPage.harmless(letter.whyEnglish()));
      }
      some = broadcasts.failed(number, some.getLast().id().value(), CHUNK);
    }
  }
}
