package cn.huitouke.delivery;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.schedule.GiveWay;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;

/**
 * The rounds of the lowest lane: what is due is taken in hand by the thousand where an account can send
 * to many at once, what belongs to a stopped mailing is laid aside, what says the same goes together, and
 * the rest goes the way of all letters.
 */
final class Sorting {

  private final LetterTable letters;
  private final MailingTable mailings;
  private final Roster roster;
  private final InHand hands;
  private final Register register;
  private final Bundles bundles;
  private final InstantSource clock;
  private final Lock claiming;
  private final Rounds rounds;

  /** Claimed and not yet dealt with or put; one more while it is not known how many. */
  private final AtomicInteger load = new AtomicInteger();

  /**
   * @param claiming held while letters are claimed
   */
  Sorting(
      LetterTable letters,
      MailingTable mailings,
      Roster roster,
      InHand hands,
      Register register,
      Bundles bundles,
      InstantSource clock,
      Lock claiming,
      Rounds rounds) {
    this.letters = letters;
    this.mailings = mailings;
    this.roster = roster;
    this.hands = hands;
    this.register = register;
    this.bundles = bundles;
    this.clock = clock;
    this.claiming = claiming;
    this.rounds = rounds;
  }

  int load() {
    return load.get();
  }

  /** Whether there may be more. */
  boolean round() throws InterruptedException {
    if (!bundles.possible()) {
      return take(Rounds.BATCH) == Rounds.BATCH; // one by one they wait for the far end anyway
    }
    try (GiveWay way = GiveWay.begin()) {
      boolean more = take(Bundles.MOST) == Bundles.MOST;
      if (more) {
        way.give();
      }
      return more;
    }
  }

  private int take(int most) throws InterruptedException {
    List<Slip> slips = List.of();
    load.incrementAndGet();
    try {
      slips = claim(most);
      sort(slips);
      return slips.size();
    } finally {
      rounds.changed();
      load.addAndGet(-1 - slips.size());
    }
  }

  private List<Slip> claim(int most) {
    claiming.lock();
    try {
      List<Slip> slips = letters.claim(Lane.BROADCAST, clock.instant(), most, roster.owner());
      load.addAndGet(slips.size());
      slips.forEach(hands::take);
      return slips;
    } finally {
      claiming.unlock();
    }
  }

  private void sort(List<Slip> slips) throws InterruptedException {
    if (slips.isEmpty()) {
      return;
    }
    Set<Slip> open = Collections.newSetFromMap(new IdentityHashMap<>());
    open.addAll(slips);
    Bundles.Done done =
        slip -> {
          open.remove(slip);
          hands.lay(slip);
        };
    try {
      List<Slip> moving = layAside(slips, done);
      Map<CustomerId, Facts> known = rounds.facts(moving);
      List<Going> going = new ArrayList<>();
      List<Slip> rest =
          bundles.carry(moving, known, done, (slip, tried) -> going.add(new Going(slip, tried)));
      rest.forEach(slip -> going.add(new Going(slip, Set.of())));
      for (Going one : going) {
        Facts facts = known.get(one.slip().letter().customer());
        if (!rounds.putWhenThereIsRoom(one.slip(), facts, one.tried())) {
          return;
        }
        open.remove(one.slip());
      }
    } finally {
      open.forEach(rounds::retryPutBack); // something broke, or the round ends
      open.forEach(hands::lay);
    }
  }

  /** One that goes by itself, by other ways than these. */
  private record Going(Slip slip, Set<Reach.Way> tried) {}

  /** What is not of a stopped mailing. */
  private List<Slip> layAside(List<Slip> slips, Bundles.Done done) {
    Map<String, String> stopped = mailings.stopped();
    if (stopped.isEmpty()) {
      return slips;
    }
    List<Slip> moving = new ArrayList<>();
    for (Slip slip : slips) {
      String standing = stopped.get(MailingTable.of(slip.letter()));
      if (standing == null) {
        moving.add(slip);
      } else {
        register.layAside(slip, standing.equals("CANCELLED"));
        done.with(slip);
      }
    }
    return moving;
  }
}
