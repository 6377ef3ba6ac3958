package cn.huitouke.logistics;

import cn.huitouke.logistics.Tidings.Tiding;
import cn.huitouke.store.GroupCommit;
import cn.huitouke.tracking.TrackingInbox;
import cn.huitouke.tracking.TrackingReport;
import cn.huitouke.tracking.Waybill;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes what the sources tell. A report is the parcel's whole trace, so that a late, repeated,
 * re-worded or re-ordered one changes nothing that was concluded: the lines are a set, the news are
 * told once a kind, and a signed parcel stays signed. Reports that come at once are written in one
 * transaction, and what is news in them is told at once.
 */
@Service
class Parcels implements TrackingInbox, DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(Parcels.class);

  private static final int AT_ONCE = 100;
  private static final Duration MOMENT = Duration.ofNanos(500_000);

  private final ParcelBook book;
  private final Tidings tidings;
  private final Notices notices;
  private final ToldBook told;
  private final Troubles troubles;
  private final TransactionTemplate transaction;
  private final InstantSource clock;
  private final GroupCommit<Telling> reports;
  private final GroupCommit<Word> words;

  Parcels(
      ParcelBook book,
      Tidings tidings,
      Notices notices,
      ToldBook told,
      Troubles troubles,
      PlatformTransactionManager transactions,
      InstantSource clock) {
    this.book = book;
    this.tidings = tidings;
    this.notices = notices;
    this.told = told;
    this.troubles = troubles;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
    // sources push what they have several at a time, and a report alone costs as much as ten
    this.reports = GroupCommit.gathering("parcel-reports", AT_ONCE, MOMENT, this::write);
    this.words = GroupCommit.gathering("parcel-words", AT_ONCE, MOMENT, this::tell);
  }

  /**
   * What is to be told of a parcel.
   *
   * @param news something that nobody was told; else the first that is known of it
   */
  private record Word(long parcel, boolean news) {}

  /** A report, and what of it is to be told, once that is known. */
  private static final class Telling {
    private final TrackingReport report;
    private Optional<Word> word = Optional.empty();

    Telling(TrackingReport report) {
      this.report = report;
    }

    private boolean corrects() {
      return corrected(report).isPresent();
    }
  }

  @Override
  public void accept(TrackingReport report) {
    Telling telling = new Telling(report);
    reports.commit(telling);
    telling.word.ifPresent(this::tell);
  }

  /** The report is safe; what could not be told or handed over now is left to the sweeps. */
  private void tell(Word word) {
    try {
      words.commit(word);
    } catch (RuntimeException e) {
      LOG.warn("News of parcel {} wait for the next round: {}", word.parcel(), e.toString());
    }
  }

  private void tell(List<Word> said) {
    List<Long> news = said.stream().filter(Word::news).map(Word::parcel).toList();
    if (!news.isEmpty()) {
      notices.tell(news);
      troubles.hand(news, clock.instant());
      told.kept(news);
    }
    notices.keepPromises(said.stream().filter(word -> !word.news()).map(Word::parcel).toList());
  }

  /** Those that nothing stands in the way of together, the others each by itself. */
  private void write(List<Telling> group) {
    Instant now = clock.instant();
    List<Telling> rest = group;
    if (group.size() > 1) {
      rest = transaction.execute(_ -> together(group, now));
    }
    for (Telling one : rest) {
      transaction.executeWithoutResult(_ -> alone(one, now));
    }
  }

  /** Those that are left: of parcels that somebody has in hand or nobody knows, and second ones. */
  private List<Telling> together(List<Telling> group, Instant now) {
    Map<Waybill, Telling> first = new LinkedHashMap<>();
    List<Telling> later = new ArrayList<>();
    for (Telling one : group) {
      if (one.corrects() || first.putIfAbsent(one.report.waybill(), one) != null) {
        later.add(one);
      }
    }
    Map<Waybill, Parcel> free = book.lockFree(first.keySet());
    List<Telling> left = new ArrayList<>();
    List<Telling> ours = new ArrayList<>();
    List<Tiding> said = new ArrayList<>();
    first.forEach(
        (waybill, one) -> {
          Parcel parcel = free.get(waybill);
          if (parcel == null) {
            left.add(one);
          } else {
            ours.add(one);
            said.add(new Tiding(parcel, one.report));
          }
        });
    Set<Long> fresh = said.isEmpty() ? Set.of() : tidings.write(said, now);
    for (int i = 0; i < said.size(); i++) {
      note(ours.get(i), said.get(i).parcel(), fresh);
    }
    left.addAll(later);
    return left;
  }

  private void alone(Telling one, Instant now) {
    TrackingReport report = one.report;
    Optional<Parcel> ours = ours(report, now);
    if (ours.isEmpty()) {
      LOG.info("{} tells of a parcel that is not ours: {}", report.source(), report.waybill());
      return;
    }
    Parcel parcel = ours.get();
    note(one, parcel, tidings.write(List.of(new Tiding(parcel, report)), now));
  }

  /** What a group that failed had found is told all the same: that something is due says the book. */
  private static void note(Telling one, Parcel before, Set<Long> fresh) {
    boolean first = !before.traced() && !one.report.events().isEmpty();
    if (fresh.contains(before.id())) {
      one.word = Optional.of(new Word(before.id(), true));
    } else if (first && one.word.isEmpty()) {
      one.word = Optional.of(new Word(before.id(), false));
    }
  }

  /** The parcel meant, under its right carrier. */
  private Optional<Parcel> ours(TrackingReport report, Instant now) {
    Optional<Waybill> corrected = corrected(report);
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

  private static Optional<Waybill> corrected(TrackingReport report) {
    return report
        .correctedCarrier()
        .filter(carrier -> carrier.matches("[a-z0-9]{1,40}"))
        .filter(carrier -> !carrier.equals(report.waybill().carrier()))
        .map(carrier -> new Waybill(carrier, report.waybill().number()));
  }

  /** Sources were told to be silent before: what is still waiting is written. */
  @Override
  public void destroy() {
    reports.close();
    words.close();
  }
}
