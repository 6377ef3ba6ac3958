package cn.huitouke.conversation;

import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.Peer;
import cn.huitouke.delivery.InOrder;
import cn.huitouke.store.Clerk;
import cn.huitouke.store.GroupCommit;
import cn.huitouke.store.StoreTrouble;
import cn.huitouke.store.WritersLine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Where every event enters: recorded once, then put into its peer's mailbox. Between its commit and
 * its mailbox there is no step, so that the order of a peer's events is that of their rows.
 */
final class InboundDesk implements Inbox, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(InboundDesk.class);

  /** After delivery, before the channels. */
  static final int PHASE = 200;

  private static final int GROUP = 256;
  private static final int HANDLED_GROUP = 512;
  private static final int MAILBOXES = 20_000;
  private static final Duration HANDLED_LINGER = Duration.ofMillis(40);
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final int TRIES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration OUTAGE_PAUSE = Duration.ofSeconds(1);

  private final EventTable table;
  private final Reception reception;
  private final InstantSource clock;
  private final Duration platformRetries;
  private final WritersLine handledLine;
  private final GroupCommit<Arrival> arrivals;
  private final GroupCommit<EventTable.Handled> handled;
  private final InOrder<Peer> mailboxes = new InOrder<>("mailbox", MAILBOXES);

  /** Events recorded whose mailbox is not done with them. */
  private final Map<Arrival.Key, Arrival> underWay = new ConcurrentHashMap<>();

  /** Events whose answer may have been lost; counted down when the platform asked for it again. */
  private final Map<Arrival.Key, CountDownLatch> awaited = new ConcurrentHashMap<>();

  private volatile boolean running;

  /**
   * @param clerk writes events, together with whatever else is waited for
   * @param platformRetries how long a platform may still ask for an answer that was under way when
   *     we stopped
   */
  InboundDesk(
      DataSource database,
      Clerk clerk,
      Reception reception,
      InstantSource clock,
      Duration platformRetries) {
    this.table = new EventTable(database);
    this.handledLine = new WritersLine(database);
    EventTable marks = new EventTable(handledLine);
    EventTable records = new EventTable(clerk.line());
    this.reception = reception;
    this.clock = clock;
    this.platformRetries = platformRetries;
    this.arrivals =
        new GroupCommit<>("inbox", GROUP, clerk, records::record, this::putIntoMailboxes);
    this.handled =
        new GroupCommit<>(
            "inbox-handled",
            HANDLED_GROUP,
            HANDLED_LINGER,
            group -> {
              // an event counts as handled only when what it brought about is on disk
              reception.settle();
              marks.handled(group);
            });
  }

  @Override
  public void accept(InboundEvent event) {
    Arrival arrival = new Arrival(event, clock.instant());
    if (underWay.containsKey(arrival.key)) {
      return; // its answer is in the making, and the slot is shared
    }
    if (!mailboxes.reserve(PATIENCE)) {
      throw new IllegalStateException("Too much at once: the platform has to deliver again");
    }
    boolean taken = false;
    try {
      arrivals.commit(arrival);
      taken = arrival.isNew();
    } finally {
      if (!taken) {
        mailboxes.release();
      }
    }
    if (!taken && !underWay.containsKey(arrival.key)) {
      reception.answerAgain(event);
      CountDownLatch asked = awaited.get(arrival.key);
      if (asked != null) {
        asked.countDown();
      }
    }
  }

  /** Begins, with what a former run left unhandled, in its order. */
  @Override
  public void start() {
    running = true;
    List<Arrival> leftOver = table.unhandled();
    if (!leftOver.isEmpty()) {
      log.info("{} events were recorded but not handled; they are handled now", leftOver.size());
    }
    leftOver.forEach(arrival -> underWay.put(arrival.key, arrival));
    Thread.ofVirtual()
        .name("inbox-recovery")
        .start(
            () -> {
              for (Arrival arrival : leftOver) {
                while (!mailboxes.reserve(PATIENCE)) {
                  log.info("Mailboxes are full; recovery waits");
                }
                mailboxes.put(arrival.event.peer(), () -> handle(arrival));
              }
            });
  }

  @Override
  public void stop() {
    running = false;
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (mailboxes.load() > 0 && System.nanoTime() < patience) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    arrivals.close();
    handled.close();
    handledLine.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  /** Whether nothing is being handled. */
  boolean idle() {
    return mailboxes.load() == 0 && handled.backlog() == 0 && arrivals.backlog() == 0;
  }

  /** Waits until nobody is being heard any more. */
  boolean awaitQuiet(Duration atMost) {
    long until = System.nanoTime() + atMost.toNanos();
    while (mailboxes.load() > 0 && System.nanoTime() < until) {
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
    }
    return mailboxes.load() == 0;
  }

  EventTable table() {
    return table;
  }

  private void putIntoMailboxes(List<Arrival> group) {
    for (Arrival arrival : group) {
      if (arrival.isNew()) {
        underWay.put(arrival.key, arrival);
        mailboxes.put(arrival.event.peer(), () -> handle(arrival));
      }
    }
  }

  private void handle(Arrival arrival) {
    Duration pause = FIRST_PAUSE;
    for (int tries = 1; ; ) {
      try {
        Reception.Result result = reception.receive(arrival);
        if (result.awaitsPlatform()) {
          awaitPlatform(arrival, result);
        } else {
          finish(arrival, result.outcome());
        }
        return;
      } catch (RuntimeException e) {
        arrival.again = true;
        if (StoreTrouble.isOutage(e)) {
          log.warn("Event {} waits for the database", arrival.key.event());
          LockSupport.parkNanos(OUTAGE_PAUSE.toNanos());
          continue;
        }
        if (tries++ >= TRIES) {
          log.error("Event {} of {} is parked", arrival.key.event(), arrival.key.channel(), e);
          reception.nothingMore(arrival.event);
          finish(arrival, "parked: " + reason(e));
          return;
        }
        LockSupport.parkNanos(pause.toNanos());
        pause = pause.multipliedBy(3);
      }
    }
  }

  private void finish(Arrival arrival, String outcome) {
    handled.later(new EventTable.Handled(arrival.seq, clock.instant(), outcome));
    underWay.remove(arrival.key);
  }

  /**
   * Our answer was under way when we stopped. If it did not arrive, the platform asks again. Until
   * then the peer's later events wait in their mailbox, so that no answer overtakes this one.
   */
  private void awaitPlatform(Arrival arrival, Reception.Result result) {
    CountDownLatch asked = new CountDownLatch(1);
    awaited.put(arrival.key, asked);
    underWay.remove(arrival.key);
    try {
      if (reception.repeat(arrival.event)) {
        asked.countDown(); // it asked while we were still looking
      }
      long until = System.nanoTime() + platformRetries.toNanos();
      while (running && System.nanoTime() < until) {
        if (asked.await(100, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } finally {
      awaited.remove(arrival.key);
    }
    if (running) {
      reception.giveUp(arrival.event);
      finish(arrival, result.outcome());
    }
  }

  private static String reason(RuntimeException e) {
    return e.getClass().getSimpleName();
  }
}
