package cn.huitouke.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Keeps the shop's limits and has looked again at what waited because of the old ones. */
final class KeptRules implements HouseRules {

  private static final Logger LOG = LoggerFactory.getLogger(KeptRules.class);
  private static final int PAGE = 1_000;
  private static final String UNASKED = "purpose in ('CARE', 'COMMUNITY', 'MARKETING')";

  /** What a courier has in hand, unattempted, was cleared by the former limits. */
  private static final String TAKE_BACK =
      """
      update delivery.letter set state = 'PLANNED', owner = null, due_at = greatest(not_before, ?)
      where owner is not null and state = 'CLAIMED' and %s
      """
          .formatted(UNASKED);

  /** What waits because of a limit, and what waits behind that; a page of a lane by when it is due. */
  private static final String WAKE =
      """
      with page as (
        select seq, due_at from delivery.letter
        where lane = ? and due_at is not null and (due_at, seq) > (?, ?)
        order by due_at, seq limit ?
      ), woken as (
        update delivery.letter set due_at = greatest(not_before, ?)
        from page where letter.seq = page.seq and letter.due_at > letter.not_before and %s
          and not waits_for_window
          and (state = 'PLANNED' or state = 'HELD'
            and why in ('quiet-hours', 'frequency-day', 'frequency-week', 'mourning'))
      )
      select seq, due_at from page order by due_at desc, seq desc limit 1
      """
          .formatted(UNASKED);

  /** How far a walk has come. */
  private record Place(Lane lane, OffsetDateTime due, long seq) {}

  private final LimitsTable table;
  private final LetterTable letters;
  private final InstantSource clock;
  private final Consumer<Lane> wakeCourier;

  KeptRules(
      LimitsTable table, LetterTable letters, InstantSource clock, Consumer<Lane> wakeCourier) {
    this.table = table;
    this.letters = letters;
    this.clock = clock;
    this.wakeCourier = wakeCourier;
  }

  @Override
  public Standing standing() {
    return table.standing();
  }

  @Override
  public Limits usual() {
    return table.usual();
  }

  @Override
  public void keep(Limits limits, String operator) {
    table.keep(limits, operator, clock.instant());
    lookAgain();
  }

  @Override
  public void reset() {
    table.reset();
    lookAgain();
  }

  /** The first page while somebody waits; a broadcast's many behind their back. */
  private void lookAgain() {
    Instant now = clock.instant();
    apart(() -> letters.jdbc().update(TAKE_BACK, LetterTable.time(now)));
    List<Place> more = new ArrayList<>();
    for (Lane lane : EnumSet.range(Lane.NOTICE, Lane.BROADCAST)) {
      wake(new Place(lane, LetterTable.time(now), 0), now).ifPresent(more::add);
    }
    if (!more.isEmpty()) {
      Thread.ofVirtual().name("limits").start(() -> wakeTheRest(more, now));
    }
  }

  private void wakeTheRest(List<Place> from, Instant now) {
    try {
      for (Place first : from) {
        for (Optional<Place> next = Optional.of(first); next.isPresent(); ) {
          next = wake(next.get(), now);
        }
      }
    } catch (DataAccessException e) {
      // Each of them still comes when it was to come, and is decided then.
      LOG.warn("Letters that wait because of the former limits were not all looked at again", e);
    }
  }

  /** Returns where the next page begins, if there may be one. */
  private Optional<Place> wake(Place from, Instant now) {
    List<Place> last =
        apart(
            () ->
                letters
                    .jdbc()
                    .query(
                        WAKE,
                        (row, _) ->
                            new Place(
                                from.lane(),
                                row.getObject("due_at", OffsetDateTime.class),
                                row.getLong("seq")),
                        from.lane().ordinal(),
                        from.due(),
                        from.seq(),
                        PAGE,
                        LetterTable.time(now)));
    wakeCourier.accept(from.lane());
    return last.stream().findFirst();
  }

  /** Not beside a claim: see {@link LetterTable#recall}. */
  private <T> T apart(Supplier<T> work) {
    return Objects.requireNonNull(
        letters
            .transaction()
            .execute(
                _ -> {
                  letters.jdbc().query("select pg_advisory_xact_lock(4711, 1)", (row, _) -> 0);
                  return work.get();
                }));
  }
}
