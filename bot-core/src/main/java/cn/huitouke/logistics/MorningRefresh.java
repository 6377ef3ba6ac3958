package cn.huitouke.logistics;

import cn.huitouke.schedule.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Before the digest: asks after every parcel of the morning's plan of which nothing was heard for
 * long, the most useful first, begun as early as so many questions take.
 */
@Component
class MorningRefresh implements Sweep {

  private static final Logger LOG = LoggerFactory.getLogger(MorningRefresh.class);

  /** A round gives way to the next. */
  private static final Duration LONGEST = Duration.ofSeconds(290);

  private static final Duration RECOUNT = Duration.ofMinutes(20);

  private static final int PAGE = 500;

  /** So many in a row without an answer: whoever is down is not helped by being asked. */
  private static final int ENOUGH = 20;

  private final DigestBook digests;
  private final DigestPlan plan;
  private final Freshness freshness;
  private final LogisticsSettings settings;
  private final InstantSource clock;
  private final MorningHours hours;

  /** How many have to be asked is not counted at every tick of the night. */
  private volatile Instant notBefore = Instant.MIN;

  MorningRefresh(
      DigestBook digests,
      DigestPlan plan,
      Freshness freshness,
      LogisticsSettings settings,
      InstantSource clock) {
    this.digests = digests;
    this.plan = plan;
    this.freshness = freshness;
    this.settings = settings;
    this.clock = clock;
    this.hours = new MorningHours(settings);
  }

  @Override
  public String name() {
    return "morning-refresh";
  }

  @Override
  public String cron() {
    return "0 0/5 4-8 * * ?";
  }

  @Override
  public void run(Instant now) {
    if (!hours.within(MorningHours.PLAN, MorningHours.ASK_UNTIL, now) || !plan.make(now)) {
      return;
    }
    LocalDate day = hours.day(now);
    if (now.isBefore(notBefore)) {
      return;
    }
    int stale = digests.stale(day, settings.morningFreshFor(), now);
    if (stale == 0) {
      notBefore = now.plus(RECOUNT); // nothing grows stale so fast
    } else {
      notBefore = askFrom(stale, now);
      if (!now.isBefore(notBefore)) {
        new Round(day, now).ask();
      }
    }
  }

  /** As usual, or as much earlier as so many questions take. */
  private Instant askFrom(int stale, Instant now) {
    Duration takes = Duration.ofSeconds(stale * 10L / (settings.questionsPerSecond() * 9L));
    Instant needed = hours.at(MorningHours.USUALLY, now).minus(takes).minus(MorningHours.TICK);
    Instant usual = hours.at(MorningHours.USUALLY_ASK, now);
    return needed.isBefore(usual) ? needed : usual;
  }

  /** One round of questions: at the sources' pace, several at once where they are slow. */
  private final class Round {

    private final LocalDate day;
    private final Instant now;
    private final Semaphore hands = new Semaphore(settings.questionsAtOnce());
    private final AtomicInteger unanswered = new AtomicInteger();
    private final long pause = TimeUnit.SECONDS.toNanos(1) / settings.questionsPerSecond();
    private final long end = System.nanoTime() + LONGEST.toNanos();
    private long next = System.nanoTime();
    private Instant nextTurn = Instant.MIN;

    Round(LocalDate day, Instant now) {
      this.day = day;
      this.now = now;
    }

    void ask() {
      int rank = -1;
      long after = 0;
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<DigestBook.Stale> page;
        do {
          page = digests.stale(day, settings.morningFreshFor(), now, rank, after, PAGE);
          for (DigestBook.Stale stale : page) {
            if (over()) {
              return;
            }
            if (freshness.mayAsk(stale.parcel(), settings.morningFreshFor(), now)) {
              turn();
              threads.execute(() -> ask(stale.parcel()));
            }
            rank = stale.rank();
            after = stale.parcel().id();
          }
        } while (page.size() == PAGE);
      }
    }

    private boolean over() {
      if (unanswered.get() >= ENOUGH) {
        LOG.warn("The sources do not answer; they are asked again in the next round");
        return true;
      }
      return System.nanoTime() > end || clock.instant().isAfter(now.plus(LONGEST));
    }

    /**
     * The pace goes by the shop's clock, and by the machine's where the shop's stands still. A late
     * turn is not made up for by a rush.
     */
    private void turn() {
      hands.acquireUninterruptibly();
      for (long wait = next - System.nanoTime();
          wait > 0 && clock.instant().isBefore(nextTurn);
          wait = next - System.nanoTime()) {
        LockSupport.parkNanos(Math.min(wait, Math.max(pause / 32, 1_000_000)));
      }
      next = System.nanoTime() + pause;
      nextTurn = clock.instant().plusNanos(pause);
    }

    private void ask(Parcel parcel) {
      try {
        if (freshness.ask(parcel, clock.instant())) {
          unanswered.set(0);
        } else {
          unanswered.incrementAndGet();
        }
      } catch (RuntimeException e) {
        LOG.warn("{} could not be brought up to date: {}", parcel.waybill(), e.toString());
      } finally {
        hands.release();
      }
    }
  }
}
