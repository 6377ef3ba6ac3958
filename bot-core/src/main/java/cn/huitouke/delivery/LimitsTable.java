package cn.huitouke.delivery;

import cn.huitouke.customer.Wishes.QuietHours;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;

/** The shop's limits where somebody changed them: one row, or none. */
final class LimitsTable {

  private static final String FIND = "select * from delivery.limits";

  private final JdbcTemplate jdbc;
  private final Limits usual;

  LimitsTable(JdbcTemplate jdbc, Limits usual) {
    this.jdbc = jdbc;
    this.usual = usual;
  }

  Limits usual() {
    return usual;
  }

  /** Asked with others; the answer is there when all have gone. */
  Supplier<Limits> ask(AtOnce questions) {
    AtomicReference<Limits> found = new AtomicReference<>(usual);
    questions.ask(FIND, List.of(), row -> found.set(limits(row)));
    return found::get;
  }

  HouseRules.Standing standing() {
    return jdbc
        .query(
            FIND,
            (row, _) ->
                new HouseRules.Standing(
                    limits(row),
                    Optional.of(
                        new HouseRules.Changed(
                            row.getString("operator"),
                            row.getTimestamp("changed_at").toInstant()))))
        .stream()
        .findFirst()
        .orElseGet(() -> new HouseRules.Standing(usual, Optional.empty()));
  }

  void keep(Limits limits, String operator, Instant now) {
    jdbc.update(
        """
        insert into delivery.limits (quiet_from, quiet_to, care_per_day, care_per_week,
          community_per_week, marketing_per_week, mourning_days, operator, changed_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (the_only) do update set quiet_from = excluded.quiet_from,
          quiet_to = excluded.quiet_to, care_per_day = excluded.care_per_day,
          care_per_week = excluded.care_per_week, community_per_week = excluded.community_per_week,
          marketing_per_week = excluded.marketing_per_week, mourning_days = excluded.mourning_days,
          operator = excluded.operator, changed_at = excluded.changed_at
        """,
        limits.quiet().map(QuietHours::from).orElse(null),
        limits.quiet().map(QuietHours::to).orElse(null),
        limits.carePerDay(),
        limits.carePerWeek(),
        limits.communityPerWeek(),
        limits.marketingPerWeek(),
        limits.mourningDays().toArray(String[]::new),
        operator,
        LetterTable.time(now));
  }

  void reset() {
    jdbc.update("delete from delivery.limits");
  }

  private static Limits limits(ResultSet row) throws SQLException {
    LocalTime from = row.getObject("quiet_from", LocalTime.class);
    LocalTime to = row.getObject("quiet_to", LocalTime.class);
    return new Limits(
        from == null || to == null ? Optional.empty() : Optional.of(new QuietHours(from, to)),
        row.getInt("care_per_day"),
        row.getInt("care_per_week"),
        row.getInt("community_per_week"),
        row.getInt("marketing_per_week"),
        List.of((String[]) row.getArray("mourning_days").getArray()));
  }
}
