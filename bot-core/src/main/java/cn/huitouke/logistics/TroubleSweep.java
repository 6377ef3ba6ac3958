package cn.huitouke.logistics;

import cn.huitouke.schedule.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks by day for what is wrong because nothing happens. Each parcel says when it has to be looked
 * at next, so that only those are read; a page is one transaction, and who dies in the middle leaves
 * the rest to the next.
 */
@Component
class TroubleSweep implements Sweep {

  private static final int PAGE = 500;

  /** What is learnt of its lane may change, so it is never left alone for longer. */
  private static final Duration LONGEST = Duration.ofHours(12);

  /** Longer ago it is no news to the customer; the bot was away, or new. */
  private static final Duration NEWS = Duration.ofDays(3);

  /** Where carriers do not tell of the fetching. */
  private static final Duration SURELY_FETCHED = Duration.ofDays(3);

  private final TroubleBook book;
  private final ParcelBook parcels;
  private final ToldBook told;
  private final Troubles troubles;
  private final Watchtower tower;
  private final Notices notices;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;

  TroubleSweep(
      TroubleBook book,
      ParcelBook parcels,
      ToldBook told,
      Troubles troubles,
      Watchtower tower,
      Notices notices,
      ApplicationEventPublisher events,
      PlatformTransactionManager transactions) {
    this.book = book;
    this.parcels = parcels;
    this.told = told;
    this.troubles = troubles;
    this.tower = tower;
    this.notices = notices;
    this.events = events;
    this.transaction = new TransactionTemplate(transactions);
  }

  @Override
  public String name() {
    return "parcel-troubles";
  }

  @Override
  public String cron() {
    return "0 7 9-20 * * ?";
  }

  @Override
  public void run(Instant now) {
    List<Long> noticed;
    do {
      noticed = transaction.execute(_ -> page(now));
      // The customer first.
      notices.tell(noticed.stream().filter(id -> id > 0).distinct().toList());
    } while (!noticed.isEmpty());
    List<Long> wanted = book.wantedParcels();
    if (!wanted.isEmpty()) {
      troubles.hand(wanted, now);
    }
  }

  /** Those in trouble; a zero for each other parcel of the page. */
  private List<Long> page(Instant now) {
    List<Parcel> page = book.toLookAt(now, PAGE);
    if (page.isEmpty()) {
      return List.of();
    }
    List<Long> ids = page.stream().map(Parcel::id).toList();
    Map<Long, Set<NoticeKind>> noted = told.noted(ids);
    List<Long> noticed = new ArrayList<>();
    List<Instant> again = new ArrayList<>();
    for (Parcel parcel : page) {
      again.add(look(parcel, noted.getOrDefault(parcel.id(), Set.of()), noticed, now));
    }
    book.lookAgain(ids, again);
    if (noticed.isEmpty()) {
      noticed.add(0L);
    }
    return noticed;
  }

  /** When to look again. */
  private Instant look(Parcel parcel, Set<NoticeKind> noted, List<Long> noticed, Instant now) {
    Instant next = now.plus(LONGEST);
    Instant surely = parcel.latestAt().orElse(now).plus(SURELY_FETCHED);
    if (parcel.state().signed() && surely.isAfter(now)) {
      next = surely.isBefore(next) ? surely : next;
    } else if (parcel.state().signed()) {
      assumeFetched(parcel, now);
    }
    Map<Alert, Instant> due = tower.due(parcel, now);
    // One thing at a time: who is told that it is late need not be told that it stands still.
    boolean spoken = false;
    List<Alert> lateFirst =
        due.keySet().stream().sorted(Comparator.comparing(alert -> alert != Alert.LATE)).toList();
    for (Alert alert : lateFirst) {
      Instant at = due.get(alert);
      if (noted.contains(alert.notice())) {
        continue;
      }
      if (at.isAfter(now)) {
        next = at.isBefore(next) ? at : next;
      } else {
        notice(parcel, alert, alert.told() && !spoken && at.isAfter(now.minus(NEWS)), at, now);
        spoken |= alert.told();
        noticed.add(parcel.id());
      }
    }
    return next;
  }

  private void notice(Parcel parcel, Alert alert, boolean tell, Instant at, Instant now) {
    boolean first = told.note(parcel.id(), alert.notice(), tell, now);
    if (first && at.isAfter(now.minus(Alert.OLDEST))) {
      troubles.notice(parcel, alert, parcel.latestAt().orElse(now), now);
    }
  }

  private void assumeFetched(Parcel parcel, Instant now) {
    if (parcels.delivered(parcel.id())) {
      events.publishEvent(
          new ParcelDelivered(parcel.waybill(), parcels.openOrders(parcel.id()), now));
    }
  }
}
