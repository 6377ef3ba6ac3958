package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.tracking.TrackingSource;
import cn.huitouke.tracking.Waybill;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Numbers that belong to no order of who asks. They hear how the parcel stands and nothing of any
 * order, and where the carrier asks for a phone's last digits, so do we.
 */
@Component
class GuestParcels {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration A_DAY = Duration.ofHours(24);
  private static final int MOST_A_DAY = 10;

  private final ParcelBook book;
  private final ParcelSources sources;
  private final PhoneTails tails;
  private final Freshness freshness;

  GuestParcels(ParcelBook book, ParcelSources sources, PhoneTails tails, Freshness freshness) {
    this.book = book;
    this.sources = sources;
    this.tails = tails;
    this.freshness = freshness;
  }

  /** What comes of a number. */
  sealed interface Found {

    /** How it stands. */
    record Here(Parcel parcel) implements Found {}

    /** Which of these carriers is it? */
    record WhichCarrier(List<String> carriers) implements Found {}

    /** The carrier wants the phone's last four digits. */
    record TailNeeded(Waybill waybill) implements Found {}

    /** Those were not the digits. */
    record WrongTail(Waybill waybill) implements Found {}

    record Unknown() implements Found {}

    /** They asked after so many numbers today that it is no customer's asking any more. */
    record Enough() implements Found {}
  }

  Found find(
      CustomerId customer,
      String number,
      Optional<String> named,
      Optional<String> tail,
      Instant now) {
    Optional<Parcel> known = book.withNumber(number).stream().findFirst();
    List<String> carriers =
        known
            .map(parcel -> List.of(parcel.waybill().carrier()))
            .or(() -> named.map(List::of))
            .orElseGet(() -> carriers(number));
    return switch (carriers.size()) {
      case 0 -> new Found.Unknown();
      case 1 -> look(customer, new Waybill(carriers.getFirst(), number), tail, now);
      default -> new Found.WhichCarrier(carriers);
    };
  }

  private Found look(CustomerId customer, Waybill waybill, Optional<String> tail, Instant now) {
    boolean demands = Carriers.demandsTail(waybill.carrier());
    if (demands && tail.isEmpty()) {
      return new Found.TailNeeded(waybill);
    }
    if (book.visitsSince(customer, now.minus(A_DAY)) >= MOST_A_DAY) {
      return new Found.Enough();
    }
    long id = book.visit(waybill, customer, now);
    Parcel parcel = book.find(id).orElseThrow();
    if (demands && !rightTail(parcel, tail.orElseThrow())) {
      return new Found.WrongTail(waybill);
    }
    Parcel fresh = freshness.refresh(List.of(parcel), PATIENCE, now).getFirst();
    return fresh.tailWanted() ? new Found.WrongTail(waybill) : new Found.Here(fresh);
  }

  /** The shop's own parcels have a tail to compare with; for others the carrier decides. */
  private boolean rightTail(Parcel parcel, String tail) {
    if (book.ofTheShop(parcel.id())) {
      return tails.of(parcel).filter(tail::equals).isPresent();
    }
    book.keepTail(parcel.id(), tail);
    return true;
  }

  /** A prefix decides; mere digits leave candidates, which the source's own guess may narrow down. */
  private List<String> carriers(String number) {
    WaybillNumbers.Guess guess = WaybillNumbers.carrierOf(number);
    if (guess.sure()) {
      return guess.carriers();
    }
    List<String> detected = detected(number);
    List<String> both = guess.carriers().stream().filter(detected::contains).toList();
    if (both.size() == 1) {
      return both;
    }
    List<String> either = detected.isEmpty() ? guess.carriers() : detected;
    return either.stream().filter(Carriers::known).limit(4).toList();
  }

  private List<String> detected(String number) {
    return sources.all().stream()
        .map(source -> within(source, number))
        .filter(carriers -> !carriers.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static List<String> within(TrackingSource source, String number) {
    return CompletableFuture.supplyAsync(
            () -> source.carriersOf(number), task -> Thread.ofVirtual().start(task))
        .completeOnTimeout(List.of(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(_ -> List.of())
        .join();
  }
}
