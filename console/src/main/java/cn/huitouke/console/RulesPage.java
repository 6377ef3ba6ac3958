package cn.huitouke.console;

import cn.huitouke.customer.Wishes.QuietHours;
import cn.huitouke.delivery.HouseRules;
import cn.huitouke.delivery.Limits;
import java.security.Principal;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** When the shop keeps silent, and how often it may speak unasked. */
@Controller
class RulesPage {

  private static final String BACK = "redirect:/settings/rules";
  private static final String QINGMING = "qingming";
  private static final int LONGEST = 2_000;

  /** A day as people write it: 12-13, 12/13, 12.13, 12月13日, and with a year before it. */
  private static final Pattern DAY =
      Pattern.compile("(?:(\\d{4})[-/.年])?(\\d{1,2})[-/.月](\\d{1,2})日?");

  private final HouseRules rules;
  private final Audit audit;
  private final ShopTime times;

  RulesPage(HouseRules rules, Audit audit, ShopTime times) {
    this.rules = rules;
    this.audit = audit;
    this.times = times;
  }

  /** The fields as they were typed. */
  record Form(
      boolean quiet,
      String from,
      String to,
      int careDay,
      int careWeek,
      int community,
      int marketing,
      boolean qingming,
      String days) {

    static Form of(Limits limits) {
      return new Form(
          limits.quiet().isPresent(),
          limits.quiet().map(QuietHours::from).map(LocalTime::toString).orElse("21:00"),
          limits.quiet().map(QuietHours::to).map(LocalTime::toString).orElse("08:00"),
          limits.carePerDay(),
          limits.carePerWeek(),
          limits.communityPerWeek(),
          limits.marketingPerWeek(),
          limits.mourningDays().contains(QINGMING),
          String.join(
              "\n", limits.mourningDays().stream().filter(day -> !day.equals(QINGMING)).toList()));
    }
  }

  @Least(Role.VIEWER)
  @GetMapping("/settings/rules")
  String rules(Model model) {
    HouseRules.Standing standing = rules.standing();
    if (!model.containsAttribute("form")) {
      model.addAttribute("form", Form.of(standing.limits()));
    }
    model.addAttribute("most", Limits.MOST);
    model.addAttribute(
        "changed",
        standing.changed().map(it -> times.at(it.at()) + " · " + it.operator()).orElse(""));
    return "console/rules";
  }

  @Least(Role.OWNER)
  @PostMapping("/settings/rules")
  String keep(
      Principal owner,
      @RequestParam(defaultValue = "false") boolean quiet,
      @RequestParam(defaultValue = "") String from,
      @RequestParam(defaultValue = "") String to,
      @RequestParam int careDay,
      @RequestParam int careWeek,
      @RequestParam int community,
      @RequestParam int marketing,
      @RequestParam(defaultValue = "false") boolean qingming,
      @RequestParam(defaultValue = "") String days,
      RedirectAttributes after) {
    Form form = new Form(quiet, from, to, careDay, careWeek, community, marketing, qingming, days);
    String fault = fault(form);
    if (!fault.isEmpty()) {
      after.addFlashAttribute("fault", fault);
      after.addFlashAttribute("form", form);
      return BACK;
    }
    Limits limits = limits(form);
    rules.keep(limits, owner.getName());
    audit.note(owner.getName(), "rules.changed", "", inShort(limits));
    after.addFlashAttribute("notice", "rules.kept");
    return BACK;
  }

  @Least(Role.OWNER)
  @PostMapping("/settings/rules/reset")
  String reset(Principal owner, RedirectAttributes after) {
    rules.reset();
    audit.note(owner.getName(), "rules.reset", "", inShort(rules.usual()));
    after.addFlashAttribute("notice", "rules.reset.done");
    return BACK;
  }

  private static String fault(Form form) {
    if (form.quiet()) {
      Optional<LocalTime> from = time(form.from());
      if (from.isEmpty() || time(form.to()).isEmpty() || from.equals(time(form.to()))) {
        return "rules.fault.quiet";
      }
    }
    for (int count : List.of(form.careDay(), form.careWeek(), form.community(), form.marketing())) {
      if (count < 0 || count > Limits.MOST) {
        return "rules.fault.count";
      }
    }
    List<String> days = lines(form.days());
    if (form.days().length() > LONGEST || days.size() >= Limits.MOST_DAYS) {
      return "rules.fault.many";
    }
    return days.stream().allMatch(day -> day(day).isPresent()) ? "" : "rules.fault.day";
  }

  private static Limits limits(Form form) {
    List<String> days = new ArrayList<>();
    if (form.qingming()) {
      days.add(QINGMING);
    }
    lines(form.days()).stream().flatMap(day -> day(day).stream()).distinct().forEach(days::add);
    return new Limits(
        form.quiet()
            ? Optional.of(
                new QuietHours(time(form.from()).orElseThrow(), time(form.to()).orElseThrow()))
            : Optional.empty(),
        form.careDay(),
        form.careWeek(),
        form.community(),
        form.marketing(),
        days);
  }

  private static List<String> lines(String days) {
    return Pattern.compile("[\\s,，、;；]+")
        .splitAsStream(days.strip())
        .filter(day -> !day.isEmpty())
        .toList();
  }

  private static Optional<String> day(String written) {
    Matcher matcher = DAY.matcher(written);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String ofTheYear = "%02d-%02d".formatted(number(matcher, 2), number(matcher, 3));
    String day = matcher.group(1) == null ? ofTheYear : matcher.group(1) + "-" + ofTheYear;
    return Limits.isDay(day) ? Optional.of(day) : Optional.empty();
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static Optional<LocalTime> time(String written) {
    try {
      return Optional.of(LocalTime.parse(written));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static String inShort(Limits limits) {
    return "%s · %d/%d · %d · %d · %s"
        .formatted(
            limits.quiet().map(QuietHours::toString).orElse("–"),
            limits.carePerDay(),
            limits.carePerWeek(),
            limits.communityPerWeek(),
            limits.marketingPerWeek(),
            String.join(" ", limits.mourningDays()));
  }
}
