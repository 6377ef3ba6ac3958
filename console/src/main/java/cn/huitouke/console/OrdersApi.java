package cn.huitouke.console;

import cn.huitouke.order.Order;
import cn.huitouke.order.OrderIntake;
import cn.huitouke.order.OrderIntake.Became;
import cn.huitouke.order.OrderIntake.Given;
import cn.huitouke.order.OrderIntake.GivenLine;
import cn.huitouke.order.OrderIntake.GivenParcel;
import cn.huitouke.order.OrderIntake.GivenReceiver;
import cn.huitouke.order.OrderIntake.Taken;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Orders and parcels in, one by one or hundreds at once, for the shop's own systems. */
@RestController
@Anyone
@RequestMapping("/api/v1")
@Tag(name = "Orders")
class OrdersApi {

  private static final String KEY =
      "Sent again under the same key within 24 hours, nothing is done twice and the answer is the"
          + " same; another body under it is refused with 422.";

  private final OrderIntake intake;

  OrdersApi(OrderIntake intake) {
    this.intake = intake;
  }

  /**
   * An order; what is left out is not told.
   *
   * @param source the platform, {@code taobao} where nothing is said
   * @param status WAIT_BUYER_PAY, WAIT_SELLER_SEND, WAIT_BUYER_CONFIRM, FINISHED or CLOSED
   */
  record OrderIn(
      @Nullable String number,
      @Nullable String source,
      Order.@Nullable Status status,
      @Nullable BigDecimal paidAmount,
      @Nullable BigDecimal refundAmount,
      @Nullable Instant createdAt,
      @Nullable Instant paidAt,
      @Nullable Instant shippedAt,
      @Nullable Instant finishedAt,
      @Nullable String closeReason,
      @Nullable Boolean presale,
      @Nullable ReceiverIn receiver,
      @Nullable List<LineIn> lines,
      @Nullable List<ParcelIn> shipments) {

    Given given() {
      String called = text(number);
      return new Given(
          called,
          text(source).isEmpty() ? "taobao" : text(source),
          Optional.ofNullable(status),
          Optional.ofNullable(paidAmount),
          Optional.ofNullable(refundAmount),
          Optional.ofNullable(createdAt),
          Optional.ofNullable(paidAt),
          Optional.ofNullable(shippedAt),
          Optional.ofNullable(finishedAt),
          Optional.ofNullable(closeReason),
          Boolean.TRUE.equals(presale),
          receiver == null ? ReceiverIn.NOBODY : receiver.given(),
          all(lines).stream().map(LineIn::given).toList(),
          all(shipments).stream().map(parcel -> parcel.given(called)).toList());
    }
  }

  /** Who receives it. Kept sealed; no answer of this interface shows it. */
  record ReceiverIn(
      @Nullable String nick,
      @Nullable String name,
      @Nullable String phone,
      @Nullable String province,
      @Nullable String city,
      @Nullable String district,
      @Nullable String address) {

    static final GivenReceiver NOBODY = new GivenReceiver("", "", "", "", "", "", "");

    GivenReceiver given() {
      return new GivenReceiver(
          text(nick),
          text(name),
          text(phone),
          text(province),
          text(city),
          text(district),
          text(address));
    }
  }

  record LineIn(
      @Nullable String title,
      @Nullable String sku,
      @Nullable BigDecimal price,
      @Nullable Integer quantity,
      @Nullable String merchantCode) {

    GivenLine given() {
      return new GivenLine(
          text(title),
          text(sku),
          Optional.ofNullable(price),
          quantity == null ? 1 : quantity,
          text(merchantCode));
    }
  }

  /**
   * A parcel.
   *
   * @param order only where many are sent at once
   * @param carrier its name or Kuaidi100's code; left out: told from the number where possible
   */
  record ParcelIn(
      @Nullable String order,
      @Nullable String number,
      @Nullable String carrier,
      @Nullable Instant shippedAt) {

    GivenParcel given(String of) {
      return new GivenParcel(of, text(number), text(carrier), Optional.ofNullable(shippedAt));
    }
  }

