package cn.huitouke.care;

import cn.huitouke.care.Choosing.Choice;
import cn.huitouke.care.Choosing.Going;
import cn.huitouke.care.Choosing.Latest;
import cn.huitouke.care.DueBook.Decision;
import cn.huitouke.care.DueBook.Posted;
import cn.huitouke.care.DueBook.Ripe;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.Letter;
import cn.huitouke.delivery.LetterStatus.State;
import cn.huitouke.delivery.Levels;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.schedule.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Sends what is due. Letters go to the outbox before it is written down that they did: after a crash
 * between the two they are posted again under the same names, which changes nothing.
 */
@Component
class CareRound implements Sweep {

  private static final int AT_ONCE = 300;
  private static final Duration A_MONTH = Duration.ofDays(30);
  private static final Set<State> WAITING = EnumSet.of(State.PLANNED, State.HELD);

  private final Plans plans;
  private final DueBook dues;
  private final PurchaseBook purchases;
  private final CareWords words;
  private final Outbox outbox;
  private final Customers customers;
  private final ObjectProvider<Levels> levels;
  private final CareSettings settings;

  CareRound(
      Plans plans,
      DueBook dues,
      PurchaseBook purchases,
      CareWords words,
      Outbox outbox,
      Customers customers,
      ObjectProvider<Levels> levels,
      CareSettings settings) {
    this.plans = plans;
    this.dues = dues;
    this.purchases = purchases;
    this.words = words;
    this.outbox = outbox;
    this.customers = customers;
    this.levels = levels;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "care-round";
  }

  @Override
  public String cron() {
    return "0 0/10 8-20 * * ?";
  }

  @Override
  public void run(Instant now) {
    if (!settings.enabled()) {
      return;
    }
    plans.refresh();
    List<String> paused = plans.paused();
    // Whoever was cared for has nothing due any more; who still has would have it for ever.
    List<Long> before = List.of();
    List<Long> some = dues.customersDue(now, paused, AT_ONCE);
    if (some.isEmpty()) {
      return;
    }
    Choosing choosing = choosing();
    while (!some.isEmpty() && !some.equals(before)) {
      care(some, choosing, paused, now);
      before = some;
      some = dues.customersDue(now, paused, AT_ONCE);
    }
  }

  Choosing choosing() {
    boolean measuring = purchases.customers() >= settings.holdOutFrom();
    return new Choosing(
        plans::find,
        this::suits,
        (plan, due) -> measuring && HoldOuts.holdsOut(plan.id(), due.customer(), plan.holdOut()),
        settings);
  }

  /** What is known of these customers' latest care message; not in it = there was none. */
  Map<CustomerId, Latest> latest(Collection<CustomerId> customers, Instant now) {
    List<Long> some = customers.stream().map(CustomerId::value).toList();
    Map<CustomerId, Integer> month = dues.postedSince(some, now.minus(A_MONTH));
    Map<CustomerId, Latest> latest = new HashMap<>();
    dues.lastPosted(some)
        .forEach(
            (customer, posted) ->
                latest.put(customer, latest(posted, month.getOrDefault(customer, 0), now)));
    return latest;
  }

  Map<String, Purchase> orders(List<Ripe> ripe) {
    List<String> numbers = ripe.stream().flatMap(one -> one.due().order().stream()).toList();
    return purchases.find(numbers).stream().collect(Collectors.toMap(Purchase::number, p -> p));
  }

  void decide(List<Decision> decisions, Instant now) {
    dues.decide(decisions, questions(), now);
  }

  private void care(List<Long> some, Choosing choosing, List<String> paused, Instant now) {
    Map<CustomerId, List<Ripe>> ripe = dues.ripe(some, paused, now, now.plus(settings.spacing()));
    Map<CustomerId, Posted> last = dues.lastPosted(some);
    Map<CustomerId, Integer> month = dues.postedSince(some, now.minus(A_MONTH));
    Map<CustomerId, Choice> choices = new HashMap<>();
    ripe.forEach(
        (customer, theirs) ->
            choices.put(
                customer,
                choosing.choose(
                    theirs,
                    Optional.ofNullable(last.get(customer))
                        .map(posted -> latest(posted, month.getOrDefault(customer, 0), now)),
                    now)));
    send(choices, orders(ripe), now);
  }

