package cn.huitouke.console;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Purpose;
import cn.huitouke.conversation.Conversations.Heard;
import cn.huitouke.conversation.Takeovers;
import cn.huitouke.conversation.Takeovers.Takeover;
import cn.huitouke.customer.CustomerBook;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Correspondence;
import cn.huitouke.delivery.Correspondence.Room;
import cn.huitouke.delivery.Lane;
import cn.huitouke.delivery.Letter;
import cn.huitouke.delivery.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who is talking with us, over all accounts; and talking with them oneself. */
@Controller
class ConversationsPage {

  private static final int LINES = 60;
  private static final int ITEMS = 80;
  private static final int LONGEST = 600;
  private static final int ORDERS = 5;
  private static final int CARE = 8;
  private static final int TOLD = 3;

  /** An answer of yesterday is none. */
  private static final Duration WORTH = Duration.ofHours(24);

  private final Waiting waiting;
  private final ThreadView threads;
  private final Glance glance;
  private final CareHistory care;
  private final Takeovers takeovers;
  private final CustomerBook book;
  private final Correspondence correspondence;
  private final Outbox outbox;
  private final Operators operators;
  private final Audit audit;
  private final LiveFeed feed;
  private final Words words;
  private final ShopTime times;

  ConversationsPage(
      Waiting waiting,
      ThreadView threads,
      Glance glance,
      CareHistory care,
      Takeovers takeovers,
      CustomerBook book,
      Correspondence correspondence,
      Outbox outbox,
      Operators operators,
      Audit audit,
      LiveFeed feed,
      Words words,
      ShopTime times) {
    this.waiting = waiting;
    this.threads = threads;
    this.glance = glance;
    this.care = care;
    this.takeovers = takeovers;
    this.book = book;
    this.correspondence = correspondence;
    this.outbox = outbox;
    this.operators = operators;
    this.audit = audit;
    this.feed = feed;
    this.words = words;
    this.times = times;
  }

  record LineView(
      long number,
      String name,
      String channel,
      String last,
      String at,
      String waits,
      String operator,
      List<String> tasks) {}

  @Least(Role.VIEWER)
  @GetMapping("/conversations")
  String conversations(Model model, Locale locale) {
    inbox(model, locale);
    return "console/conversations";
  }

  @Least(Role.VIEWER)
  @GetMapping("/conversations/inbox")
  String inboxAlone(@RequestParam(defaultValue = "0") long open, Model model, Locale locale) {
    model.addAttribute("open", open);
    inbox(model, locale);
    return "console/conversations :: inbox";
  }

  @Least(Role.VIEWER)
  @GetMapping(path = "/conversations/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter stream(@AuthenticationPrincipal Login login) {
    return feed.open(login);
  }

  @Least(Role.VIEWER)
  @GetMapping("/conversations/{number}")
  String conversation(
      @PathVariable long number, @AuthenticationPrincipal Login login, Model model, Locale locale) {
    CustomerId customer = present(number);
    if (customer.value() != number) {
      return "redirect:/conversations/" + customer.value();
    }
    model.addAttribute("open", number);
    inbox(model, locale);
    thread(customer, login, model, locale);
    model.addAttribute("orders", glance.orders(customer, ORDERS));
    model.addAttribute("tasks", glance.tasks(customer, locale));
    model.addAttribute("care", care.of(customer, CARE, locale));
    model.addAttribute("told", care.told(customer, TOLD));
    model.addAttribute("token", UUID.randomUUID().toString());
    model.addAttribute(
        "colleagues",
        operators.all().stream()
            .filter(Operators.Row::enabled)
            .filter(row -> row.role().atLeast(Role.AGENT))
            .map(Operators.Row::name)
            .filter(name -> !name.equals(login.getUsername()))
            .toList());
    return "console/conversations";
  }

  @Least(Role.VIEWER)
  @GetMapping("/conversations/{number}/thread")
  String threadAlone(
      @PathVariable long number, @AuthenticationPrincipal Login login, Model model, Locale locale) {
    thread(present(number), login, model, locale);
    return "console/conversations :: thread";
  }