  private static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "").replace("\u0000", "").strip();
  }

  private static <T> List<T> all(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  /** What became of many. */
  record Bulk(long created, long updated, long unchanged, long refused, List<Taken> results) {

    static Bulk of(List<Taken> results) {
      return new Bulk(
          count(results, Became.CREATED),
          count(results, Became.UPDATED),
          count(results, Became.UNCHANGED),
          count(results, Became.REFUSED),
          results);
    }

    private static long count(List<Taken> results, Became became) {
      return results.stream().filter(one -> one.became() == became).count();
    }
  }

  @Operation(
      summary = "Tell an order",
      description = "New, or what is new about it; an order never goes back on its way.")
  @Parameter(name = SameAnswer.KEY, in = ParameterIn.HEADER, description = KEY)
  @ApiResponse(responseCode = "201", description = "It was not known before")
  @ApiResponse(responseCode = "200", description = "It was known; whether it changed")
  @ApiResponse(responseCode = "422", description = "It cannot be used, and why")
  @Needs(Scope.ORDERS_WRITE)
  @PostMapping("/orders")
  ResponseEntity<?> order(@RequestBody OrderIn order) {
    return one(intake.take(List.of(order.given())).getFirst());
  }

  @Operation(
      summary = "Tell up to 500 orders",
      description = "Each stands for itself: what cannot be used is refused alone.")
  @Parameter(name = SameAnswer.KEY, in = ParameterIn.HEADER, description = KEY)
  @ApiResponse(responseCode = "200", description = "What became of each, in the same order")
  @ApiResponse(responseCode = "422", description = "More than 500")
  @Needs(Scope.ORDERS_WRITE)
  @PostMapping("/orders/bulk")
  ResponseEntity<?> orders(@RequestBody List<OrderIn> orders) {
    return orders.size() > OrderIntake.MOST
        ? tooMany(orders.size())
        : ResponseEntity.ok(
            Bulk.of(
                intake.take(
                    orders.stream().filter(Objects::nonNull).map(OrderIn::given).toList())));
  }

  @Operation(summary = "Tell that a parcel of an order left")
  @Parameter(name = SameAnswer.KEY, in = ParameterIn.HEADER, description = KEY)
  @ApiResponse(responseCode = "200", description = "Whether it was new")
  @ApiResponse(responseCode = "422", description = "It cannot be used, and why")
  @Needs(Scope.ORDERS_WRITE)
  @PostMapping("/orders/{order}/shipments")
  ResponseEntity<?> shipment(@PathVariable String order, @RequestBody ParcelIn parcel) {
    return one(intake.ship(List.of(parcel.given(order))).getFirst());
  }

  @Operation(summary = "Tell of up to 500 parcels that left")
  @Parameter(name = SameAnswer.KEY, in = ParameterIn.HEADER, description = KEY)
  @ApiResponse(responseCode = "200", description = "What became of each, in the same order")
  @ApiResponse(responseCode = "422", description = "More than 500")
  @Needs(Scope.ORDERS_WRITE)
  @PostMapping("/shipments/bulk")
  ResponseEntity<?> shipments(@RequestBody List<ParcelIn> parcels) {
    return parcels.size() > OrderIntake.MOST
        ? tooMany(parcels.size())
        : ResponseEntity.ok(
            Bulk.of(
                intake.ship(
                    parcels.stream()
                        .filter(Objects::nonNull)
                        .map(parcel -> parcel.given(text(parcel.order())))
                        .toList())));
  }

  private static ResponseEntity<?> one(Taken taken) {
    return switch (taken.became()) {
      case CREATED -> ResponseEntity.status(HttpStatus.CREATED).body(taken);
      case UPDATED, UNCHANGED -> ResponseEntity.ok(taken);
      case REFUSED ->
          Problems.of(HttpStatus.UNPROCESSABLE_CONTENT, "It cannot be used", taken.reason());
    };
  }

  private static ResponseEntity<?> tooMany(int count) {
    return Problems.of(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "Too many at once",
        "Send at most " + OrderIntake.MOST + ", not " + count + ".");
  }
}
