package cn.huitouke.delivery;

import cn.huitouke.customer.Customers;
import cn.huitouke.schedule.Sweep;
import cn.huitouke.store.Clerk;
import cn.huitouke.store.GroupCommit;
import cn.huitouke.store.WritersLine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;

/**
 * Delivery put together: outbox, contacts and courier over one database. {@link #start} begins the
 * rounds; {@link #stop} ends them and writes what is still to be written.
 */
final class DeliveryDesk implements SmartLifecycle {

  /** Before the channels start and after they have stopped. */
  static final int PHASE = 100;

  /** How long a courier may be silent before others take over what it had in hand. */
  static final Duration DEAD_AFTER = Duration.ofSeconds(8);

  private static final int POST_GROUP = 256;
  private static final int SETTLE_GROUP = 512;
  private static final Duration SETTLE_LINGER = Duration.ofMillis(20);

  final PostOffice office;
  final ReplyDesk replies;
  final MailRoom mailings;
  final KeptRules rules;
  final Rounds courier;
  final Sweep sweep;
  private final Roster roster;
  private final List<WritersLine> lines = new ArrayList<>();
  private final GroupCommit<Posting> answers;
  private final GroupCommit<Posting> postings;
  private final GroupCommit<Attempting> attempts;
  private final GroupCommit<Settlement> settlements;
  private volatile boolean running;

  DeliveryDesk(
      DataSource database,
      Clerk clerk,
      Channels channels,
      Customers customers,
      Pace pace,
      Reasons reasons,
      DeliverySettings settings,
      InstantSource clock,
      Setback.Listener setbacks,
      Duration deadAfter) {
    long owner = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    LetterTable letters = new LetterTable(database);
    LetterTable takenOver = new LetterTable(line(database));
    roster = new Roster(takenOver, owner, deadAfter);
    PostingTable posted = new PostingTable(new LetterTable(line(database)));
    AttemptTable attempted = new AttemptTable(new LetterTable(line(database)));
    LetterTable settled = new LetterTable(line(database));
    PostingTable answered = new PostingTable(new LetterTable(clerk.line()));
    answers =
        new GroupCommit<>(
            "outbox-answer",
            POST_GROUP,
            clerk,
            group -> answered.post(group, clock.instant()),
            _ -> {});
    postings =
        new GroupCommit<>(
            "outbox-post", POST_GROUP, 1, group -> posted.post(group, clock.instant()));
    attempts = new GroupCommit<>("outbox-attempt", POST_GROUP, 1, attempted::attempt);
    settlements =
        new GroupCommit<>(
            "outbox-settle",
            SETTLE_GROUP,
            SETTLE_LINGER,
            new Settling(settled, new ContactTable(settled.jdbc()), lane -> ring(lane))
                .andThen(_ -> courier().changed()));
    LimitsTable limits = new LimitsTable(letters.jdbc(), settings.limits());
    rules = new KeptRules(limits, letters, clock, this::ring);
    FactFinder facts = new FactFinder(channels, customers, letters.jdbc(), limits);
    InHand hands = new InHand();
    Clearance clearance = new Clearance(settings.zone());
    Reach reach = new Reach(channels);
    MailingTable mailing = new MailingTable(letters);
    Register register = new Register(facts, reach, letters, settlements, clock);
    Dispatch dispatch =
        new Dispatch(
            facts,
            clearance,
            reach,
            pace,
            new Transmission(channels, owner, attempts, clock),
            register,
            setbacks,
            clock);
    Bundles bundles =
        new Bundles(
            channels,
            facts,
            clearance,
            reach,
            pace,
            new LetterTable(line(database)),
            settlements,
            clock,
            owner);
    courier =
        new Rounds(
            letters,
            roster,
            facts,
            dispatch,
            register,
            hands,
            clock,
            () -> settlements.backlog() == 0,
            () -> settlements.commit(new Settlement.Mark()),
            bundles,
            mailing);
    office =
        new PostOffice(
            letters,
            postings,
            settlements,
            new Ledger(letters.jdbc(), reasons),
            facts,
            reach,
            clock,
            this::ring);
    replies =
        new ReplyDesk(
            owner,
            channels,
            letters,
            answers,
            settlements,
            dispatch,
            register,
            hands,
            clock,
            this::ring);
    mailings =
        new MailRoom(
            channels,
            customers,
            mailing,
            facts,
            clearance,
            reach,
            reasons,
            new Ledger(letters.jdbc(), reasons),
            office,
            clock,
            () -> ring(Lane.BROADCAST));
    sweep = new OutboxSweep(letters);
  }

  @Override
  public void start() {
    roster.sign();
    courier.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    courier.stop();
    answers.close();
    postings.close();
    attempts.close();
    settlements.close();
    roster.signOff();
    lines.forEach(WritersLine::close);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  private WritersLine line(DataSource database) {
    WritersLine line = new WritersLine(database);
    lines.add(line);
    return line;
  }

  private Rounds courier() {
    return courier;
  }

  private void ring(Lane lane) {
    courier.ring(lane);
  }
}
