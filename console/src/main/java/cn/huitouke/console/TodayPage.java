package cn.huitouke.console;

import cn.huitouke.conversation.Conversations;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Channels;
import cn.huitouke.delivery.Correspondence;
import cn.huitouke.delivery.LetterStatus;
import cn.huitouke.delivery.LetterStatus.State;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.desk.Desk;
import cn.huitouke.logistics.DigestReports;
import cn.huitouke.logistics.ParcelBoard;
import cn.huitouke.tracking.ParcelState;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The first page: what needs a person, how the day goes, and what was said to customers and why. */
@Controller
class TodayPage {

  private static final int TASKS = 50;
  private static final int LETTERS = 30;
  private static final int WAITING = 6;
  private static final int UNCERTAIN = 6;
  private static final Set<String> BACK = Set.of("/parcels", "/conversations");

  private final Desk desk;
  private final TaskCards tasks;
  private final Outbox outbox;
  private final Waiting waiting;
  private final Correspondence correspondence;
  private final Conversations conversations;
  private final Channels channels;
  private final ParcelBoard parcels;
  private final DigestReports digestReports;
  private final Glance glance;
  private final Words words;
  private final ShopTime times;

  TodayPage(
      Desk desk,
      TaskCards tasks,
      Outbox outbox,
      Waiting waiting,
      Correspondence correspondence,
      Conversations conversations,
      Channels channels,
      ParcelBoard parcels,
      DigestReports digestReports,
      Glance glance,
      Words words,
      ShopTime times) {
    this.desk = desk;
    this.tasks = tasks;
    this.outbox = outbox;
    this.waiting = waiting;
    this.correspondence = correspondence;
    this.conversations = conversations;
    this.channels = channels;
    this.parcels = parcels;
    this.digestReports = digestReports;
    this.glance = glance;
    this.words = words;
    this.times = times;
  }

  record WaitingView(long number, String name, String text, String waits, String operator) {}

  record ChannelView(String id, String kind, String heardAt) {}

  record LetterRow(
      String at,
      String occasion,
      String subject,
      long customer,
      String state,
      String wire,
      String why) {}

  @Least(Role.VIEWER)
  @GetMapping("/")
  String today(Model model, Locale locale) {
    model.addAttribute("now", times.at(times.now()));
    model.addAttribute("tasks", tasks.open(TASKS, locale));
    waiting(model, locale);
    figures(model);
    channels(model, locale);
    digestReports.of(times.today()).ifPresent(report -> model.addAttribute("digest", report));
    model.addAttribute(
        "uncertain",
        correspondence.uncertain(UNCERTAIN).stream().map(l -> row(l, locale)).toList());
    model.addAttribute(
        "letters", outbox.recent(LETTERS).stream().map(l -> row(l, locale)).toList());
    return "console/today";
  }

  private void waiting(Model model, Locale locale) {
    List<Waiting.Line> lines = waiting.lines(100).stream().filter(Waiting.Line::waits).toList();
    Map<CustomerId, String> names =
        glance.names(lines.stream().limit(WAITING).map(Waiting.Line::customer).toList());
    model.addAttribute("waitingCount", lines.size());
    model.addAttribute(
        "waiting",
        lines.stream()
            .limit(WAITING)
            .map(
                line ->
                    new WaitingView(
                        line.customer().value(),
                        names.getOrDefault(line.customer(), ""),
                        line.last().map(heard -> words.of(heard.event(), locale)).orElse(""),
                        times.since(line.since().orElseThrow(), locale),
                        line.takeover().map(one -> one.operator()).orElse("")))
            .toList());
  }

  private void figures(Model model) {
    Map<State, Long> tally = correspondence.tally(times.startOfToday());
    model.addAttribute("sent", tally.getOrDefault(State.ACCEPTED, 0L));
    model.addAttribute(
        "notSent", tally.getOrDefault(State.REFUSED, 0L) + tally.getOrDefault(State.EXPIRED, 0L));
    model.addAttribute(
        "waitingLetters",
        tally.getOrDefault(State.PLANNED, 0L) + tally.getOrDefault(State.HELD, 0L));
    model.addAttribute("digests", parcels.digestsOn(times.today()));
    Map<ParcelState, Long> onTheWay = parcels.onTheWay();
    model.addAttribute("onTheWay", onTheWay.values().stream().mapToLong(Long::longValue).sum());
    model.addAttribute(
        "troubled",
        onTheWay.entrySet().stream()
            .filter(entry -> entry.getKey().troubled())
            .mapToLong(Map.Entry::getValue)
            .sum());
  }

  private void channels(Model model, Locale locale) {
    var heard = conversations.heardOf();
    model.addAttribute(
        "channels",
        channels.all().stream()
            .map(
                channel -> {
                  var last = heard.get(channel.id());
                  return new ChannelView(
                      channel.id().name(),
                      words.channel(channel.id().kind(), locale),
                      last == null ? "" : times.at(last));
                })
            .toList());
  }

  /** Closes a task. {@code back}: the page on which it was. */
  @Least(Role.AGENT)
  @PostMapping("/tasks")
  String close(
      Principal operator,
      @RequestParam String key,
      @RequestParam String outcome,
      @RequestParam(defaultValue = "") String back,
      RedirectAttributes after) {
    boolean closed = desk.close(key, outcome, operator.getName());
    after.addFlashAttribute("notice", closed ? "task.closed" : "task.gone");
    return "redirect:"
        + (BACK.contains(back) || back.matches("/(conversations|customers)/\\d+") ? back : "/");
  }

  private LetterRow row(LetterStatus letter, Locale locale) {
    return new LetterRow(
        times.at(letter.changedAt()),
        words.occasion(letter.id().value(), locale),
        subject(letter.id().value().split(":")),
        letter.customer().value(),
        letter.state().name(),
        letter.wire().map(wire -> words.wire(wire, locale)).orElse(""),
        EveryPage.english(locale) ? letter.whyEnglish() : letter.why());
  }

  /** What it is about, where that is not the whole conversation: a waybill or an order. */
  private static String subject(String[] id) {
    return switch (id[0]) {
      case "notice" -> id.length > 3 ? id[3] : "";
      case "binding" -> id.length > 2 ? id[2] : "";
      default -> "";
    };
  }
}
