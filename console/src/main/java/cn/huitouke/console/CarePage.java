package cn.huitouke.console;

import cn.huitouke.care.CareBook;
import cn.huitouke.care.CareBook.PlanView;
import cn.huitouke.care.CareDesk;
import cn.huitouke.care.CareDesk.Adjustment;
import cn.huitouke.care.CareDesk.Standing;
import cn.huitouke.care.DueState;
import cn.huitouke.care.Occasion;
import cn.huitouke.customer.CustomerId;
import java.security.Principal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The care plans: when each goes, what it says, to whom, and what became of it. */
@Controller
class CarePage {

  private static final List<String> GROUPS = List.of("order", "use", "calendar", "again", "case");
  private static final int DAYS = 7;
  private static final int OF_A_DAY = 30;
  private static final int OF_A_PLAN = 30;
  private static final int HELD_OUT = 30;
  private static final Duration LATELY = Duration.ofDays(30);

  private final CareBook book;
  private final CareDesk desk;
  private final CareHistory history;
  private final PlanWords says;
  private final Glance glance;
  private final Audit audit;
  private final ShopTime times;
  private final SampleValues samples;

  CarePage(
      CareBook book,
      CareDesk desk,
      CareHistory history,
      PlanWords says,
      Glance glance,
      Audit audit,
      ShopTime times,
      SampleValues samples) {
    this.book = book;
    this.desk = desk;
    this.history = history;
    this.says = says;
    this.glance = glance;
    this.audit = audit;
    this.times = times;
    this.samples = samples;
  }

  /** Plans that wait for the same thing. */
  record Group(String key, List<PlanRow> plans) {}

  record PlanRow(PlanWords.Line line, long sent, long notSent, long heldOut, long planned) {}

  record DayRow(String day, String words, long messages, long customers, boolean open) {}

  record HeldOutRow(long customer, String name, String since) {}

  @Least(Role.VIEWER)
  @GetMapping("/care")
  String care(@RequestParam(defaultValue = "") String day, Model model, Locale locale) {
    Map<String, Map<DueState, Long>> figures = book.figures(times.now().minus(LATELY));
    model.addAttribute("groups", groups(figures, locale));
    LocalDate chosen = day(day);
    List<CareBook.DayCount> ahead = book.ahead(DAYS);
    model.addAttribute(
        "days",
        ahead.stream()
            .map(
                one ->
                    new DayRow(
                        one.day().toString(),
                        says.day(one.day(), locale),
                        one.messages(),
                        one.customers(),
                        one.day().equals(chosen)))
            .toList());
    model.addAttribute(
        "most", ahead.stream().mapToLong(CareBook.DayCount::messages).max().orElse(0));
    model.addAttribute("chosen", says.day(chosen, locale));
    model.addAttribute("dues", history.lines(book.on(chosen, OF_A_DAY), locale));
    return "console/care";
  }

  /** What has a date stands by it. */
  private List<Group> groups(Map<String, Map<DueState, Long>> figures, Locale locale) {
    Map<String, List<PlanView>> plans =
        book.plans().stream()
            .sorted(
                Comparator.comparing((PlanView plan) -> GROUPS.indexOf(group(plan.on())))
                    .thenComparing(plan -> plan.next().orElse(LocalDate.MIN)))
            .collect(
                Collectors.groupingBy(
                    plan -> group(plan.on()), LinkedHashMap::new, Collectors.toList()));
    return plans.entrySet().stream()
        .map(
            group ->
                new Group(
                    group.getKey(),
                    group.getValue().stream()
                        .map(p -> row(p, figures.getOrDefault(p.id(), Map.of()), locale))
                        .toList()))
        .toList();
  }

  private LocalDate day(String text) {
    LocalDate today = times.today();
    try {
      LocalDate day = text.isEmpty() ? today : LocalDate.parse(text);
      return day.isBefore(today) || day.isAfter(today.plusDays(DAYS - 1)) ? today : day;
    } catch (DateTimeParseException e) {
      return today;
    }
  }

  private static String group(Occasion on) {
    return switch (on) {
      case PAID, SHIPPED -> "order";
      case DELIVERED, PRODUCT_LIFE -> "use";
      case FOLLOWED, CALENDAR -> "calendar";
      case QUIET, NEW_PRODUCT -> "again";
      case CASE_CLOSED -> "case";
    };
  }

  private PlanRow row(PlanView plan, Map<DueState, Long> figures, Locale locale) {
    long merged = figures.getOrDefault(DueState.MERGED, 0L);
    long notSent =
        figures.getOrDefault(DueState.YIELDED, 0L)
            + figures.getOrDefault(DueState.CANCELLED, 0L)
            + figures.getOrDefault(DueState.PASSED, 0L);
    return new PlanRow(
        says.line(plan, locale),
        figures.getOrDefault(DueState.POSTED, 0L) + merged,
        notSent,
        figures.getOrDefault(DueState.HELD_OUT, 0L),
        figures.getOrDefault(DueState.PLANNED, 0L));
  }

