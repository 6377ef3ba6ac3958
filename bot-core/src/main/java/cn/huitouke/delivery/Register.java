package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.store.GroupCommit;
import cn.huitouke.store.StoreTrouble;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes where letters stand and why, and what their sending has used up. */
final class Register {

  private final FactFinder facts;
  private final Reach reach;
  private final ContactTable contacts;
  private final UsageTable usage;
  private final LetterTable letters;
  private final GroupCommit<Settlement> settlements;
  private final InstantSource clock;

  Register(
      FactFinder facts,
      Reach reach,
      LetterTable letters,
      GroupCommit<Settlement> settlements,
      InstantSource clock) {
    this.facts = facts;
    this.reach = reach;
    this.contacts = new ContactTable(letters.jdbc());
    this.usage = new UsageTable(letters.jdbc());
    this.letters = letters;
    this.settlements = settlements;
    this.clock = clock;
  }

  /**
   * A letter is not settled yet.
   *
   * @param until when to look again
   * @param inOrder whether the customer's later letters of the lane have to wait as long
   */
  record Waits(Instant until, boolean inOrder) {}

  /** Its mailing is stopped: until somebody resumes it, or for good. */
  void layAside(Slip slip, boolean forGood) {
    if (forGood) {
      settlements.later(stands(slip, LetterStatus.State.WITHDRAWN, Why.of("mailing-cancelled")));
    } else {
      settlements.later(
          stands(slip, LetterStatus.State.HELD, Why.of(MailingTable.PAUSED))
              .due(min(clock.instant().plus(MailingTable.LOOK_AGAIN), slip), false));
    }
  }

  /** Waits for its time, where that comes before it is no longer worth sending. */
  Optional<Waits> holdOrExpire(Slip slip, Instant until, Why why) {
    boolean brake = why.rule().startsWith("brake-"); // may be released any time
    if (!brake && !until.isBefore(slip.letter().worthUntil())) {
      settle(
          slip,
          LetterStatus.State.EXPIRED,
          new Why("expired", why.rule() + Why.EARLIER + why.about()));
      return Optional.empty();
    }
    return hold(slip, until, why, false);
  }

  /**
   * Lets a letter wait until a time.
   *
   * @param inOrder its customer's later letters of the lane wait with it
   */
  Optional<Waits> hold(Slip slip, Instant until, Why why, boolean inOrder) {
    Instant due = min(until, slip);
    record(stands(slip, LetterStatus.State.HELD, why).due(due, false));
    if (inOrder) {
      letters.holdFollowers(slip, due);
    }
    return Optional.of(new Waits(due, inOrder));
  }

  /** Lets a letter wait until its customer opens a way. */
  Optional<Waits> waitForCustomer(Slip slip, Why why, Set<Reach.Way> refused) {
    Instant due = slip.letter().worthUntil();
    record(stands(slip, LetterStatus.State.HELD, why).due(due, true));
    // what opened between our look and this row would not have woken it
    Instant now = clock.instant();
    if (reach.find(slip.letter(), facts.of(slip.letter(), now), refused, now)
        instanceof Reach.Finding.Open) {
      letters.wake(List.of(slip.letter().customer().value()), now, now.plus(Settling.SOON));
    }
    return Optional.of(new Waits(due, false));
  }

  void accepted(Slip slip, Reach.Finding.Open open, String platformId) {
    record(
        stands(slip, LetterStatus.State.ACCEPTED, new Why("accepted", open.rules().wire().name()))
            .taken(platformId)
            .spending(open));
    if (open.rules().opening() == Capabilities.Opening.CREDIT) {
      contacts.credit(
          open.peer(),
          Reach.template(open.channel(), open.content()),
          -1,
          false,
          "sent:" + slip.letter().id(),
          clock.instant());
    }
  }

  void uncertain(Slip slip, Reach.Finding.Open open, String detail) {
    record(stands(slip, LetterStatus.State.UNCERTAIN, new Why("uncertain", detail)).spending(open));
  }

  /** One way was refused; others are tried. */
  void refused(Slip slip, Why why) {
    settlements.later(new Settlement.Step(slip, clock.instant(), why));
  }

  /** What was counted of a quota before the send was not used. */
  void giveBack(Attempting attempting) {
    usage.giveBack(attempting);
  }

  /** Corrects our books by what the platform said; whether the customer can open this way again. */
  boolean shut(Slip slip, Reach.Finding.Open open, SendOutcome.Reason reason) {
    if (reason == SendOutcome.Reason.NO_CREDIT) {
      contacts.credit(
          open.peer(),
          Reach.template(open.channel(), open.content()),
          0,
          true,
          "refused:" + slip.letter().id() + "#" + slip.attempts(),
          clock.instant());
      return true;
    }
    if (reason == SendOutcome.Reason.QUOTA_EXHAUSTED && open.spends().isEmpty()) {
      usage.exhausted(open.peer(), open.rules(), clock.instant());
    }
    boolean closed =
        reason == SendOutcome.Reason.WINDOW_CLOSED || reason == SendOutcome.Reason.QUOTA_EXHAUSTED;
    if (closed && open.spends().isPresent()) {
      contacts.exhausted(open.peer(), open.spends().get());
      return true;
    }
    return false;
  }

  void settle(Slip slip, LetterStatus.State state, Why why) {
    record(stands(slip, state, why));
  }

  private Settlement.Stands stands(Slip slip, LetterStatus.State state, Why why) {
    return Settlement.Stands.of(slip, state, clock.instant(), why);
  }

  /** Waits until it is written; when the database is away, it is written when that is back. */
  private void record(Settlement settlement) {
    try {
      settlements.commit(settlement);
    } catch (RuntimeException e) {
      if (!StoreTrouble.isOutage(e)) {
        throw e;
      }
      settlements.later(settlement);
    }
  }

  private static Instant min(Instant until, Slip slip) {
    return until.isBefore(slip.letter().worthUntil()) ? until : slip.letter().worthUntil();
  }
}
