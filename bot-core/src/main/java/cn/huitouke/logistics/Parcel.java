package cn.huitouke.logistics;

import cn.huitouke.tracking.ParcelState;
import cn.huitouke.tracking.Waybill;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One parcel as it stands in the book.
 *
 * @param id its row; 0 when it is not in the book yet
 * @param destination province and city, or empty
 * @param origin city, or empty
 * @param done signed or returned: nothing is to come
 * @param fetched when signed at a station: somebody took it from there
 * @param latestAt the time of the latest line that tells of progress
 * @param reportedAt when a source last told of it
 * @param askedAt when a source was last asked
 * @param unanswered the last question got no answer
 * @param tailWanted the carrier asked for a phone tail, or for a better one
 */
record Parcel(
    long id,
    Waybill waybill,
    String destination,
    String origin,
    Instant knownAt,
    Optional<Instant> shippedAt,
    Optional<Instant> collectedAt,
    Optional<Instant> signedAt,
    ParcelState state,
    boolean done,
    boolean fetched,
    Optional<Instant> latestAt,
    String latestText,
    String latestPlace,
    Optional<Instant> promisedAt,
    Optional<Instant> reportedAt,
    Optional<Instant> askedAt,
    boolean unanswered,
    boolean tailWanted) {

  /** A parcel of which nothing is known but that it was sent. */
  static Parcel sent(Waybill waybill, Instant at) {
    return new Parcel(
        0,
        waybill,
        "",
        "",
        at,
        Optional.of(at),
        Optional.empty(),
        Optional.empty(),
        ParcelState.UNKNOWN,
        false,
        false,
        Optional.empty(),
        "",
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        false);
  }

  /** When it left, as far as we know. */
  Instant leftAt() {
    return collectedAt.or(this::shippedAt).orElse(knownAt);
  }

  boolean traced() {
    return latestAt.isPresent();
  }

  /** Lies in a locker or at a station and waits for the customer, whatever the carrier calls it. */
  boolean waiting() {
    return state == ParcelState.AWAITING_PICKUP
        || (state == ParcelState.SIGNED_AT_STATION && !fetched);
  }

  /** On its way, or in a locker: somebody may want to hear of it. */
  boolean going() {
    return (!done || waiting()) && state != ParcelState.CANCELLED;
  }

  /** Not on its way to the customer any more: they were told, and a person sees to it. */
  boolean comesBack() {
    return switch (state) {
      case RETURNING, RETURNED, REJECTED -> true;
      default -> false;
    };
  }

  /** Whether what we know is younger than this. */
  boolean known(Duration within, Instant now) {
    return reportedAt.filter(at -> at.isAfter(now.minus(within))).isPresent();
  }

  /** Whether a source was asked within this time. */
  boolean asked(Duration within, Instant now) {
    return askedAt.filter(at -> at.isAfter(now.minus(within))).isPresent();
  }
}