  @Least(Role.VIEWER)
  @GetMapping("/care/plan")
  String plan(@RequestParam String id, Model model, Locale locale) {
    PlanView plan = find(id);
    model.addAttribute("plan", says.line(plan, locale));
    model.addAttribute("delay", PlanWords.Delay.of(plan.after()));
    model.addAttribute("at", plan.at().map(LocalTime::toString).orElse(""));
    boolean dated = plan.on() == Occasion.CALENDAR;
    model.addAttribute(
        "units", dated ? List.of("ahead", "days") : List.of("minutes", "hours", "days"));
    model.addAttribute("dated", dated);
    model.addAttribute("days", days(id, plan.after(), plan.at(), locale));
    model.addAttribute("holdOut", plan.holdOut());
    model.addAttribute("standing", plan.standing().name());
    model.addAttribute("template", plan.template());
    model.addAttribute("preview", desk.preview(id, samples.thing()).orElseThrow());
    desk.changed(id)
        .ifPresent(
            changed -> {
              model.addAttribute("changedBy", changed.operator());
              model.addAttribute("changedAt", times.at(changed.at()));
            });
    model.addAttribute("decided", history.lines(book.decided(id, OF_A_PLAN), locale));
    model.addAttribute("heldOut", heldOut(id));
    return "console/care-plan";
  }

  /** When a festival's words would go, while somebody thinks about it. */
  @Least(Role.VIEWER)
  @GetMapping("/care/plan/days")
  String days(
      @RequestParam String id,
      @RequestParam(defaultValue = "0") int number,
      @RequestParam(defaultValue = "days") String unit,
      @RequestParam(defaultValue = "") String at,
      Model model,
      Locale locale) {
    model.addAttribute(
        "days", days(find(id).id(), new PlanWords.Delay(number, unit).span(), time(at), locale));
    return "console/care-parts :: days";
  }

  /** A day of the calendar and when the words go, both as people say them. */
  record DatedRow(String occasion, String goes) {}

  private List<DatedRow> days(String id, Duration after, Optional<LocalTime> at, Locale locale) {
    return desk.sendings(id, after, at).stream()
        .map(one -> new DatedRow(says.whole(one.occasion(), locale), says.whole(one.at(), locale)))
        .toList();
  }

  private PlanView find(String id) {
    return book.plans().stream()
        .filter(plan -> plan.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  private List<HeldOutRow> heldOut(String plan) {
    List<CareBook.HeldOut> some = book.heldOut(plan, HELD_OUT);
    Map<CustomerId, String> names =
        glance.names(some.stream().map(CareBook.HeldOut::customer).toList());
    return some.stream()
        .map(
            one ->
                new HeldOutRow(
                    one.customer().value(),
                    names.getOrDefault(one.customer(), ""),
                    times.at(one.since())))
        .toList();
  }

  @Least(Role.OPERATOR)
  @PostMapping("/care/plan")
  String change(
      @RequestParam String id,
      @RequestParam Standing standing,
      @RequestParam(defaultValue = "0") int number,
      @RequestParam(defaultValue = "days") String unit,
      @RequestParam(defaultValue = "") String at,
      @RequestParam int holdOut,
      Principal operator,
      RedirectAttributes after) {
    PlanView plan = find(id);
    Duration delay =
        PlanWords.hasDelay(plan.on()) ? new PlanWords.Delay(number, unit).span() : plan.after();
    Optional<LocalTime> time = time(at);
    boolean readable = at.isBlank() || time.isPresent();
    Adjustment wanted = new Adjustment(standing, delay, time, holdOut);
    if (readable && desk.adjust(id, wanted, operator.getName())) {
      audit.note(operator.getName(), "care.changed", id, said(plan) + " → " + said(find(id)));
      after.addFlashAttribute("notice", "care.saved");
    } else {
      after.addFlashAttribute("fault", "care.fault.bounds");
    }
    after.addAttribute("id", id);
    return "redirect:/care/plan";
  }

  private static Optional<LocalTime> time(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(LocalTime.parse(text.strip()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** For the log, whatever the language. */
  private static String said(PlanView plan) {
    return plan.standing()
        + " +"
        + plan.after()
        + plan.at().map(at -> " @" + at).orElse("")
        + " "
        + plan.holdOut()
        + "%";
  }

  @Least(Role.OPERATOR)
  @PostMapping("/care/plan/reset")
  String reset(@RequestParam String id, Principal operator, RedirectAttributes after) {
    PlanView plan = find(id);
    if (desk.reset(id)) {
      audit.note(operator.getName(), "care.reset", id, said(plan) + " → " + said(find(id)));
      after.addFlashAttribute("notice", "care.saved");
    }
    after.addAttribute("id", id);
    return "redirect:/care/plan";
  }
}
