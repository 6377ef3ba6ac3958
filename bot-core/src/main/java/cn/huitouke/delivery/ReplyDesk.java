package cn.huitouke.delivery;

import cn.huitouke.channel.Answering;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.Wire;
import cn.huitouke.store.GroupCommit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says answers on the spot: through the slot that a callback holds open, or by another wire. */
final class ReplyDesk implements Replies {

  private static final Logger log = LoggerFactory.getLogger(ReplyDesk.class);

  private final long owner;
  private final Channels channels;
  private final LetterTable letters;
  private final GroupCommit<Posting> answers;
  private final GroupCommit<Settlement> settlements;
  private final Dispatch dispatch;
  private final Register register;
  private final InHand hands;
  private final InstantSource clock;
  private final Consumer<Lane> wakeCourier;

  /**
   * @param answers never wait behind a thousand notices
   */
  ReplyDesk(
      long owner,
      Channels channels,
      LetterTable letters,
      GroupCommit<Posting> answers,
      GroupCommit<Settlement> settlements,
      Dispatch dispatch,
      Register register,
      InHand hands,
      InstantSource clock,
      Consumer<Lane> wakeCourier) {
    this.owner = owner;
    this.channels = channels;
    this.letters = letters;
    this.answers = answers;
    this.settlements = settlements;
    this.dispatch = dispatch;
    this.register = register;
    this.hands = hands;
    this.clock = clock;
    this.wakeCourier = wakeCourier;
  }

  @Override
  public boolean answer(Letter.AnswerTo to, List<Letter> answer, boolean again) {
    if (again) {
      Optional<Slip> recorded = letters.find(answer.getFirst().id());
      if (recorded.isPresent()) {
        return !awaitsRedelivery(recorded.get()) || fillSlot(recorded.get());
      }
    }
    Optional<Channel> channel = channels.find(to.peer().channel());
    Optional<Wire> slot = channel.flatMap(c -> Reach.slot(c, answer.getFirst()));
    Posting posting = entering(answer, slot);
    answers.commit(posting);
    if (posting.seqs[0] == 0) {
      return answer(to, answer, true);
    }
    Optional<Register.Waits> waits = Optional.empty();
    for (int i = 0; i < answer.size(); i++) {
      Slip slip = slip(posting, i);
      if (waits.isPresent()) {
        waits = waitBehind(slip, waits.get());
      } else if (i == 0 && slot.isPresent()) {
        waits = sayThroughSlot(slip, channel.get(), slot.get());
      } else {
        waits = sayOtherwise(slip, Set.of());
      }
    }
    return true;
  }

  @Override
  public boolean repeat(Letter.AnswerTo to, OutboundId first) {
    Optional<Slip> recorded = letters.find(first);
    return recorded.filter(ReplyDesk::wentThroughSlot).filter(this::fillSlot).isPresent();
  }

  @Override
  public void giveUp(OutboundId first) {
    settle();
    if (letters.giveUp(first, clock.instant())) {
      log.warn("Letter {} is uncertain: nobody asked for it again", first);
    }
  }

  private Posting entering(List<Letter> answer, Optional<Wire> slot) {
    List<Posting.Entering> entering = new ArrayList<>(answer.size());
    for (Letter letter : answer) {
      boolean first = entering.isEmpty() && slot.isPresent();
      entering.add(
          new Posting.Entering(letter, first ? slot : Optional.empty(), first ? 0 : owner));
    }
    return new Posting(entering);
  }

  private Slip slip(Posting posting, int i) {
    Posting.Entering entering = posting.letters.get(i);
    Letter letter = entering.letter();
    return new Slip(
        posting.seqs[i],
        letter,
        entering.slot().isPresent() ? LetterStatus.State.ATTEMPTED : LetterStatus.State.CLAIMED,
        entering.owner(),
        0,
        entering.slot().isPresent() ? 1 : 0,
        entering
            .slot()
            .map(
                wire ->
                    new Slip.Latest(
                        letter.answerTo().orElseThrow().peer(), wire, clock.instant(), true)));
  }

  /** A message may not overtake the one before it. */
  private Optional<Register.Waits> waitBehind(Slip slip, Register.Waits first) {
    if (!first.inOrder()) {
      return register.waitForCustomer(slip, Why.of("no-window"), Set.of());
    }
    letters.putBack(slip, first.until());
    wakeCourier.accept(slip.letter().lane());
    return Optional.of(first);
  }

  /** By another wire than the slot; that the customer spoke just now has to be in the books first. */
  private Optional<Register.Waits> sayOtherwise(Slip slip, Set<Reach.Way> tried) {
    hands.take(slip);
    try {
      settle();
      return dispatch.deliver(slip, null, tried);
    } finally {
      hands.lay(slip);
      wakeCourier.accept(slip.letter().lane());
    }
  }

  /** The insert was the record of the attempt: the bytes may leave. */
  private Optional<Register.Waits> sayThroughSlot(Slip slip, Channel channel, Wire slot) {
    return switch (Transmission.transmit(channel, outbound(slip, slot))) {
      case SendOutcome.Accepted(String platformId) -> {
        settlements.later(new Settlement.SlotTook(slip.seq(), clock.instant(), platformId));
        yield Optional.empty();
      }
      case SendOutcome.Uncertain(String detail) -> {
        settlements.commit(
            Settlement.Stands.of(
                slip, LetterStatus.State.UNCERTAIN, clock.instant(), new Why("uncertain", detail)));
        yield Optional.empty();
      }
      case SendOutcome.Refused _, SendOutcome.Deferred _ ->
          sayOtherwise(
              slip, Set.of(new Reach.Way(slip.letter().answerTo().orElseThrow().peer(), slot)));
    };
  }

  /** Sends a recorded answer into the slot that a redelivery opened, if one did. */
  private boolean fillSlot(Slip slip) {
    Slip.Latest latest = slip.latest().orElseThrow();
    Optional<Channel> channel = channels.find(latest.peer().channel());
    if (channel.isPresent()
        && channel.get() instanceof Answering
        && Transmission.transmit(channel.get(), outbound(slip, latest.wire()))
            instanceof SendOutcome.Accepted(String platformId)) {
      settlements.later(new Settlement.SlotTook(slip.seq(), clock.instant(), platformId));
      return true;
    }
    return false;
  }

  private static Outbound outbound(Slip slip, Wire slot) {
    Letter.AnswerTo to = slip.letter().answerTo().orElseThrow();
    return new Outbound(
        slip.letter().id(),
        to.peer(),
        slip.letter().message(),
        slot,
        new Footing.InReplyTo(to.event()));
  }

  /** Not one that the slot refused and that waits for another way now. */
  private static boolean wentThroughSlot(Slip slip) {
    boolean gone =
        slip.state() == LetterStatus.State.ATTEMPTED
            || slip.state() == LetterStatus.State.ACCEPTED
            || slip.state() == LetterStatus.State.UNCERTAIN;
    return gone && slip.latest().filter(Slip.Latest::throughSlot).isPresent();
  }

  private static boolean awaitsRedelivery(Slip slip) {
    return slip.state() == LetterStatus.State.ATTEMPTED
        && slip.latest().filter(Slip.Latest::throughSlot).isPresent();
  }

  /** What was noted so far is in the books. */
  private void settle() {
    settlements.commit(new Settlement.Mark());
  }
}
