package cn.huitouke.logistics;

import cn.huitouke.tracking.TrackingInbox;
import cn.huitouke.tracking.TrackingSource;
import cn.huitouke.tracking.TrackingSource.Answer;
import cn.huitouke.tracking.TrackingSource.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks a source where a parcel is: rarely, and never longer than a customer waits. */
@Component
class Freshness {

  private static final Logger LOG = LoggerFactory.getLogger(Freshness.class);

  /** Kept here as well as by the source: it survives a restart and the loss of Redis. */
  static final Duration APART = Duration.ofMinutes(30);

  private static final Executor THREADS = task -> Thread.ofVirtual().name("ask-source").start(task);

  private final ParcelSources sources;
  private final ParcelBook book;
  private final PhoneTails tails;
  private final TrackingInbox inbox;
  private final LogisticsSettings settings;

  Freshness(
      ParcelSources sources,
      ParcelBook book,
      PhoneTails tails,
      TrackingInbox inbox,
      LogisticsSettings settings) {
    this.sources = sources;
    this.book = book;
    this.tails = tails;
    this.inbox = inbox;
    this.settings = settings;
  }

  /** Brings those up to date that may be, within the budget; what comes later is still written. */
  List<Parcel> refresh(List<Parcel> parcels, Duration budget, Instant now) {
    CompletableFuture<?>[] asked =
        parcels.stream()
            .filter(parcel -> mayAsk(parcel, settings.freshFor(), now))
            .map(parcel -> CompletableFuture.runAsync(() -> ask(parcel, now), THREADS))
            .toArray(CompletableFuture[]::new);
    if (asked.length == 0) {
      return parcels;
    }
    try {
      CompletableFuture.allOf(asked).get(budget.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      LOG.info("The sources are slow; the answer is given from what is known");
    } catch (ExecutionException e) {
      LOG.warn("A source could not be asked", e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return parcels.stream().map(this::again).toList();
  }

  private Parcel again(Parcel parcel) {
    return parcel.id() == 0 ? parcel : book.find(parcel.id()).orElse(parcel);
  }

  boolean mayAsk(Parcel parcel, Duration freshFor, Instant now) {
    return parcel.id() != 0
        && !parcel.done()
        && !parcel.known(freshFor, now)
        && !parcel.asked(APART, now)
        && !tails.missing(parcel)
        && !sources.all().isEmpty();
  }

  /** Whether a question that got no answer may be asked again by then. */
  boolean mayAskAgain(Parcel parcel, Duration freshFor, Instant now, Instant by) {
    return parcel.unanswered()
        && !parcel.done()
        && !parcel.known(freshFor, now)
        && parcel.askedAt().filter(at -> at.plus(APART).isBefore(by)).isPresent();
  }

  /**
   * Asks the sources in turn until one knows. Blocks.
   *
   * @return whether one answered at all
   */
  boolean ask(Parcel parcel, Instant now) {
    book.asked(parcel.id(), now);
    boolean answered = askSources(parcel, now);
    if (answered) {
      book.answered(parcel.id());
    }
    return answered;
  }

  private boolean askSources(Parcel parcel, Instant now) {
    Optional<String> tail = tails.of(parcel);
    boolean answered = false;
    for (TrackingSource source : sources.all()) {
      switch (source.query(parcel.waybill(), tail)) {
        case Answer.Found(var report) -> {
          inbox.accept(report);
          return true;
        }
        case Answer.NothingYet _ -> {
          if (!parcel.traced()) {
            book.reported(parcel.id(), now);
          }
          return true;
        }
        case Answer.No(Why why, String detail) -> {
          refused(parcel, source, why, detail);
          answered = true;
        }
        case Answer.TooSoon(Duration _) -> {
          LOG.debug("{} was asked for a while ago", parcel.waybill());
          answered = true;
        }
        case Answer.Later(Duration _, String detail) ->
            LOG.info("{} does not answer now: {}", source.name(), detail);
      }
    }
    return answered;
  }

  private void refused(Parcel parcel, TrackingSource source, Why why, String detail) {
    LOG.info("{} does not tell of {}: {} {}", source.name(), parcel.waybill(), why, detail);
    if (why == Why.PHONE_NEEDED) {
      book.wantTail(parcel.id(), true);
    }
  }
}
