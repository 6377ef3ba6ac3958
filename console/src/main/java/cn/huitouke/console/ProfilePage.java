package cn.huitouke.console;

import cn.huitouke.customer.CustomerBook;
import cn.huitouke.customer.CustomerBook.Card;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.order.Orders;
import cn.huitouke.order.Trades;
import cn.huitouke.store.Remains;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Everything about one customer, in one line of time. */
@Controller
class ProfilePage {

  private static final int ITEMS = 100;
  private static final int ORDERS = 50;
  private static final int EVERYTHING = 100_000;
  private static final Pattern NUMBER = Pattern.compile("[cC]?(\\d{1,15})");

  private final CustomerBook book;
  private final Trades trades;
  private final Orders orders;
  private final ThreadView threads;
  private final Glance glance;
  private final Notes notes;
  private final Erasure erasure;
  private final Audit audit;
  private final Words words;
  private final ShopTime times;
  private final JsonMapper json =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  ProfilePage(
      CustomerBook book,
      Trades trades,
      Orders orders,
      ThreadView threads,
      Glance glance,
      Notes notes,
      Erasure erasure,
      Audit audit,
      Words words,
      ShopTime times) {
    this.book = book;
    this.trades = trades;
    this.orders = orders;
    this.threads = threads;
    this.glance = glance;
    this.notes = notes;
    this.erasure = erasure;
    this.audit = audit;
    this.words = words;
    this.times = times;
  }

  record IdentityView(String channel, String account, boolean following, String since) {}

  record MergeView(long id, long from, String at, String operator) {}

  @Least(Role.VIEWER)
  @GetMapping("/customers/{number}")
  String customer(@PathVariable long number, Model model, Locale locale) {
    CustomerId customer = present(number);
    if (customer.value() != number) {
      return "redirect:/customers/" + customer.value();
    }
    Card card = book.among(List.of(customer), CustomerBook.Filter.ALL).getFirst();
    Optional<Trades.Trade> trade = Optional.ofNullable(trades.of(List.of(customer)).get(customer));
    model.addAttribute("number", number);
    model.addAttribute("name", glance.name(customer));
    model.addAttribute("since", times.at(card.since()));
    model.addAttribute("wishes", card.wishes());
    model.addAttribute("quietHours", card.wishes().quiet().map(Object::toString).orElse(""));
    model.addAttribute("identities", card.identities().stream().map(i -> view(i, locale)).toList());
    model.addAttribute("bought", trade.map(Trades.Trade::orders).orElse(0));
    model.addAttribute("spent", trade.map(t -> t.spent().toPlainString()).orElse("0"));
    model.addAttribute("orders", glance.orders(customer, ORDERS));
    model.addAttribute("tasks", glance.tasks(customer, locale));
    model.addAttribute("timeline", timeline(customer, ITEMS, locale));
    model.addAttribute(
        "merges",
        book.merges(customer).stream()
            .map(m -> new MergeView(m.id(), m.from().value(), times.at(m.at()), m.operator()))
            .toList());
    return "console/customer";
  }

  private IdentityView view(Customers.Identity identity, Locale locale) {
    var channel = identity.peer().channel();
    return new IdentityView(
        words.channel(channel.kind(), locale),
        channel.name(),
        identity.following(),
        times.at(identity.since()));
  }