  private CustomerId present(long number) {
    return book.present(new CustomerId(number))
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  private void inbox(Model model, Locale locale) {
    List<Waiting.Line> lines = waiting.lines(LINES);
    Map<CustomerId, String> names =
        glance.names(lines.stream().map(Waiting.Line::customer).toList());
    model.addAttribute(
        "lines",
        lines.stream()
            .map(line -> view(line, names.getOrDefault(line.customer(), ""), locale))
            .toList());
    model.addAttribute("waiting", lines.stream().filter(Waiting.Line::waits).count());
  }

  private LineView view(Waiting.Line line, String name, Locale locale) {
    return new LineView(
        line.customer().value(),
        name,
        line.last()
            .map(heard -> words.channel(heard.event().peer().channel().kind(), locale))
            .orElse(""),
        line.last().map(heard -> words.of(heard.event(), locale)).orElse(""),
        times.at(line.last().map(Heard::at)),
        line.since().map(since -> times.since(since, locale)).orElse(""),
        line.takeover().map(Takeover::operator).orElse(""),
        line.tasks().stream().map(kind -> words.task(kind, locale)).toList());
  }

  private void thread(CustomerId customer, Login login, Model model, Locale locale) {
    Optional<Takeover> takeover = takeovers.of(customer);
    model.addAttribute("number", customer.value());
    model.addAttribute("name", glance.name(customer));
    model.addAttribute("items", threads.items(customer, ITEMS, locale));
    model.addAttribute("leader", takeover.map(Takeover::operator).orElse(""));
    model.addAttribute(
        "mine", takeover.filter(one -> one.operator().equals(login.getUsername())).isPresent());
    model.addAttribute("room", room(customer, locale));
  }

  /** In one sentence, what the platform still lets us say. */
  private String room(CustomerId customer, Locale locale) {
    Optional<Heard> latest = threads.latest(customer);
    if (latest.isEmpty()) {
      return words.said("room.never", locale);
    }
    List<Room> room = correspondence.room(latest.get().event().peer());
    if (room.isEmpty()) {
      return words.said("room.closed", locale);
    }
    Room best = room.getFirst();
    if (best.closes().isEmpty()) {
      return words.said("room.free", locale);
    }
    Duration left = Duration.between(times.now(), best.closes().orElseThrow());
    return words.said("room.open", locale, best.left().orElse(0), times.span(left, locale));
  }

  @Least(Role.AGENT)
  @PostMapping("/conversations/{number}/take-over")
  String takeOver(
      @PathVariable long number, @AuthenticationPrincipal Login login, RedirectAttributes after) {
    CustomerId customer = present(number);
    if (takeovers.takeOver(customer, login.getUsername())) {
      audit.note(login.getUsername(), "conversation.taken", customer.toString(), "");
    } else {
      after.addFlashAttribute("fault", "talk.fault.taken");
    }
    return back(customer);
  }

  @Least(Role.AGENT)
  @PostMapping("/conversations/{number}/give-back")
  String giveBack(@PathVariable long number, @AuthenticationPrincipal Login login) {
    CustomerId customer = present(number);
    if ((leads(customer, login) || login.role().atLeast(Role.OPERATOR))
        && takeovers.giveBack(customer)) {
      audit.note(login.getUsername(), "conversation.given-back", customer.toString(), "");
    }
    return back(customer);
  }

  @Least(Role.AGENT)
  @PostMapping("/conversations/{number}/hand-on")
  String handOn(
      @PathVariable long number,
      @RequestParam String to,
      @AuthenticationPrincipal Login login,
      RedirectAttributes after) {
    CustomerId customer = present(number);
    boolean known =
        operators.all().stream()
            .anyMatch(
                row -> row.name().equals(to) && row.enabled() && row.role().atLeast(Role.AGENT));
    if (known && (leads(customer, login) || login.role().atLeast(Role.OPERATOR))) {
      takeovers.handOn(customer, to);
      audit.note(login.getUsername(), "conversation.handed-on", customer.toString(), to);
    } else {
      after.addFlashAttribute("fault", "talk.fault.not-yours");
    }
    return back(customer);
  }

  /**
   * Says something as a person.
   *
   * @param token made with the form: sent twice it is said once
   */
  @Least(Role.AGENT)
  @PostMapping("/conversations/{number}/answer")
  String answer(
      @PathVariable long number,
      @RequestParam String text,
      @RequestParam UUID token,
      @AuthenticationPrincipal Login login,
      RedirectAttributes after) {
    CustomerId customer = present(number);
    String said = text.strip();
    if (!leads(customer, login)) {
      after.addFlashAttribute("fault", "talk.fault.not-yours");
    } else if (said.isEmpty() || said.codePointCount(0, said.length()) > LONGEST) {
      after.addFlashAttribute("fault", "talk.fault.length");
    } else {
      outbox.post(List.of(letter(customer, said, token, login.getUsername())));
    }
    return back(customer);
  }

  private Letter letter(CustomerId customer, String text, UUID token, String operator) {
    Instant now = times.now();
    return new Letter(
        new OutboundId(ThreadView.BY_HAND + customer + ":" + token),
        customer,
        Purpose.REPLY,
        Lane.REPLY,
        Message.text(text),
        Optional.empty(),
        threads
            .latest(customer)
            .map(heard -> new Letter.AnswerTo(heard.event().peer(), heard.event().id())),
        now,
        now.plus(WORTH),
        "operator " + operator);
  }

  private boolean leads(CustomerId customer, Login login) {
    return takeovers
        .of(customer)
        .filter(one -> one.operator().equals(login.getUsername()))
        .isPresent();
  }

  private static String back(CustomerId customer) {
    return "redirect:/conversations/" + customer.value();
  }
}
