package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.desk.Desk;
import cn.huitouke.schedule.Sweep;
import cn.huitouke.tracking.ParcelState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Parcels that stand still: said honestly to who asks, and chased by a person, once. */
@Component
class Stalled implements Sweep {

  private static final Set<ParcelState> ON_THE_WAY =
      Set.of(
          ParcelState.COLLECTED,
          ParcelState.IN_TRANSIT,
          ParcelState.ARRIVED_CITY,
          ParcelState.OUT_FOR_DELIVERY,
          ParcelState.EXCEPTION);

  private static final Duration LOOKED_AFTER = Duration.ofDays(60);

  private final ParcelBook book;
  private final ToldBook told;
  private final Desk desk;
  private final LogisticsSettings settings;
  private final SpokenTime spoken;

  Stalled(ParcelBook book, ToldBook told, Desk desk, LogisticsSettings settings) {
    this.book = book;
    this.told = told;
    this.desk = desk;
    this.settings = settings;
    this.spoken = new SpokenTime(settings.zone());
  }

  @Override
  public String name() {
    return "stalled-parcels";
  }

  @Override
  public String cron() {
    return "0 7 * * * ?";
  }

  @Override
  public void run(Instant now) {
    book.active(now.minus(LOOKED_AFTER)).stream()
        .filter(parcel -> is(parcel, now))
        .forEach(parcel -> chase(parcel, Optional.empty(), now));
  }

  /** Whether it has stood still for longer than it should. */
  boolean is(Parcel parcel, Instant now) {
    if (parcel.done() || parcel.waiting()) {
      return false;
    }
    boolean remote = settings.remoteProvinces().stream().anyMatch(parcel.destination()::startsWith);
    Duration extra = remote ? settings.remoteExtra() : Duration.ZERO;
    if (parcel.latestAt().isEmpty()) {
      // Without a source nobody could know: only what was asked about can be missing.
      return parcel.reportedAt().isPresent()
          && older(parcel.shippedAt().orElse(parcel.knownAt()), settings.uncollectedAfter(), now);
    }
    return ON_THE_WAY.contains(parcel.state())
        && older(parcel.latestAt().get(), settings.stalledAfter().plus(extra), now);
  }

  /** Gives it to a person, unless one has it or has had it. */
  void chase(Parcel parcel, Optional<CustomerId> asking, Instant now) {
    if (parcel.id() == 0 || told.noted(parcel.id(), NoticeKind.STUCK)) {
      return;
    }
    desk.open(
        "stuck:" + parcel.waybill(),
        "stuck-parcel",
        asking,
        "包裹停住了：" + Carriers.name(parcel.waybill().carrier()) + " " + parcel.waybill().number(),
        "订单："
            + String.join("、", book.openOrders(parcel.id()))
            + "；最近一条："
            + parcel.latestAt().map(at -> spoken.at(at, now)).orElse("没有揽收记录"));
    told.note(parcel.id(), NoticeKind.STUCK, false, now);
  }

  private static boolean older(Instant time, Duration than, Instant now) {
    return time.isBefore(now.minus(than));
  }
}
