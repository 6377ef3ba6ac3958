package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities.Opener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes a group of settlements in one transaction. */
final class Settling implements Consumer<List<Settlement>> {

  /** Nobody is told something else in the same breath in which they are answered. */
  static final Duration A_LITTLE_LATER = Duration.ofMinutes(3);

  /** Where the platform gives a minute. */
  static final Duration SOON = Duration.ofSeconds(20);

  private final LetterTable letters;
  private final StandTable standing;
  private final ContactTable contacts;
  private final Consumer<Lane> wakeCourier;
  private final RecentlyNoted recently = new RecentlyNoted();

  Settling(LetterTable letters, ContactTable contacts, Consumer<Lane> wakeCourier) {
    this.letters = letters;
    this.standing = new StandTable(letters.jdbc());
    this.contacts = contacts;
    this.wakeCourier = wakeCourier;
  }

  @Override
  public void accept(List<Settlement> group) {
    List<Settlement.SlotTook> slots = new ArrayList<>();
    List<Settlement.Stands> stands = new ArrayList<>();
    List<Settlement.Step> steps = new ArrayList<>();
    List<Settlement.Noted> noted = new ArrayList<>();
    for (Settlement settlement : group) {
      switch (settlement) {
        case Settlement.SlotTook took -> slots.add(took);
        case Settlement.Stands stand -> stands.add(stand);
        case Settlement.Step step -> steps.add(step);
        case Settlement.Noted note -> noted.add(note);
        case Settlement.Mark _ -> {}
      }
    }
    forget(stands, steps);
    noted.removeIf(recently::covers);
    if (slots.isEmpty() && stands.isEmpty() && steps.isEmpty() && noted.isEmpty()) {
      return;
    }
    Set<Lane> woken = new LinkedHashSet<>();
    letters
        .transaction()
        .executeWithoutResult(
            _ -> {
              if (!noted.isEmpty()) {
                // in one order everywhere, so that two nodes do not lock crosswise
                noted.sort(Comparator.comparing(note -> note.peer().toString()));
                contacts.note(noted);
                woken.addAll(wake(noted));
              }
              if (!slots.isEmpty()) {
                slots.sort(Comparator.comparingLong(Settlement.SlotTook::seq));
                standing.slotsTook(slots);
              }
              if (!steps.isEmpty()) {
                standing.steps(steps);
              }
              stand(stands);
            });
    noted.forEach(recently::written);
    forget(stands, steps); // they may have used up what a message gave
    woken.forEach(wakeCourier);
  }

  private void forget(List<Settlement.Stands> stands, List<Settlement.Step> steps) {
    stands.forEach(stand -> recently.forget(stand.slip()));
    steps.forEach(step -> recently.forget(step.slip()));
  }

  /** Each stand of a letter is written in its turn: one statement updates a row only once. */
  private void stand(List<Settlement.Stands> stands) {
    List<Settlement.Stands> rest = stands;
    while (!rest.isEmpty()) {
      Set<Long> seen = new LinkedHashSet<>();
      List<Settlement.Stands> now = new ArrayList<>();
      List<Settlement.Stands> then = new ArrayList<>();
      for (Settlement.Stands stand : rest) {
        (seen.add(stand.slip().seq()) ? now : then).add(stand);
      }
      standing.stand(now);
      rest = then;
    }
    contacts.spend(stands.stream().filter(stand -> stand.spent().isPresent()).toList());
  }

  private List<Lane> wake(List<Settlement.Noted> noted) {
    Instant now = noted.getFirst().now();
    List<Lane> woken = new ArrayList<>(wake(noted, Opener.MESSAGE, now.plus(A_LITTLE_LATER)));
    woken.addAll(wake(noted, null, now.plus(SOON)));
    return woken;
  }

  /**
   * @param opener null for all but a message
   */
  private List<Lane> wake(List<Settlement.Noted> noted, @Nullable Opener opener, Instant then) {
    List<Long> customers =
        noted.stream()
            .filter(note -> (opener == null) != (note.opener() == Opener.MESSAGE))
            .map(note -> note.customer().value())
            .distinct()
            .sorted()
            .toList();
    return customers.isEmpty() ? List.of() : letters.wake(customers, noted.getFirst().now(), then);
  }
}
