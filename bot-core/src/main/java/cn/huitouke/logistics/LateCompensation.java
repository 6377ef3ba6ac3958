package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Levels;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Promises what the shop's rule gives for a late parcel: once a parcel, within the caps, and never
 * more. What was promised stands in the ledger before the letter that says so is written, so that
 * writing the letter again says the same.
 */
@Component
class LateCompensation {

  private static final Logger LOG = LoggerFactory.getLogger(LateCompensation.class);

  private final CompensationRule rule;
  private final CompensationBook ledger;
  private final ParcelBook parcels;
  private final ObjectProvider<Levels> levels;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;
  private final SpokenTime spoken;

  LateCompensation(
      CompensationBook ledger,
      ParcelBook parcels,
      ObjectProvider<Levels> levels,
      ApplicationEventPublisher events,
      PlatformTransactionManager transactions,
      LogisticsSettings settings) {
    this.rule = CompensationRule.read(settings.compensation());
    this.ledger = ledger;
    this.parcels = parcels;
    this.levels = levels;
    this.events = events;
    this.transaction = new TransactionTemplate(transactions);
    this.spoken = new SpokenTime(settings.zone());
  }

  /** What this customer is promised for this parcel, now or before; empty when nothing is. */
  Optional<LatePromise> promise(Parcel parcel, CustomerId customer, Instant now) {
    Optional<LatePromise> known = ledger.find(parcel.id());
    if (known.isPresent()) {
      return known.filter(promise -> promise.customer().equals(customer));
    }
    String level = level(customer);
    return rule.gift(level)
        .map(gift -> new LatePromise(customer, level, gift.kind(), gift.what(), gift.worth()))
        .flatMap(promise -> within(parcel, promise, now));
  }

  private String level(CustomerId customer) {
    Levels known = levels.getIfAvailable();
    return known == null ? "" : known.levelOf(customer).orElse("");
  }

  private Optional<LatePromise> within(Parcel parcel, LatePromise promise, Instant now) {
    LocalDate day = spoken.today(now);
    Optional<LatePromise> promised =
        transaction.execute(
            _ -> {
              ledger.alone();
              Optional<LatePromise> known = ledger.find(parcel.id());
              if (known.isPresent()) {
                return known.filter(it -> it.customer().equals(promise.customer()));
              }
              if (!capsAllow(promise, day, now)) {
                LOG.info("The caps leave nothing for {}", parcel.waybill());
                return Optional.empty();
              }
              ledger.write(parcel.id(), promise, day, now);
              events.publishEvent(event(parcel, promise, now));
              return Optional.of(promise);
            });
    return promised == null ? Optional.empty() : promised;
  }

  private boolean capsAllow(LatePromise promise, LocalDate day, Instant now) {
    CompensationBook.Sum today = ledger.promisedOn(day);
    return ledger.promisedSince(promise.customer(), now.minus(rule.within())) < rule.times()
        && today.times() < rule.aDay()
        && today.worth().add(promise.worth()).compareTo(rule.worthADay()) <= 0;
  }

  private CompensationPromised event(Parcel parcel, LatePromise promise, Instant now) {
    return new CompensationPromised(
        parcel.waybill(),
        parcels.openOrders(parcel.id()),
        promise.customer(),
        promise.kind(),
        promise.what(),
        promise.worth(),
        now);
  }
}
