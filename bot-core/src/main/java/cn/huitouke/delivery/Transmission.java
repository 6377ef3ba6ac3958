package cn.huitouke.delivery;

import cn.huitouke.channel.Channel;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.store.GroupCommit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The attempt on record, then the bytes; on a wire with a key, after silence once more under it. */
final class Transmission {

  private static final Logger log = LoggerFactory.getLogger(Transmission.class);
  private static final Duration REPEAT_PAUSE = Duration.ofMillis(500);
  private static final int REPEATS = 3;

  /** What came of it. */
  sealed interface Result {

    /** The letter was no longer in our hand. */
    record NotOurs() implements Result {}

    /** The platform's quota was used up meanwhile: nothing was attempted. */
    record Over() implements Result {}

    /**
     * @param slip as it is now
     */
    record Done(Slip slip, SendOutcome outcome, Attempting attempting) implements Result {}
  }

  private final Channels channels;
  private final long owner;
  private final GroupCommit<Attempting> attempts;
  private final InstantSource clock;

  Transmission(
      Channels channels, long owner, GroupCommit<Attempting> attempts, InstantSource clock) {
    this.channels = channels;
    this.owner = owner;
    this.attempts = attempts;
    this.clock = clock;
  }

  Result attempt(Slip slip, Reach.Finding.Open open) {
    Slip current = slip;
    long begun = System.nanoTime();
    while (true) {
      Instant now = clock.instant();
      var attempting = new Attempting(current, open, now, owner);
      attempts.commit(attempting);
      if (attempting.over) {
        return new Result.Over();
      }
      if (!attempting.granted) {
        log.info("Letter {} is not in our hand any more", slip.letter().id());
        return new Result.NotOurs();
      }
      current = current.attempted(open.peer(), open.rules().wire(), now, owner);
      SendOutcome outcome = send(current, open);
      boolean mayRepeat =
          outcome instanceof SendOutcome.Uncertain
              && current.attempts() - slip.attempts() < REPEATS
              && open.rules().idempotentFor().isPresent()
              && System.nanoTime() - begun < open.rules().idempotentFor().get().toNanos() / 2;
      if (!mayRepeat) {
        return new Result.Done(current, outcome, attempting);
      }
      LockSupport.parkNanos(REPEAT_PAUSE.toNanos());
    }
  }

  private SendOutcome send(Slip slip, Reach.Finding.Open open) {
    Footing footing =
        slip.letter()
            .answerTo()
            .<Footing>map(to -> new Footing.InReplyTo(to.event()))
            .orElseGet(Footing.Unprompted::new);
    Message content;
    try {
      content = channels.enclosed(open.content());
    } catch (RuntimeException e) {
      log.warn("What letter {} encloses could not be read", slip.letter().id(), e);
      return new SendOutcome.Deferred(REPEAT_PAUSE, "enclosures");
    }
    return transmit(
        open.channel(),
        new Outbound(slip.letter().id(), open.peer(), content, open.rules().wire(), footing));
  }

  /** A channel that breaks may have sent: uncertain. */
  static SendOutcome transmit(Channel channel, Outbound outbound) {
    try {
      return channel.send(outbound);
    } catch (RuntimeException e) {
      log.error("Channel {} broke while sending {}", channel.id(), outbound.id(), e);
      return new SendOutcome.Uncertain("adapter: " + e.getClass().getSimpleName());
    }
  }
}
