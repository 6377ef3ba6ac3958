package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.desk.Desk;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A parcel's troubles from their being noticed until they are over. Noticed once a kind for ever; the
 * customer is told first, then a person is given the task, which closes by itself when it is over.
 */
@Component
class Troubles {

  /** Who closed a task that nobody had to close. */
  private static final String BY_ITSELF = "auto";

  private final TroubleBook book;
  private final ParcelBook parcels;
  private final ToldBook told;
  private final Chase chase;
  private final Desk desk;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;

  Troubles(
      TroubleBook book,
      ParcelBook parcels,
      ToldBook told,
      Chase chase,
      Desk desk,
      ApplicationEventPublisher events,
      PlatformTransactionManager transactions) {
    this.book = book;
    this.parcels = parcels;
    this.told = told;
    this.chase = chase;
    this.desk = desk;
    this.events = events;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** In the caller's transaction. */
  void notice(Parcel parcel, Alert alert, Instant since, Instant now) {
    if (book.notice(parcel.id(), alert, since, now)) {
      events.publishEvent(
          new ParcelTroubled(parcel.waybill(), alert.kind(), parcels.openOrders(parcel.id()), now));
    }
  }

  /** A customer has just been told that it stands still: a person is to chase it, too. */
  void asked(Parcel parcel, CustomerId customer, Instant now) {
    Alert alert = parcel.traced() ? Alert.STALLED : Alert.NOT_COLLECTED;
    if (parcel.id() == 0) {
      return;
    }
    Boolean first =
        transaction.execute(
            _ -> {
              boolean news = told.note(parcel.id(), alert.notice(), false, now);
              if (news) {
                notice(parcel, alert, parcel.latestAt().orElse(now), now);
              }
              return news;
            });
    if (Boolean.TRUE.equals(first)) {
      hand(parcel, alert, Optional.of(customer), now);
    }
  }

  /** Gives to a person what is theirs of these; call when the customers were told. */
  void hand(Collection<Long> ids, Instant now) {
    book.wanted(ids)
        .forEach(
            (id, alerts) ->
                parcels
                    .find(id)
                    .ifPresent(
                        parcel ->
                            alerts.forEach(alert -> hand(parcel, alert, Optional.empty(), now))));
  }

  private void hand(Parcel parcel, Alert alert, Optional<CustomerId> customer, Instant now) {
    desk.open(
        alert.taskKey(parcel),
        alert.taskKind(),
        customer.or(() -> chase.customer(parcel)),
        chase.briefing(parcel, alert, now));
    book.handed(parcel.id(), alert);
  }

  /** What is over by what is known now is closed. */
  void settle(List<Parcel> all, Instant now) {
    Map<Long, List<TroubleBook.Open>> open = book.open(all.stream().map(Parcel::id).toList());
    for (Parcel parcel : all) {
      for (TroubleBook.Open trouble : open.getOrDefault(parcel.id(), List.of())) {
        if (over(parcel, trouble)) {
          book.close(parcel.id(), trouble.alert(), now);
          if (trouble.alert().task()) {
            desk.close(trouble.alert().taskKey(parcel), "moved", BY_ITSELF);
          }
        }
      }
    }
  }

  private static boolean over(Parcel parcel, TroubleBook.Open open) {
    boolean inHands = parcel.state().signed() && !parcel.waiting();
    boolean again =
        NoticeKind.of(parcel.state(), parcel.fetched())
            .filter(open.alert().notice()::equals)
            .isPresent();
    boolean moved = parcel.latestAt().filter(at -> at.isAfter(open.since())).isPresent();
    return inHands
        || switch (open.alert().end()) {
          case MOVED -> moved && !again;
          case ARRIVED -> parcel.waiting();
          case FETCHED -> !parcel.waiting();
          case SIGNED -> false;
        };
  }
}
