package cn.huitouke.logistics;

import cn.huitouke.tracking.ParcelState;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The kinds of news that a customer is told at once, each at most once a parcel. */
enum NoticeKind {
  SHIPPED(Duration.ofHours(72), false),
  OUT_FOR_DELIVERY(Duration.ofHours(14), false),
  AWAITING_PICKUP(Duration.ofHours(48), true),
  SIGNED(Duration.ofHours(48), true),
  EXCEPTION(Duration.ofHours(72), true),
  REJECTED(Duration.ofHours(72), true),
  RETURNING(Duration.ofHours(72), true),
  MISROUTED(Duration.ofHours(72), true),
  /** The first that is heard of it, for those who asked before. */
  FOUND(Duration.ofHours(24), true),
  STUCK(Duration.ofHours(24), true),
  LATE(Duration.ofHours(24), true),
  UNDELIVERED(Duration.ofHours(24), true),
  UNFETCHED(Duration.ofHours(48), true),
  /** Not for the customer: the shop sees to it. */
  NOT_COLLECTED(Duration.ZERO, true),
  FORGOTTEN(Duration.ZERO, true);

  private final Duration fresh;
  private final boolean arrival;

  NoticeKind(Duration fresh, boolean arrival) {
    this.fresh = fresh;
    this.arrival = arrival;
  }

  /** The news that a state is. A parcel put into a locker is to be fetched, not signed. */
  static Optional<NoticeKind> of(ParcelState state, boolean fetched) {
    return switch (state) {
      case OUT_FOR_DELIVERY -> Optional.of(OUT_FOR_DELIVERY);
      case AWAITING_PICKUP -> Optional.of(AWAITING_PICKUP);
      case SIGNED, SIGNED_BY_OTHER -> Optional.of(SIGNED);
      case SIGNED_AT_STATION -> Optional.of(fetched ? SIGNED : AWAITING_PICKUP);
      case EXCEPTION -> Optional.of(EXCEPTION);
      case REJECTED -> Optional.of(REJECTED);
      case RETURNING, RETURNED -> Optional.of(RETURNING);
      case CREATED, COLLECTED, IN_TRANSIT, ARRIVED_CITY, FORWARDED, CUSTOMS, CANCELLED, UNKNOWN ->
          Optional.empty();
    };
  }

  /** The news that a line of the trace is. */
  static Optional<NoticeKind> of(TraceLine line, boolean fetched) {
    return of(line.state(), fetched)
        .map(kind -> kind == EXCEPTION && TraceReader.misrouted(line.text()) ? MISROUTED : kind);
  }

  /** How old it may be to be news. */
  Duration fresh() {
    return fresh;
  }

  /** Comes because nothing happened, not with a line of the trace. */
  boolean timed() {
    return compareTo(STUCK) >= 0;
  }

  /** Told to those, too, who want to hear of the arrival only. */
  boolean arrival() {
    return arrival;
  }

  /** {@code out-for-delivery}: its template and its part of letters' ids. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