  private Latest latest(Posted posted, int month, Instant now) {
    boolean worth = posted.due().worthUntil().isAfter(now);
    return new Latest(
        posted,
        worth
            && outbox
                .status(new OutboundId(posted.due().letter()))
                .filter(status -> WAITING.contains(status.state()))
                .isPresent(),
        month);
  }

  private Map<String, Purchase> orders(Map<CustomerId, List<Ripe>> ripe) {
    List<String> numbers =
        ripe.values().stream()
            .flatMap(List::stream)
            .flatMap(one -> one.due().order().stream())
            .distinct()
            .toList();
    return purchases.find(numbers).stream().collect(Collectors.toMap(Purchase::number, p -> p));
  }

  private void send(Map<CustomerId, Choice> choices, Map<String, Purchase> orders, Instant now) {
    List<Letter> letters = new ArrayList<>();
    List<Decision> decisions = new ArrayList<>();
    Map<Why, List<Letter>> withheld = new HashMap<>();
    for (Choice choice : choices.values()) {
      choice.takenBack().ifPresent(due -> takeBack(due, choice, now));
      choice.later().forEach(later -> dues.postpone(later.due(), later.until()));
      for (Decision no : choice.decisions()) {
        decisions.add(no);
        why(no)
            .ifPresent(
                why ->
                    plans
                        .find(no.due().plan())
                        .map(
                            plan ->
                                words.letter(plan, List.of(no.due()), orders, Manner.unsent(now)))
                        .ifPresent(
                            letter ->
                                withheld.computeIfAbsent(why, _ -> new ArrayList<>()).add(letter)));
        if (no.state() == DueState.HELD_OUT) {
          int share = plans.find(no.due().plan()).map(Plan::holdOut).orElse(0);
          dues.heldOut(no.due(), share, now);
        }
      }
      if (choice.going().isPresent()) {
        Going going = choice.going().get();
        letters.add(words.letter(going.plan(), going.together(), orders, Manner.usual(now)));
        decisions.add(
            new Decision(going.together().getFirst(), DueState.POSTED, "", going.plan().name()));
      }
    }
    if (!letters.isEmpty()) {
      outbox.post(letters);
    }
    withheld.forEach((why, these) -> outbox.withhold(these, why.rule(), why.about()));
    dues.decide(decisions, questions(), now);
  }

  private Map<String, String> questions() {
    return plans.active().stream()
        .filter(Plan::question)
        .collect(Collectors.toMap(Plan::id, Plan::id));
  }

  private record Why(String rule, String about) {}

  /** What is worth a line among the customer's letters: everything but what nobody would miss. */
  private static Optional<Why> why(Decision no) {
    return switch (no.state()) {
      case HELD_OUT, YIELDED, CANCELLED, MERGED -> Optional.of(new Why(no.rule(), no.about()));
      case PASSED, PLANNED, POSTED -> Optional.empty();
    };
  }

  /** The one before has not left: this one matters more, and one is enough. */
  private void takeBack(Due due, Choice choice, Instant now) {
    String instead = choice.going().map(going -> going.plan().name()).orElse("");
    if (outbox.withdraw(List.of(new OutboundId(due.letter())), "care-superseded", instead) > 0) {
      dues.takenBack(due, "care-superseded", instead, now);
    }
  }

  private boolean suits(Plan plan, Due due) {
    Set<String> platforms = plan.when().channels();
    boolean reached =
        platforms.isEmpty()
            || customers.identities(due.customer()).stream()
                .anyMatch(one -> platforms.contains(one.peer().channel().kind()));
    return reached && hasLevel(plan, due);
  }

  private boolean hasLevel(Plan plan, Due due) {
    Set<String> wanted = plan.when().vipLevels();
    Levels known = levels.getIfAvailable();
    return wanted.isEmpty()
        || known != null && known.levelOf(due.customer()).filter(wanted::contains).isPresent();
  }
}