  private CustomerId present(long number) {
    return book.present(new CustomerId(number))
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  /** Messages, orders, parcels and notes, the newest first. */
  private List<ThreadView.Item> timeline(CustomerId customer, int limit, Locale locale) {
    List<ThreadView.Item> items = new ArrayList<>(threads.items(customer, limit, locale));
    for (var order : orders.ordersOf(customer)) {
      order
          .createdAt()
          .ifPresent(
              at ->
                  items.add(
                      item(
                          at,
                          "order",
                          words.said(
                              "timeline.order", locale, order.number(), order.shortTitle()))));
    }
    for (var note : notes.of(book.allNumbers(customer))) {
      items.add(
          new ThreadView.Item(
              note.at(), "note", times.at(note.at()), note.text(), "", "", note.operator()));
    }
    items.sort(Comparator.comparing(ThreadView.Item::when).reversed());
    return items.subList(0, Math.min(limit, items.size()));
  }

  private ThreadView.Item item(Instant at, String who, String text) {
    return new ThreadView.Item(at, who, times.at(at), text, "", "", "");
  }

  @Least(Role.AGENT)
  @PostMapping("/customers/{number}/notes")
  String note(@PathVariable long number, @RequestParam String text, Principal operator) {
    CustomerId customer = present(number);
    String noted = text.strip();
    if (!noted.isEmpty() && noted.length() <= Notes.LONGEST) {
      notes.add(customer, noted, operator.getName());
    }
    return back(customer);
  }

  /** A phone number in full, and that it was looked at. */
  @Least(Role.AGENT)
  @PostMapping("/customers/{number}/phone")
  String phone(
      @PathVariable long number, @RequestParam String order, Principal operator, Model model) {
    CustomerId customer = present(number);
    if (orders.customerOf(order).filter(customer::equals).isEmpty()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    audit.note(operator.getName(), "phone.shown", customer.toString(), "order " + order);
    model.addAttribute("phone", trades.receiver(order).map(Trades.Receiver::phone).orElse(""));
    return "console/customer :: phone";
  }

  @Least(Role.OPERATOR)
  @PostMapping("/customers/{number}/merge")
  String merge(
      @PathVariable long number,
      @RequestParam String other,
      Principal operator,
      RedirectAttributes after) {
    CustomerId into = present(number);
    var typed = NUMBER.matcher(other.strip());
    Optional<CustomerBook.Merge> made =
        typed.matches()
            ? book.merge(new CustomerId(Long.parseLong(typed.group(1))), into, operator.getName())
            : Optional.empty();
    if (made.isPresent()) {
      audit.note(
          operator.getName(), "customer.merged", into.toString(), made.get().from().toString());
      after.addFlashAttribute("notice", "customer.merged");
    } else {
      after.addFlashAttribute("fault", "customer.fault.merge");
    }
    return back(into);
  }

  @Least(Role.OPERATOR)
  @PostMapping("/customers/{number}/unmerge")
  String unmerge(@PathVariable long number, @RequestParam long merge, Principal operator) {
    CustomerId customer = present(number);
    boolean theirs = book.merges(customer).stream().anyMatch(one -> one.id() == merge);
    if (theirs && book.undo(merge)) {
      audit.note(operator.getName(), "customer.unmerged", customer.toString(), "merge " + merge);
    }
    return back(customer);
  }

  /** Everything kept of them, for them: PIPL article 45. */
  @Least(Role.OPERATOR)
  @PostMapping("/customers/{number}/export")
  ResponseEntity<byte[]> export(@PathVariable long number, Principal operator, Locale locale) {
    CustomerId customer = present(number);
    Card card = book.among(List.of(customer), CustomerBook.Filter.ALL).getFirst();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("customer", customer.toString());
    all.put("since", card.since().toString());
    all.put("wishes", card.wishes());
    all.put(
        "identities",
        card.identities().stream()
            .map(
                identity ->
                    Map.of(
                        "channel", identity.peer().channel().toString(),
                        "address", identity.peer().address(),
                        "following", identity.following()))
            .toList());
    all.put(
        "orders",
        orders.ordersOf(customer).stream()
            .map(
                order -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("number", order.number());
                  one.put("status", order.status().name());
                  one.put("paid", order.paidAmount());
                  one.put("lines", order.lines());
                  one.put("waybills", order.waybills());
                  trades.receiver(order.number()).ifPresent(to -> one.put("receiver", to));
                  return one;
                })
            .toList());
    all.put("conversation", threads.items(customer, EVERYTHING, locale));
    all.put("notes", notes.of(book.allNumbers(customer)));
    audit.note(operator.getName(), "customer.exported", customer.toString(), "");
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + customer + ".json\"")
        .body(json.writeValueAsString(all).getBytes(StandardCharsets.UTF_8));
  }

  /** For good; the number is typed once more, so that it is no slip of the hand. */
  @Least(Role.OWNER)
  @PostMapping("/customers/{number}/erase")
  String erase(
      @PathVariable long number,
      @RequestParam String typed,
      Principal owner,
      Model model,
      RedirectAttributes after) {
    CustomerId customer = present(number);
    if (!typed.strip().equalsIgnoreCase(customer.toString())) {
      after.addFlashAttribute("fault", "customer.fault.erase");
      return back(customer);
    }
    Remains.Found left = erasure.erase(customer);
    audit.note(
        owner.getName(),
        "customer.erased",
        customer.toString(),
        left.tables() + " tables looked through, rows left: " + left.rows());
    model.addAttribute("customer", customer.toString());
    model.addAttribute("left", left);
    return "console/erased";
  }

  private static String back(CustomerId customer) {
    return "redirect:/customers/" + customer.value();
  }
}
