package cn.huitouke.console;

import cn.huitouke.channel.OutboundId;
import cn.huitouke.customer.CustomerBook;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.Correspondence;
import cn.huitouke.delivery.LetterStatus;
import cn.huitouke.delivery.Outbox;
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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Customers, orders and messages, to read, for the shop's own systems. Nothing names a person. */
@RestController
@Anyone
@RequestMapping("/api/v1")
class LookUpApi {

  private static final int MOST = 200;
  private static final String CURSOR = "next of the page before; left out for the first";

  private final CustomerFinder finder;
  private final CustomerBook book;
  private final Trades trades;
  private final Orders orders;
  private final Outbox outbox;
  private final Correspondence correspondence;

  LookUpApi(
      CustomerFinder finder,
      CustomerBook book,
      Trades trades,
      Orders orders,
      Outbox outbox,
      Correspondence correspondence) {
    this.finder = finder;
    this.book = book;
    this.trades = trades;
    this.orders = orders;
    this.outbox = outbox;
    this.correspondence = correspondence;
  }

  /**
   * A page.
   *
   * @param next pass it as {@code cursor} for the next page; left out on the last one
   */
  record Page(List<Customer> customers, Optional<String> next) {}

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

  @Operation(
      summary = "Customers, the newest first, page by page",
      description = "With order: whose it is. With query: by order, waybill, phone or nickname.")
  @Tag(name = "Customers")
  @ApiResponse(responseCode = "200", description = "A page of at most 200")
  @ApiResponse(responseCode = "400", description = "The cursor is none of ours")
  @Needs(Scope.CUSTOMERS_READ)
  @GetMapping("/customers")
  Page customers(
      @Parameter(description = CURSOR) @RequestParam(defaultValue = "") String cursor,
      @Parameter(description = "at most 200") @RequestParam(defaultValue = "50") int limit,
      @Parameter(description = "an order's number") @RequestParam(defaultValue = "") String order,
      @Parameter(description = "an order, a waybill, a whole phone number or nickname")
          @RequestParam(defaultValue = "")
          String query) {
    if (!order.isBlank()) {
      List<CustomerId> owner = orders.customerOf(order.strip()).map(List::of).orElse(List.of());
      return new Page(owner.stream().flatMap(id -> find(id).stream()).toList(), Optional.empty());
    }
    if (!query.isBlank()) {
      return new Page(
          finder.search(query.strip()).stream().map(LookUpApi::customer).toList(),
          Optional.empty());
    }
    CustomerFinder.Page page =
        finder.page(
            CustomerBook.Filter.ALL,
            Trades.Filter.ALL,
            Cursor.before(cursor),
            Math.clamp(limit, 1, MOST));
    return new Page(
        page.found().stream().map(LookUpApi::customer).toList(),
        page.next() == 0 ? Optional.empty() : Optional.of(Cursor.after(page.next())));
  }

  @Operation(
      summary = "One customer",
      description = "A number that was merged into another is answered by that other.")
  @Tag(name = "Customers")
  @ApiResponse(responseCode = "200", description = "The customer")
  @ApiResponse(responseCode = "404", description = "There is none of that number")
  @Needs(Scope.CUSTOMERS_READ)
  @GetMapping("/customers/{number}")
  Customer customer(@PathVariable long number) {
    return Problems.found(find(new CustomerId(number)), "There is no customer of that number");
  }

  private Optional<Customer> find(CustomerId id) {
    return book.present(id)
        .flatMap(
            one ->
                book.among(List.of(one), CustomerBook.Filter.ALL).stream()
                    .map(
                        card ->
                            new CustomerFinder.Found(
                                card, Optional.ofNullable(trades.of(List.of(one)).get(one))))
                    .findFirst())
        .map(LookUpApi::customer);
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
  @Needs(Scope.ORDERS_READ)
  @GetMapping("/orders/{number}")
  Found order(@PathVariable String number) {
    return Problems.found(
        orders
            .find(number)
            .map(order -> new Found(order, orders.customerOf(number).map(CustomerId::value))),
        "There is no order of that number");
  }

  /**
   * Where a message stands.
   *
   * @param id its name for ever, for example {@code digest:c17:2026-11-22}
   * @param state PLANNED, HELD, CLAIMED, ATTEMPTED, ACCEPTED, REFUSED, UNCERTAIN, EXPIRED, WITHDRAWN
   *     or WITHHELD
   * @param why why it stands there, in Chinese
   */
  record MessageView(
      String id,
      long customer,
      String purpose,
      LetterStatus.State state,
      Optional<String> wire,
      Instant plannedAt,
      Instant changedAt,
      String why,
      String whyEnglish) {

    static MessageView of(LetterStatus status) {
      return new MessageView(
          status.id().value(),
          status.customer().value(),
          status.purpose().name(),
          status.state(),
          status.wire(),
          status.plannedAt(),
          status.changedAt(),
          status.why(),
          status.whyEnglish());
    }
  }

  /** A page; {@code next} as with customers. */
  record Messages(List<MessageView> messages, Optional<String> next) {}

  @Operation(summary = "Where a message stands, without its words")
  @Tag(name = "Messages")
  @ApiResponse(responseCode = "200", description = "Where it stands, and why")
  @ApiResponse(responseCode = "404", description = "There is none of that name")
  @Needs(Scope.MESSAGES_READ)
  @GetMapping("/messages")
  MessageView message(
      @Parameter(description = "its name; it may hold slashes") @RequestParam String id) {
    return Problems.found(
        outbox.status(new OutboundId(id)).map(MessageView::of), "There is no message of that name");
  }

  @Operation(summary = "A customer's messages, the newest first, without their words")
  @Tag(name = "Messages")
  @ApiResponse(responseCode = "200", description = "A page of at most 200")
  @ApiResponse(responseCode = "404", description = "There is no customer of that number")
  @Needs(Scope.MESSAGES_READ)
  @GetMapping("/customers/{number}/messages")
  Messages messages(
      @PathVariable long number,
      @Parameter(description = CURSOR) @RequestParam(defaultValue = "") String cursor,
      @RequestParam(defaultValue = "50") int limit) {
    int most = Math.clamp(limit, 1, MOST);
    long before = Cursor.before(cursor);
    return Problems.found(
        book.present(new CustomerId(number))
            .map(one -> correspondence.with(book.allNumbers(one), before, most + 1))
            .map(
                written ->
                    new Messages(
                        written.stream()
                            .limit(most)
                            .map(one -> MessageView.of(one.status()))
                            .toList(),
                        written.size() > most
                            ? Optional.of(Cursor.after(written.get(most - 1).seq()))
                            : Optional.empty())),
        "There is no customer of that number");
  }
}
