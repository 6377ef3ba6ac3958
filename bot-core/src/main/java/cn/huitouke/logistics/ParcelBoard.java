package cn.huitouke.logistics;

import cn.huitouke.tracking.ParcelState;
import cn.huitouke.tracking.Waybill;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parcels as the shop's people see them. */
public interface ParcelBoard {

  /** How many parcels are on their way, by state. */
  Map<ParcelState, Long> onTheWay();

  /** Parcels in a state, the newest first, with a lower number than {@code before}. */
  List<Seen> in(ParcelState state, long before, int limit);

  /** How these parcels stand; those that are not in the book are not in it. */
  Map<Waybill, Seen> of(Collection<Waybill> waybills);

  /** How many customers were told of their parcels on this morning. */
  long digestsOn(LocalDate day);

  /**
   * Where a parcel stands.
   *
   * @param id grows with the time at which it became known
   * @param latestText the carrier's latest line, or empty
   * @param orders whose parcel it is
   */
  record Seen(
      long id,
      Waybill waybill,
      ParcelState state,
      String destination,
      String latestText,
      Optional<Instant> latestAt,
      List<String> orders) {

    public Seen {
      orders = List.copyOf(orders);
    }
  }
}
