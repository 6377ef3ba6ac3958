package cn.huitouke.order;

import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Peer;
import cn.huitouke.conversation.Skill;
import cn.huitouke.conversation.Turn;
import cn.huitouke.conversation.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Finds out which orders are the customer's: by a claim code, or an order number with something that
 * only its buyer knows. Asks for what is missing, once. Says nothing of an order before it is bound,
 * not even whether it exists.
 */
@Component
@Order(100)
class BindingSkill implements Skill {

  private static final String ORDERS = "binding.orders";
  private static final String TAIL = "binding.tail";
  private static final String AMOUNT_ASKED = "binding.amount-asked";

  /** Who is asked for a phone's last digits over lunch answers in the evening. */
  private static final Duration LIFE = Duration.ofHours(24);

  private final JdbcBindings bindings;
  private final ClaimCodes codes;
  private final BindingReplies replies;

  BindingSkill(JdbcBindings bindings, ClaimCodes codes, BindingReplies replies) {
    this.bindings = bindings;
    this.codes = codes;
    this.replies = replies;
  }

  @Override
  public String name() {
    return "binding";
  }

  @Override
  public Verdict consider(Turn turn) {
    if (turn.event().peer().kind() == Peer.Kind.GROUP) {
      return Verdict.pass();
    }
    return invitation(turn.event())
        .map(scene -> scanned(turn, scene))
        .orElseGet(
            () -> turn.understood().map(u -> said(turn, new Said(u))).orElse(Verdict.pass()));
  }

  private static Optional<String> invitation(InboundEvent event) {
    if (event instanceof InboundEvent.Followed followed) {
      return followed.invitation();
    }
    return event instanceof InboundEvent.Scanned scanned
        ? Optional.of(scanned.invitation())
        : Optional.empty();
  }

  private Verdict scanned(Turn turn, String scene) {
    return codes.in(scene).map(code -> claim(turn, code)).orElse(Verdict.pass());
  }

  private Verdict claim(Turn turn, String code) {
    return bindings
        .claim(code, turn.customer())
        .map(claimed -> replies.claimed(turn.customer(), claimed))
        .orElseGet(replies::unknownCode);
  }

  private Verdict said(Turn turn, Said said) {
    if (said.isOfWordsOnly()) {
      return said.givesUp() ? followUp(turn, said) : Verdict.pass();
    }
    Optional<String> code = codes.in(said.text());
    if (code.isPresent()) {
      return claim(turn, code.get());
    }
    if (codes.isMistyped(said.text())) {
      return replies.unknownCode();
    }
    List<String> numbers = said.orders();
    return numbers.isEmpty() ? followUp(turn, said) : named(turn, said, numbers);
  }

  /** They named orders. Those that are theirs already are for the other skills to answer. */
  private Verdict named(Turn turn, Said said, List<String> numbers) {
    List<String> open =
        numbers.stream()
            .filter(
                number ->
                    bindings.answered(turn.event().id(), number)
                        || bindings.owner(number).filter(turn.customer()::equals).isEmpty())
            .toList();
    if (open.isEmpty()) {
      return Verdict.pass();
    }
    Set<String> tails = said.tails(false);
    if (tails.isEmpty()) {
      turn.session().note(TAIL).ifPresent(tails::add);
    }
    List<BigDecimal> amounts = said.amounts(false);
    turn.session().note(ORDERS, String.join(",", open), LIFE);
    return tails.isEmpty() && amounts.isEmpty()
        ? replies.askTail()
        : prove(turn, open, tails, amounts);
  }

  /** They named no order: perhaps they answer what we asked. */
  private Verdict followUp(Turn turn, Said said) {
    if (said.tails(true).isEmpty() && said.amounts(true).isEmpty() && !said.givesUp()) {
      return Verdict.pass(); // no answer: their session is left alone
    }
    Optional<String> pending = turn.session().note(ORDERS);
    if (pending.isEmpty()) {
      Set<String> tails = said.tails(false);
      if (tails.size() == 1) {
        turn.session().note(TAIL, tails.iterator().next(), LIFE);
      }
      return Verdict.pass();
    }
    List<String> open = List.of(pending.get().split(","));
    boolean amountAsked = turn.session().note(AMOUNT_ASKED).isPresent();
    Set<String> tails = said.tails(true);
    List<BigDecimal> amounts = amountAsked ? said.amounts(tails.isEmpty()) : List.of();
    if (!tails.isEmpty() || !amounts.isEmpty()) {
      return prove(turn, open, tails, amounts);
    }
    if (said.givesUp()) {
      forget(turn);
      return replies.toPerson(turn.customer(), open);
    }
    return Verdict.pass();
  }

  private Verdict prove(Turn turn, List<String> open, Set<String> tails, List<BigDecimal> amounts) {
    if (tails.size() > 1 || amounts.size() > 1) {
      return replies.which();
    }
    Proof proof = proof(tails, amounts);
    List<String> bound = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    int along = 0;
    for (String order : open) {
      switch (bindings.prove(order, turn.customer(), proof, turn.event().id())) {
        case Outcome.Bound yes -> {
          bound.add(order);
          along += yes.along();
        }
        case Outcome.Wrong _ -> wrong.add(order);
        case Outcome.Taken _ -> {
          forget(turn);
          return replies.taken(turn.customer(), order);
        }
        case Outcome.Locked _ -> {
          forget(turn);
          return replies.locked(turn.customer(), order);
        }
      }
    }
    return bound.isEmpty() ? notShown(turn, wrong, proof) : shown(turn, bound, wrong, along);
  }

  private static Proof proof(Set<String> tails, List<BigDecimal> amounts) {
    @Nullable String digits = tails.isEmpty() ? null : tails.iterator().next();
    boolean phone = digits != null && digits.length() == 11;
    @Nullable BigDecimal amount = amounts.isEmpty() ? null : amounts.getFirst();
    return new Proof(phone ? null : digits, phone ? digits : null, amount);
  }

  private Verdict shown(Turn turn, List<String> bound, List<String> wrong, int along) {
    forget(turn);
    if (!wrong.isEmpty()) {
      turn.session().note(ORDERS, String.join(",", wrong), LIFE);
    }
    return replies.bound(turn.customer(), bound, along, !wrong.isEmpty());
  }

  /** After a wrong tail the amount is asked for; after a wrong amount a person looks. */
  private Verdict notShown(Turn turn, List<String> wrong, Proof proof) {
    turn.session().forget(TAIL);
    boolean amountOnly = proof.equals(new Proof(null, null, proof.amount()));
    if (turn.session().note(AMOUNT_ASKED).isPresent() && amountOnly) {
      forget(turn);
      return replies.toPerson(turn.customer(), wrong);
    }
    turn.session().note(AMOUNT_ASKED, "1", LIFE);
    return replies.notMatched();
  }

  private static void forget(Turn turn) {
    turn.session().forget(ORDERS);
    turn.session().forget(TAIL);
    turn.session().forget(AMOUNT_ASKED);
  }
}
