package cn.huitouke.care;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.care.Choosing.Choice;
import cn.huitouke.care.Choosing.Latest;
import cn.huitouke.care.DueBook.Posted;
import cn.huitouke.care.DueBook.Ripe;
import cn.huitouke.customer.CustomerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Whatever is due, one customer hears at most one thing, and each thing has one end. */
class ChoosingPropertiesTest {

  private static final Instant NOW = CareStage.china("2026-06-10 11:00");
  private static final CustomerId MEI = CareStage.MEI;

  private final Plans plans = new Plans(CareStage.folder("config/care"), _ -> true, 10, false);
  private final CareSettings settings = CareSettings.usual();

  private Choosing choosing(boolean holding) {
    return new Choosing(
        plans::find,
        (_, _) -> true,
        (plan, due) -> holding && HoldOuts.holdsOut(plan.id(), due.customer(), 50),
        settings);
  }

  @Provide
  Arbitrary<List<Ripe>> ripe() {
    Arbitrary<Ripe> one =
        Combinators.combine(
                Arbitraries.of(plans.active().stream().map(Plan::id).toList()),
                Arbitraries.integers().between(1, 6),
                Arbitraries.integers().between(-72, 20),
                Arbitraries.integers().between(1, 240),
                Arbitraries.of("", "", "", "refund"),
                Arbitraries.of(true, false, false),
                Arbitraries.of(true, false, false),
                Arbitraries.of(true, false, false, false))
            .as(
                (plan, order, hours, worth, off, newer, replied, troubled) -> {
                  Instant due = NOW.plus(Duration.ofHours(hours));
                  return new Ripe(
                      new Due(
                          plan,
                          "o" + order,
                          MEI,
                          Optional.of("o" + order),
                          "茶",
                          false,
                          due,
                          due.plus(Duration.ofHours(worth))),
                      off,
                      newer,
                      replied,
                      troubled);
                });
    return one.list().ofMaxSize(8).uniqueElements(r -> r.due().letter());
  }

  @Property(tries = 500)
  void everythingDueHasExactlyOneEndAndAtMostOneLetterGoes(
      @ForAll("ripe") List<Ripe> ripe, @ForAll boolean holding) {
    Choice choice = choosing(holding).choose(ripe, Optional.empty(), NOW);
    List<String> ends = new ArrayList<>();
    choice.decisions().forEach(d -> ends.add(d.due().letter()));
    choice.later().forEach(l -> ends.add(l.due().letter()));
    choice.going().ifPresent(g -> ends.add(g.together().getFirst().letter()));
    assertThat(ends).doesNotHaveDuplicates();
    assertThat(ends)
        .containsExactlyInAnyOrderElementsOf(
            ripe.stream()
                .map(Ripe::due)
                .filter(due -> !due.dueAt().isAfter(NOW))
                .map(Due::letter)
                .toList());
  }

  @Property(tries = 500)
  void whatIsOffOrStaleOrComplainedOfNeverGoes(@ForAll("ripe") List<Ripe> ripe) {
    Choice choice = choosing(false).choose(ripe, Optional.empty(), NOW);
    Set<String> forbidden = new HashSet<>();
    for (Ripe one : ripe) {
      Plan plan = plans.find(one.due().plan()).orElseThrow();
      if (!one.off().isEmpty()
          || !one.due().worthUntil().isAfter(NOW)
          || one.troubled() && plan.cancelledBy().contains(Cause.COMPLAINT)
          || one.newer() && plan.cancelledBy().contains(Cause.NEWER_ORDER)) {
        forbidden.add(one.due().letter());
      }
    }
    choice
        .going()
        .ifPresent(
            going ->
                assertThat(going.together())
                    .extracting(Due::letter)
                    .noneMatch(forbidden::contains));
    choice.later().forEach(later -> assertThat(forbidden).doesNotContain(later.due().letter()));
  }

  @Property(tries = 300)
  void nothingGoesSoonAfterAnother(
      @ForAll("ripe") List<Ripe> ripe, @ForAll @IntRange(min = 0, max = 19) int hoursAgo) {
    Instant at = NOW.minus(Duration.ofHours(hoursAgo));
    Due before =
        new Due("arrival", "x", MEI, Optional.of("x"), "壶", false, at, at.plus(Duration.ofDays(3)));
    Choice choice =
        choosing(false)
            .choose(ripe, Optional.of(new Latest(new Posted(before, at), false, 1)), NOW);
    assertThat(choice.going()).isEmpty();
    assertThat(choice.later())
        .allSatisfy(
            later -> assertThat(later.until()).isAfter(NOW).isBefore(later.due().worthUntil()));
  }

  @Property(tries = 200)
  void aHoldOutIsTheSameEveryTimeAndASmallerShareIsPartOfALarger(
      @ForAll @LongRange(min = 1) long customer, @ForAll @IntRange(min = 0, max = 50) int share) {
    CustomerId who = new CustomerId(customer);
    boolean held = HoldOuts.holdsOut("quality-1w", who, share);
    assertThat(HoldOuts.holdsOut("quality-1w", who, share)).isEqualTo(held);
    if (held) {
      assertThat(HoldOuts.holdsOut("quality-1w", who, share + 1)).isTrue();
    }
    assertThat(HoldOuts.holdsOut("quality-1w", who, 0)).isFalse();
  }

  @Property(tries = 1)
  void aTenthIsATenthAndEachPlanHasItsOwn() {
    long held = 0;
    long both = 0;
    for (long customer = 1; customer <= 20_000; customer++) {
      boolean one = HoldOuts.holdsOut("quality-1w", new CustomerId(customer), 10);
      held += one ? 1 : 0;
      both += one && HoldOuts.holdsOut("arrival", new CustomerId(customer), 10) ? 1 : 0;
    }
    assertThat(held).isBetween(1_850L, 2_150L);
    assertThat(both).isBetween(140L, 260L);
  }
}
