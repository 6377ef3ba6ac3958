package cn.huitouke.delivery;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the couriers' roster, and takes up what nobody has in hand any more: what a dead courier left,
 * and what is ours by its row though an answer of the database's was lost.
 */
final class Recovery {

  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private final LetterTable letters;
  private final Roster roster;
  private final InHand hands;
  private final Bundles bundles;
  private final InstantSource clock;
  private final BooleanSupplier written;
  private final Lock alone;
  private final Consumer<Slip> takeUp;
  private final Runnable ring;

  /**
   * @param written whether every settlement is written
   * @param alone held while it is sorted out what was under way: nothing is claimed then
   * @param takeUp puts one into its customer's queue, to be looked into
   * @param ring says that something may be due in every lane
   */
  Recovery(
      LetterTable letters,
      Roster roster,
      InHand hands,
      Bundles bundles,
      InstantSource clock,
      BooleanSupplier written,
      Lock alone,
      Consumer<Slip> takeUp,
      Runnable ring) {
    this.letters = letters;
    this.roster = roster;
    this.hands = hands;
    this.bundles = bundles;
    this.clock = clock;
    this.written = written;
    this.alone = alone;
    this.takeUp = takeUp;
    this.ring = ring;
  }

  /** Signs the roster and looks around once. */
  void look() {
    roster.sign();
    roster.dead().forEach(this::takeOver);
    findLost();
  }

  /** What was under way is in its customers' queues before a later letter of theirs can be claimed. */
  private void takeOver(long dead) {
    List<Slip> together = new ArrayList<>();
    alone.lock();
    try {
      List<Slip> attempted = roster.takeOver(dead, clock.instant());
      log.info("Took over from courier {}: {} letters were under way", dead, attempted.size());
      attempted.forEach(hands::take);
      for (Slip slip : attempted) {
        if (slip.letter().lane() == Lane.BROADCAST) {
          together.add(slip);
        } else {
          takeUp.accept(slip);
        }
      }
    } finally {
      ring.run(); // what was only claimed is due again, and nobody shall think it quiet before
      alone.unlock();
    }
    if (!together.isEmpty()) {
      apart(together);
    }
  }

  private void findLost() {
    if (!written.getAsBoolean()) {
      hands.forget();
      return;
    }
    alone.lock();
    try {
      for (Slip lost : hands.lost(letters.ownedBy(roster.owner()))) {
        log.warn("Letter {} was lost out of hand and is taken up again", lost.letter().id());
        if (lost.state() == LetterStatus.State.CLAIMED) {
          letters.putBack(lost, clock.instant());
          ring.run();
        } else {
          takeUp.accept(lost);
        }
      }
    } finally {
      alone.unlock();
    }
  }

  /** A mass send may take its time. */
  private void apart(List<Slip> attempted) {
    Thread.ofVirtual()
        .name("courier-recovery")
        .start(
            () -> {
              try {
                bundles.recover(attempted, hands::lay).forEach(takeUp);
              } catch (RuntimeException e) {
                attempted.forEach(hands::lay); // found again as lost
                log.warn("Recovery broke off and is taken up again", e);
              }
            });
  }
}
