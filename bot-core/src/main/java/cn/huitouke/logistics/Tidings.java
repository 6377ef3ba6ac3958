package cn.huitouke.logistics;

import cn.huitouke.tracking.TraceEvent;
import cn.huitouke.tracking.TrackingReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Writes down what reports say of parcels, and what of it is news: of however many parcels, in the
 * same few statements. A report is the parcel's whole trace, so that most of its lines are known.
 */
@Component
class Tidings {

  private static final Comparator<TraceLine> NEWEST_FIRST =
      Comparator.comparing(TraceLine::at).thenComparing(TraceLine::position).reversed();

  private final ParcelBook book;
  private final TraceBook traces;
  private final WatchBook watches;
  private final ToldBook told;
  private final Troubles troubles;
  private final ExpectedArrival arrival;
  private final ApplicationEventPublisher events;
  private final SpokenTime spoken;
  private final Readings readings = new Readings();

  Tidings(
      ParcelBook book,
      TraceBook traces,
      WatchBook watches,
      ToldBook told,
      Troubles troubles,
      ExpectedArrival arrival,
      ApplicationEventPublisher events,
      LogisticsSettings settings) {
    this.book = book;
    this.traces = traces;
    this.watches = watches;
    this.told = told;
    this.troubles = troubles;
    this.arrival = arrival;
    this.events = events;
    this.spoken = new SpokenTime(settings.zone());
  }

  /** What is said of a parcel. */
  record Tiding(Parcel parcel, TrackingReport report) {

    long id() {
      return parcel.id();
    }
  }

  /**
   * How a parcel stands by it.
   *
   * @param moved whether that is anything new; most answers to a question say what is known
   */
  private record Read(Tiding tiding, Standing standing, boolean moved) {}

  /**
   * In the caller's transaction.
   *
   * @param all each parcel once, locked by the caller
   * @return those of which it holds something that nobody was told
   */
  Set<Long> write(List<Tiding> all, Instant now) {
    watches.heard(all, now);
    List<Tiding> telling =
        all.stream().filter(tiding -> !tiding.report().events().isEmpty()).toList();
    if (telling.isEmpty()) {
      return Set.of();
    }
    List<Read> read = read(telling);
    List<Read> open = read.stream().filter(one -> !one.tiding().parcel().done()).toList();
    Map<Long, Parcel> stands = stand(open, now);
    Set<Long> news = note(open.stream().filter(Read::moved).toList(), now);
    for (Read one : read) {
      Parcel parcel = one.tiding().parcel();
      if (parcel.done()) {
        book.reported(parcel.id(), now);
        if (lookAgain(parcel, one.standing(), now)) {
          news.add(parcel.id());
        }
        stands.put(parcel.id(), book.find(parcel.id()).orElse(parcel));
      }
    }
    List<Parcel> moved =
        read.stream().filter(Read::moved).map(one -> stands.get(one.tiding().id())).toList();
    if (!moved.isEmpty()) {
      troubles.settle(moved, now);
      delivered(moved, now);
    }
    return news;
  }

  private List<Read> read(List<Tiding> telling) {
    Map<Long, List<TraceLine>> known = traces.lines(telling.stream().map(Tiding::id).toList());
    List<TraceBook.Row> changed = new ArrayList<>();
    List<Read> read = new ArrayList<>();
    for (Tiding tiding : telling) {
      TrackingReport report = tiding.report();
      int before = changed.size();
      List<TraceLine> lines =
          merged(tiding.id(), known.getOrDefault(tiding.id(), List.of()), report, changed);
      Standing standing = Standing.of(lines, report, report.finallySigned(), readings);
      Parcel parcel = tiding.parcel();
      boolean moved =
          changed.size() > before || parcel.done() || standing.state() != parcel.state();
      read.add(new Read(tiding, standing, moved));
    }
    traces.write(changed);
    return read;
  }

  /** What was known and what is said now, newest first. A known line keeps its time and words. */
  private List<TraceLine> merged(
      long parcel, List<TraceLine> known, TrackingReport report, List<TraceBook.Row> changed) {
    Map<String, TraceLine> lines = new LinkedHashMap<>();
    known.forEach(line -> lines.put(line.key(), line));
    Set<String> said = new HashSet<>();
    int position = report.events().size();
    for (TraceEvent event : report.events()) {
      TraceLine line = TraceLine.of(event, position--, readings);
      TraceLine before = lines.get(line.key());
      TraceLine after = before == null ? line : line.said(before.at(), before.text());
      if (said.add(line.key()) && !after.equals(before)) {
        lines.put(line.key(), after);
        changed.add(new TraceBook.Row(parcel, after));
      }
    }
    return lines.values().stream().sorted(NEWEST_FIRST).toList();
  }

  private Map<Long, Parcel> stand(List<Read> open, Instant now) {
    return book.stand(
        open.stream()
            .map(
                one ->
                    new ParcelBook.Stand(
                        one.tiding().id(),
                        one.standing(),
                        one.tiding().report().claimed(),
                        one.tiding().report().promised()))
            .toList(),
        now);
  }

  private Set<Long> note(List<Read> open, Instant now) {
    List<ToldBook.Note> notes = new ArrayList<>();
    for (Read one : open) {
      Standing standing = one.standing();
      for (NoticeKind kind : standing.reached()) {
        boolean newest = standing.present().filter(kind::equals).isPresent();
        boolean fresh = standing.latest().filter(line -> fresh(kind, line, now)).isPresent();
        notes.add(new ToldBook.Note(one.tiding().id(), kind, newest && fresh));
      }
      if (standing.state().signed()) {
        notes.add(new ToldBook.Note(one.tiding().id(), NoticeKind.OUT_FOR_DELIVERY, false));
        arrival.arrived(one.tiding().parcel().waybill().carrier());
      }
    }
    Set<ToldBook.Note> first = told.note(notes, now);
    Set<Long> news = new LinkedHashSet<>();
    for (Read one : open) {
      for (NoticeKind kind : one.standing().reached()) {
        if (first.contains(new ToldBook.Note(one.tiding().id(), kind, true))) {
          news.add(one.tiding().id());
          Instant since = one.standing().latest().map(TraceLine::at).orElse(now);
          Alert.of(kind)
              .ifPresent(alert -> troubles.notice(one.tiding().parcel(), alert, since, now));
        }
      }
    }
    return news;
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

  /** In a locker it is signed for, but not in anybody's hands. */
  private void delivered(List<Parcel> parcels, Instant now) {
    List<Parcel> inHands =
        parcels.stream().filter(parcel -> parcel.state().signed() && !parcel.waiting()).toList();
    Set<Long> first = book.delivered(inHands.stream().map(Parcel::id).toList());
    Map<Long, List<String>> orders = book.openOrders(first);
    inHands.stream()
        .filter(parcel -> first.contains(parcel.id()))
        .map(
            parcel ->
                new ParcelDelivered(
                    parcel.waybill(),
                    orders.getOrDefault(parcel.id(), List.of()),
                    parcel.signedAt().or(parcel::latestAt).orElse(now)))
        .forEach(events::publishEvent);
  }

  /** News that have grown old are not news: a parcel may have been watched late. */
  private boolean fresh(NoticeKind kind, TraceLine line, Instant now) {
    boolean young = Duration.between(line.at(), now).compareTo(kind.fresh()) <= 0;
    return kind == NoticeKind.OUT_FOR_DELIVERY
        ? young && spoken.dayOf(line.at()).equals(spoken.today(now))
        : young;
  }
}
