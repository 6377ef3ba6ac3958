package cn.huitouke.logistics;

import cn.huitouke.schedule.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Before the digest: asks after every parcel on its way of which nothing was heard for long. */
@Component
class MorningRefresh implements Sweep {

  private static final Logger LOG = LoggerFactory.getLogger(MorningRefresh.class);
  private static final LocalTime LAST = LocalTime.of(8, 45);

  /** A round gives way to the next. */
  private static final Duration LONGEST = Duration.ofMinutes(4);

  private final ParcelBook book;
  private final Freshness freshness;
  private final LogisticsSettings settings;
  private final SpokenTime spoken;

  MorningRefresh(ParcelBook book, Freshness freshness, LogisticsSettings settings) {
    this.book = book;
    this.freshness = freshness;
    this.settings = settings;
    this.spoken = new SpokenTime(settings.zone());
  }

  @Override
  public String name() {
    return "morning-refresh";
  }

  @Override
  public String cron() {
    return "0 0/5 7-8 * * ?";
  }

  @Override
  public void run(Instant now) {
    if (now.isAfter(spoken.instant(spoken.today(now), LAST))) {
      return;
    }
    List<Parcel> stale =
        book.active(now.minus(MorningDigest.WORTH_TELLING)).stream()
            .filter(parcel -> freshness.mayAsk(parcel, settings.morningFreshFor(), now))
            .toList();
    long end = System.nanoTime() + LONGEST.toNanos();
    long pause = TimeUnit.SECONDS.toNanos(1) / settings.questionsPerSecond();
    for (Parcel parcel : stale) {
      if (System.nanoTime() > end) {
        LOG.info("The rest of the parcels is asked for in the next round");
        return;
      }
      ask(parcel, now);
      LockSupport.parkNanos(pause);
    }
  }

  private void ask(Parcel parcel, Instant now) {
    try {
      freshness.ask(parcel, now);
    } catch (RuntimeException e) {
      LOG.warn("{} could not be brought up to date: {}", parcel.waybill(), e.toString());
    }
  }
}
