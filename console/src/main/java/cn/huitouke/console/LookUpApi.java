package cn.huitouke.console;

import cn.huitouke.customer.CustomerBook;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.order.Order;
import cn.huitouke.order.Orders;
import cn.huitouke.order.Trades;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Customers and orders, to read, for the shop's own systems. Nothing in it names a person. */
@RestController
@Anyone
@RequestMapping("/api/v1")
class LookUpApi {

  private static final int MOST = 200;

  private final CustomerFinder finder;
  private final Orders orders;

  LookUpApi(CustomerFinder finder, Orders orders) {
    this.finder = finder;
    this.orders = orders;
  }

  /**
   * A page.
   *
   * @param next pass it as {@code before} for the next page; left out on the last one
   */
  record Page(List<Customer> customers, Optional<Long> next) {}

  record Customer(
      long id,
      Instant since,
      Instant heardAt,
      List<String> channels,
      boolean reachable,
      boolean care,
      boolean marketing,
      int orders,
      BigDecimal spent) {}

  @Operation(summary = "Customers, the newest first, page by page")
  @Tag(name = "Customers")
  @ApiResponse(responseCode = "200", description = "A page of at most 200")
  @GetMapping("/customers")
  Page customers(
      @Parameter(description = "from the page before; left out for the first")
          @RequestParam(defaultValue = "9223372036854775807")
          long before,
      @RequestParam(defaultValue = "50") int limit) {
    CustomerFinder.Page page =
        finder.page(CustomerBook.Filter.ALL, Trades.Filter.ALL, before, Math.clamp(limit, 1, MOST));
    return new Page(
        page.found().stream().map(LookUpApi::customer).toList(),
        page.next() == 0 ? Optional.empty() : Optional.of(page.next()));
  }

  private static Customer customer(CustomerFinder.Found found) {
    CustomerBook.Card card = found.card();
    return new Customer(
        card.id().value(),
        card.since(),
        card.heardAt(),
        card.identities().stream().map(one -> one.peer().channel().toString()).distinct().toList(),
        card.identities().stream().anyMatch(Customers.Identity::following),
        card.wishes().care(),
        card.wishes().marketing(),
        found.trade().map(Trades.Trade::orders).orElse(0),
        found.trade().map(Trades.Trade::spent).orElse(BigDecimal.ZERO));
  }

  /** An order, and whose it is. */
  record Found(Order order, Optional<Long> customer) {}

  @Operation(summary = "One order, without who receives it")
  @Tag(name = "Orders")
  @ApiResponse(responseCode = "200", description = "The order")
  @ApiResponse(responseCode = "404", description = "There is none of that number")
  @GetMapping("/orders/{number}")
  ResponseEntity<Found> order(@PathVariable String number) {
    return ResponseEntity.of(
        orders
            .find(number)
            .map(order -> new Found(order, orders.customerOf(number).map(CustomerId::value))));
  }
}
