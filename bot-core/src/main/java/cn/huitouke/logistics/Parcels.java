package cn.huitouke.logistics;

import cn.huitouke.tracking.TraceEvent;
import cn.huitouke.tracking.TrackingInbox;
import cn.huitouke.tracking.TrackingReport;
import cn.huitouke.tracking.Waybill;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes what the sources tell. A report is the parcel's whole trace, so that a late, repeated,
 * re-worded or re-ordered one changes nothing that was concluded: the lines are a set, the news are
 * told once a kind, and a signed parcel stays signed.
 */
@Service
class Parcels implements TrackingInbox {

  private static final Logger LOG = LoggerFactory.getLogger(Parcels.class);

  private final ParcelBook book;
  private final WatchBook watches;
  private final ToldBook told;
  private final Notices notices;
  private final Troubles troubles;
  private final ExpectedArrival arrival;
  private final ApplicationEventPublisher events;
  private final SpokenTime spoken;
  private final TransactionTemplate transaction;
  private final InstantSource clock;
  private final Readings readings = new Readings();

  Parcels(
      ParcelBook book,
      WatchBook watches,
      ToldBook told,
      Notices notices,
      Troubles troubles,
      ExpectedArrival arrival,
      ApplicationEventPublisher events,
      LogisticsSettings settings,
      PlatformTransactionManager transactions,
      InstantSource clock) {
    this.book = book;
    this.watches = watches;
    this.told = told;
    this.notices = notices;
    this.troubles = troubles;
    this.arrival = arrival;
    this.events = events;
    this.spoken = new SpokenTime(settings.zone());
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  @Override
  public void accept(TrackingReport report) {
    Instant now = clock.instant();
    Optional<Written> written = transaction.execute(_ -> write(report, now));
    if (written != null) {
      written.ifPresent(it -> tell(it, now));
    }
  }

  /**
   * A report is in the books.
   *
   * @param news whether it held something that nobody was told
   * @param first whether it is the first that is known of the parcel
   */
  private record Written(long parcel, boolean news, boolean first) {}

  /** The report is safe; what could not be told or handed over now is left to the sweeps. */
  private void tell(Written written, Instant now) {
    try {
      if (written.news()) {
        notices.tell(written.parcel());
        troubles.hand(written.parcel(), now);
        told.kept(written.parcel());
      } else if (written.first()) {
        notices.keepPromises(written.parcel());
      }
    } catch (RuntimeException e) {
      LOG.warn("News of parcel {} wait for the next round: {}", written.parcel(), e.toString());
    }
  }

  private Optional<Written> write(TrackingReport report, Instant now) {
    Optional<Parcel> ours = ours(report, now);
    if (ours.isEmpty()) {
      LOG.info("{} tells of a parcel that is not ours: {}", report.source(), report.waybill());
      return Optional.empty();
    }
    Parcel parcel = ours.get();
    watches.heard(parcel, report, now);
    if (report.events().isEmpty()) {
      return Optional.empty();
    }
    book.write(parcel.id(), lines(report));
    Standing standing =
        Standing.of(book.lines(parcel.id()), report, report.finallySigned(), readings);
    boolean news;
    Parcel stands;
    if (parcel.done()) {
      book.reported(parcel.id(), now);
      news = lookAgain(parcel, standing, now);
      stands = book.find(parcel.id()).orElse(parcel);
    } else {
      stands = book.stand(parcel.id(), standing, report.claimed(), report.promised(), now);
      news = noteNews(parcel, standing, now);
    }
    troubles.settle(stands, now);
    delivered(stands);
    return Optional.of(new Written(parcel.id(), news, !parcel.traced()));
  }

  /** The parcel meant, under its right carrier. */
  private Optional<Parcel> ours(TrackingReport report, Instant now) {
    Optional<Waybill> corrected =
        report
            .correctedCarrier()
            .filter(carrier -> carrier.matches("[a-z0-9]{1,40}"))
            .filter(carrier -> !carrier.equals(report.waybill().carrier()))
            .map(carrier -> new Waybill(carrier, report.waybill().number()));
    Optional<Parcel> known = book.lock(report.waybill());
    if (corrected.isEmpty()) {
      return known;
    }
    Optional<Parcel> right = book.lock(corrected.get());
    if (right.isEmpty()) {
      known.ifPresent(parcel -> book.rename(parcel, corrected.get().carrier(), now));
      return known.flatMap(parcel -> book.find(parcel.id()));
    }
    return right;
  }

  private List<TraceLine> lines(TrackingReport report) {
    List<TraceLine> lines = new ArrayList<>();
    int position = report.events().size();
    for (TraceEvent event : report.events()) {
      lines.add(TraceLine.of(event, position--, readings));
    }
    return lines;
  }

  /** A signed parcel is never opened again; but what lay at the station may have been fetched. */
  private boolean lookAgain(Parcel parcel, Standing standing, Instant now) {
    if (parcel.state().signed() && !parcel.fetched() && standing.fetched()) {
      book.fetched(parcel.id());
      boolean due =
          standing.latest().filter(line -> fresh(NoticeKind.SIGNED, line, now)).isPresent();
      return told.note(parcel.id(), NoticeKind.SIGNED, due && parcel.waiting(), now);
    }
    return false;
  }

  private boolean noteNews(Parcel parcel, Standing standing, Instant now) {
    boolean news = false;
    for (NoticeKind kind : standing.reached()) {
      boolean newest = standing.present().filter(kind::equals).isPresent();
      boolean fresh = standing.latest().filter(line -> fresh(kind, line, now)).isPresent();
      if (told.note(parcel.id(), kind, newest && fresh, now) && newest && fresh) {
        news = true;
        Instant since = standing.latest().map(TraceLine::at).orElse(now);
        Alert.of(kind).ifPresent(alert -> troubles.notice(parcel, alert, since, now));
      }
    }
    if (standing.state().signed()) {
      told.note(parcel.id(), NoticeKind.OUT_FOR_DELIVERY, false, now);
      arrival.arrived(parcel.waybill().carrier());
    }
    return news;
  }

  /** In a locker it is signed for, but not in anybody's hands. */
  private void delivered(Parcel parcel) {
    if (parcel.state().signed() && !parcel.waiting() && book.delivered(parcel.id())) {
      events.publishEvent(
          new ParcelDelivered(
              parcel.waybill(),
              book.openOrders(parcel.id()),
              parcel.signedAt().or(parcel::latestAt).orElse(clock.instant())));
    }
  }

  /** News that have grown old are not news: a parcel may have been watched late. */
  private boolean fresh(NoticeKind kind, TraceLine line, Instant now) {
    boolean young = Duration.between(line.at(), now).compareTo(kind.fresh()) <= 0;
    return kind == NoticeKind.OUT_FOR_DELIVERY
        ? young && spoken.dayOf(line.at()).equals(spoken.today(now))
        : young;
  }
}
