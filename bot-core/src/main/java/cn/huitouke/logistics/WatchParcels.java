package cn.huitouke.logistics;

import cn.huitouke.desk.Briefing;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Fact;
import cn.huitouke.schedule.Sweep;
import cn.huitouke.tracking.TrackingSource;
import cn.huitouke.tracking.TrackingSource.Watching;
import cn.huitouke.tracking.TrackingSource.Why;
import cn.huitouke.wording.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks the sources to watch what is to be watched, and again where they gave up. */
@Component
class WatchParcels implements Sweep {

  private static final Logger LOG = LoggerFactory.getLogger(WatchParcels.class);
  private static final int A_ROUND = 200;
  private static final Duration LATER = Duration.ofMinutes(30);

  private final ParcelSources sources;
  private final ParcelBook book;
  private final WatchBook watches;
  private final PhoneTails tails;
  private final Desk desk;
  private final Wording wording;

  WatchParcels(
      ParcelSources sources,
      ParcelBook book,
      WatchBook watches,
      PhoneTails tails,
      Desk desk,
      Wording wording) {
    this.sources = sources;
    this.book = book;
    this.watches = watches;
    this.tails = tails;
    this.desk = desk;
    this.wording = wording;
  }

  @Override
  public String name() {
    return "watch-parcels";
  }

  @Override
  public String cron() {
    return "0/20 * * * * ?";
  }

  @Override
  public Optional<String> occasion() {
    return Optional.of(
        "EXISTS (SELECT 1 FROM logistics.parcel"
            + " WHERE watch = 'WANTED' AND watch_at <= :now AND NOT done)");
  }

  @Override
  public void run(Instant now) {
    if (!sources.all().isEmpty()) {
      watches.claim(now, A_ROUND).forEach(wanted -> watch(wanted, now));
    }
  }

  private void watch(WatchBook.Wanted wanted, Instant now) {
    Parcel parcel = wanted.parcel();
    if (wanted.watches() >= WatchBook.MOST_A_MONTH) {
      giveUp(parcel, true, now);
      return;
    }
    switch (ask(parcel)) {
      case Watching.Yes _ -> watches.watching(parcel.id());
      case Watching.Later(Duration after, String detail) -> {
        LOG.info("{} is to be watched later: {}", parcel.waybill(), detail);
        watches.later(parcel.id(), now.plus(after));
      }
      case Watching.No(Why why, String detail) -> refused(parcel, why, detail, now);
    }
  }

  private Watching ask(Parcel parcel) {
    Optional<String> tail = tails.of(parcel);
    Watching answer = new Watching.Later(LATER, "no source");
    for (TrackingSource source : sources.all()) {
      answer = source.watch(parcel.waybill(), tail);
      if (answer instanceof Watching.Yes) {
        return answer;
      }
    }
    return answer;
  }

  private void refused(Parcel parcel, Why why, String detail, Instant now) {
    LOG.info("{} is not watched: {} {}", parcel.waybill(), why, detail);
    switch (why) {
      case MISCONFIGURED -> watches.later(parcel.id(), now.plus(LATER));
      case PHONE_NEEDED -> {
        book.wantTail(parcel.id(), true);
        watches.refused(parcel.id());
      }
      case CARRIER_UNKNOWN, NUMBER_INVALID -> giveUp(parcel, false, now);
    }
  }

  private void giveUp(Parcel parcel, boolean often, Instant now) {
    watches.refused(parcel.id());
    List<String> orders = book.openOrders(parcel.id());
    Map<String, Object> values =
        Map.of(
            "carrier", Carriers.name(parcel.waybill().carrier()),
            "number", parcel.waybill().number(),
            "often", often,
            "times", WatchBook.MOST_A_MONTH,
            "orders", String.join("、", orders));
    desk.open(
        "check-waybill:" + parcel.waybill(),
        "check-waybill",
        Optional.empty(),
        new Briefing(
            wording.say("watch/check-waybill-title", values),
            wording.say("watch/check-waybill-detail", values),
            Map.of(
                Fact.WHY, often ? "watched-often" : "carrier-unknown",
                Fact.COUNT, often ? Integer.toString(WatchBook.MOST_A_MONTH) : "",
                Fact.ORDERS, String.join(", ", orders),
                Fact.CARRIER, parcel.waybill().carrier(),
                Fact.WAYBILL, parcel.waybill().number())));
  }
}
