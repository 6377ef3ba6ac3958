package cn.huitouke.console;

import cn.huitouke.delivery.LetterStatus;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.desk.Desk;
import java.security.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The first page: what needs a person, and what was said to customers, with the reason for each. */
@Controller
class TodayPage {

  private static final int TASKS = 50;
  private static final int LETTERS = 50;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm");

  private final Desk desk;
  private final Outbox outbox;
  private final InstantSource clock;
  private final ZoneId zone;

  TodayPage(
      Desk desk,
      Outbox outbox,
      InstantSource clock,
      @Value("${huitouke.shop.zone:Asia/Shanghai}") ZoneId zone) {
    this.desk = desk;
    this.outbox = outbox;
    this.clock = clock;
    this.zone = zone;
  }

  @GetMapping("/")
  String today(Model model, Locale locale) {
    model.addAttribute("now", shown(clock.instant()));
    model.addAttribute(
        "tasks",
        desk.openTasks(TASKS).stream()
            .map(
                task ->
                    new TaskRow(
                        task.key(),
                        task.kind(),
                        task.title(),
                        task.detail(),
                        shown(task.openedAt())))
            .toList());
    List<LetterRow> letters =
        outbox.recent(LETTERS).stream().map(letter -> row(letter, locale)).toList();
    model.addAttribute("letters", letters);
    return "console/today";
  }

  @PostMapping("/tasks")
  String close(
      Principal operator,
      @RequestParam String key,
      @RequestParam String outcome,
      RedirectAttributes after) {
    boolean closed = desk.close(key, outcome, operator.getName());
    after.addFlashAttribute("notice", closed ? "task.closed" : "task.gone");
    return "redirect:/";
  }

  private LetterRow row(LetterStatus letter, Locale locale) {
    boolean english = Locale.ENGLISH.getLanguage().equals(locale.getLanguage());
    String[] id = letter.id().value().split(":");
    return new LetterRow(
        shown(letter.changedAt()),
        occasion(id),
        subject(id),
        letter.customer().toString(),
        letter.state().name(),
        letter.wire().orElse(""),
        english ? letter.whyEnglish() : letter.why());
  }

  /** What a letter was written for, as its natural id says: {@code reply}, {@code notice-shipped}. */
  private static String occasion(String[] id) {
    return id[0].equals("notice") && id.length > 1 ? "notice-" + id[1] : id[0];
  }

  /** What it is about, where that is not the whole conversation: a waybill or an order. */
  private static String subject(String[] id) {
    return switch (id[0]) {
      case "notice" -> id.length > 3 ? id[3] : "";
      case "binding" -> id.length > 2 ? id[2] : "";
      default -> "";
    };
  }

  private String shown(Instant instant) {
    return TIME.format(instant.atZone(zone));
  }

  record TaskRow(String key, String kind, String title, String detail, String at) {}

  record LetterRow(
      String at,
      String occasion,
      String subject,
      String customer,
      String state,
      String wire,
      String why) {}
}
