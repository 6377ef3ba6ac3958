package cn.huitouke.delivery;

import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Purpose;
import cn.huitouke.customer.CustomerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads what became of letters, with the reason in words. */
final class Ledger {

  private static final String COLUMNS =
      "select id, customer, purpose, state, wire, platform_message_id, planned_at, changed_at,"
          + " why, why_about, because, worth_until, attempts from delivery.letter ";

  private final JdbcTemplate jdbc;
  private final Reasons reasons;

  Ledger(JdbcTemplate jdbc, Reasons reasons) {
    this.jdbc = jdbc;
    this.reasons = reasons;
  }

  Optional<LetterStatus> status(OutboundId id) {
    return jdbc.query(COLUMNS + "where id = ?", (row, _) -> status(row), id.value()).stream()
        .findFirst();
  }

  List<LetterStatus> lettersOf(CustomerId customer, int limit) {
    return jdbc.query(
        COLUMNS + "where customer = ? order by seq desc limit ?",
        (row, _) -> status(row),
        customer.value(),
        limit);
  }

  List<LetterStatus> statuses(List<String> ids) {
    return jdbc.query(
        COLUMNS + "where id = any(?) order by seq desc",
        (row, _) -> status(row),
        (Object) ids.toArray(String[]::new));
  }

  List<LetterStatus> recent(int limit) {
    return jdbc.query(COLUMNS + "order by seq desc limit ?", (row, _) -> status(row), limit);
  }

  private LetterStatus status(ResultSet row) throws SQLException {
    Reasons.Sentence why =
        reasons.explain(
            new Why(row.getString("why"), row.getString("why_about")),
            row.getString("because"),
            row.getObject("worth_until", OffsetDateTime.class).toInstant(),
            row.getInt("attempts"));
    return new LetterStatus(
        new OutboundId(row.getString("id")),
        new CustomerId(row.getLong("customer")),
        Purpose.valueOf(row.getString("purpose")),
        LetterStatus.State.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("wire")),
        Optional.ofNullable(row.getString("platform_message_id")),
        row.getObject("planned_at", OffsetDateTime.class).toInstant(),
        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
        why.chinese(),
        why.english());
  }
}
