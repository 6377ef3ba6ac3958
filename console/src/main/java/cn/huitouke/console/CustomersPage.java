package cn.huitouke.console;

import cn.huitouke.customer.CustomerBook;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.order.Trades;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** Finding customers. */
@Controller
class CustomersPage {

  private static final int PAGE = 50;

  private final CustomerFinder finder;
  private final Glance glance;
  private final Words words;
  private final ShopTime times;

  CustomersPage(CustomerFinder finder, Glance glance, Words words, ShopTime times) {
    this.finder = finder;
    this.glance = glance;
    this.words = words;
    this.times = times;
  }

  /**
   * What the form says; empty fields mean any.
   *
   * @param recent bought within so many days
   * @param away not bought for so many days
   */
  record Wanted(
      String channel,
      boolean reachable,
      String consent,
      int orders,
      BigDecimal spent,
      int recent,
      int away,
      String product,
      String region) {

    private static final BigDecimal MOST = new BigDecimal("999999999");

    Wanted {
      orders = Math.clamp(orders, 0, 100_000);
      recent = Math.clamp(recent, 0, 10_000);
      away = Math.clamp(away, 0, 10_000);
      spent = spent.max(BigDecimal.ZERO).min(MOST);
      product = product.strip();
      region = region.strip();
    }

    CustomerBook.Filter who() {
      Optional<Boolean> quiet =
          switch (consent) {
            case "quiet" -> Optional.of(true);
            case "open" -> Optional.of(false);
            default -> Optional.empty();
          };
      return new CustomerBook.Filter(channel, reachable, quiet, Optional.empty());
    }

    Trades.Filter what(Instant now) {
      return new Trades.Filter(
          orders,
          spent.signum() == 0 ? BigDecimal.ZERO : spent,
          days(recent, now),
          days(away, now),
          product,
          region);
    }

    private static Optional<Instant> days(int days, Instant now) {
      return days == 0 ? Optional.empty() : Optional.of(now.minus(Duration.ofDays(days)));
    }
  }

  record Row(
      long number,
      String name,
      List<String> channels,
      boolean reachable,
      boolean quiet,
      int orders,
      String spent,
      String last,
      String heardAt) {}

  @ModelAttribute("wanted")
  Wanted wanted(
      @RequestParam(defaultValue = "") String channel,
      @RequestParam(defaultValue = "false") boolean reachable,
      @RequestParam(defaultValue = "") String consent,
      @RequestParam(defaultValue = "0") int orders,
      @RequestParam(defaultValue = "0") BigDecimal spent,
      @RequestParam(defaultValue = "0") int recent,
      @RequestParam(defaultValue = "0") int away,
      @RequestParam(defaultValue = "") String product,
      @RequestParam(defaultValue = "") String region) {
    return new Wanted(channel, reachable, consent, orders, spent, recent, away, product, region);
  }

  @Least(Role.VIEWER)
  @GetMapping("/customers")
  String customers(
      @ModelAttribute("wanted") Wanted wanted,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "9223372036854775807") long before,
      Model model,
      Locale locale) {
    CustomerFinder.Page page =
        q.isBlank()
            ? finder.page(wanted.who(), wanted.what(times.now()), before, PAGE)
            : new CustomerFinder.Page(finder.search(q.strip()), 0);
    Map<CustomerId, String> names =
        glance.names(page.found().stream().map(found -> found.card().id()).toList());
    model.addAttribute("q", q);
    model.addAttribute("next", page.next());
    model.addAttribute("first", before == Long.MAX_VALUE);
    model.addAttribute(
        "customers",
        page.found().stream()
            .map(found -> row(found, names.getOrDefault(found.card().id(), ""), locale))
            .toList());
    return "console/customers";
  }

  private Row row(CustomerFinder.Found found, String name, Locale locale) {
    var card = found.card();
    return new Row(
        card.id().value(),
        name,
        card.identities().stream()
            .map(identity -> words.channel(identity.peer().channel().kind(), locale))
            .distinct()
            .toList(),
        card.identities().stream().anyMatch(Customers.Identity::following),
        !card.wishes().care(),
        found.trade().map(Trades.Trade::orders).orElse(0),
        found.trade().map(trade -> trade.spent().toPlainString()).orElse(""),
        found.trade().map(trade -> times.at(trade.last())).orElse(""),
        times.at(card.heardAt()));
  }
}
