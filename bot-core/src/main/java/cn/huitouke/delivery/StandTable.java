package cn.huitouke.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Where letters stand, and how attempts ended: written in groups, within the caller's transaction. */
final class StandTable {

  private static final String STANDS =
      """
      with stands as (
        update delivery.letter set
          state = now.state, changed_at = to_timestamp(now.at), due_at = to_timestamp(now.due),
          waits_for_window = now.waits, owner = null,
          platform_message_id = coalesce(now.platform_id, platform_message_id),
          doubt_since = case when now.state = 'UNCERTAIN' then to_timestamp(now.at) end,
          why = now.why,
          -- what it waited for last is why it is too late
          why_about = case when now.why = 'expired' and now.about = 'planned|'
            and letter.why <> 'claimed' then letter.why || '|' || letter.why_about
            else now.about end
        from unnest(?::bigint[], ?::bigint[], ?::int[], ?::text[], ?::float8[], ?::float8[],
                    ?::boolean[], ?::text[], ?::text[], ?::text[])
          as now (seq, owner, hand, state, at, due, waits, platform_id, why, about)
        where letter.seq = now.seq and letter.owner is not distinct from now.owner
          and letter.hand = now.hand
        returning letter.seq, letter.state, changed_at, wire, letter.why, why_about, letter.due_at)
      insert into delivery.step (letter, at, state, wire, why, about, until)
      select seq, changed_at, state, wire, why, why_about, due_at from stands
      where state <> 'ACCEPTED'
      """;

  private static final String STEPS =
      """
      insert into delivery.step (letter, at, state, wire, why, about)
      select letter, to_timestamp(at), 'REFUSED', wire, why, about
      from unnest(?::bigint[], ?::float8[], ?::text[], ?::text[], ?::text[])
        as step (letter, at, wire, why, about)
      """;

  private static final String SLOT_TOOK =
      """
      update delivery.letter set
        state = 'ACCEPTED', changed_at = to_timestamp(took.at), why = 'accepted-reply',
        platform_message_id = took.platform_id, doubt_since = null
      from unnest(?::bigint[], ?::float8[], ?::text[]) as took (seq, at, platform_id)
      where letter.seq = took.seq and letter.state in ('ATTEMPTED', 'UNCERTAIN')
      """;

  private final JdbcTemplate jdbc;

  StandTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Writes where letters stand. */
  void stand(List<Settlement.Stands> rows) {
    var columns =
        new Columns<>(rows)
            .longs(s -> s.slip().seq())
            .longs(s -> s.slip().owner() == 0 ? null : s.slip().owner())
            .ints(s -> s.slip().hand())
            .texts(s -> s.state().name())
            .times(Settlement.Stands::at)
            .times(Settlement.Stands::due)
            .flags(Settlement.Stands::waitsForWindow)
            .texts(s -> emptyToNull(s.platformMessageId()))
            .texts(s -> s.why().rule())
            .texts(s -> s.why().about());
    jdbc.update(connection -> columns.fill(connection, STANDS));
  }

  /** Writes how attempts ended after which another way was tried. */
  void steps(List<Settlement.Step> rows) {
    var columns =
        new Columns<>(rows)
            .longs(s -> s.slip().seq())
            .times(Settlement.Step::at)
            .texts(s -> s.slip().latest().map(latest -> latest.wire().name()).orElse(null))
            .texts(s -> s.why().rule())
            .texts(s -> s.why().about());
    jdbc.update(connection -> columns.fill(connection, STEPS));
  }

  /** Writes which replies their slots took. */
  void slotsTook(List<Settlement.SlotTook> rows) {
    var columns =
        new Columns<>(rows)
            .longs(Settlement.SlotTook::seq)
            .times(Settlement.SlotTook::at)
            .texts(s -> emptyToNull(s.platformMessageId()));
    jdbc.update(connection -> columns.fill(connection, SLOT_TOOK));
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
