package cn.huitouke.delivery;

import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Purpose;
import cn.huitouke.customer.CustomerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
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

  /** The steps on record, between what the letter's own row says of its beginning and its end. */
  List<LetterStatus.Step> life(OutboundId id) {
    return jdbc
        .query("select * from delivery.letter where id = ?", (row, _) -> life(row), id.value())
        .stream()
        .findFirst()
        .orElse(List.of());
  }

  private List<LetterStatus.Step> life(ResultSet row) throws SQLException {
    List<LetterStatus.Step> life = new ArrayList<>();
    LetterStatus.State state = LetterStatus.State.valueOf(row.getString("state"));
    if (state != LetterStatus.State.WITHHELD) {
      life.add(step(row, "planned_at", LetterStatus.State.PLANNED, Why.of("planned")));
    }
    List<LetterStatus.Step> between =
        jdbc.query(
            "select step.*, because, worth_until, attempts from delivery.step join delivery.letter"
                + " on letter.seq = step.letter where letter = ? order by step.seq",
            (step, _) -> step(step),
            row.getLong("seq"));
    life.addAll(between);
    boolean onItsWay =
        switch (state) {
          case CLAIMED, ATTEMPTED, ACCEPTED -> true;
          case PLANNED, HELD, REFUSED, UNCERTAIN, EXPIRED, WITHDRAWN, WITHHELD -> false;
        };
    if (latest(row, "claimed_at", between, state == LetterStatus.State.CLAIMED)) {
      life.add(step(row, "claimed_at", LetterStatus.State.CLAIMED, Why.of("claimed")));
    }
    if (latest(row, "attempted_at", between, onItsWay && state != LetterStatus.State.CLAIMED)) {
      life.add(step(row, "attempted_at", LetterStatus.State.ATTEMPTED, Why.of("attempted")));
    }
    boolean told =
        switch (state) {
          case PLANNED, CLAIMED, ATTEMPTED -> true;
          case HELD -> !between.isEmpty();
          case REFUSED, UNCERTAIN, EXPIRED ->
              !between.isEmpty() && between.getLast().at().equals(instant(row, "changed_at"));
          case ACCEPTED, WITHDRAWN, WITHHELD -> false;
        };
    if (!told) {
      Why why = new Why(row.getString("why"), row.getString("why_about"));
      life.add(step(row, "changed_at", state, why));
    }
    return life;
  }

  /** Whether this happened after all the steps on record: what was before, they tell themselves. */
  private static boolean latest(
      ResultSet row, String column, List<LetterStatus.Step> between, boolean onItsWay)
      throws SQLException {
    if (row.getObject(column) == null || between.isEmpty()) {
      return row.getObject(column) != null;
    }
    Instant last = between.getLast().at();
    return instant(row, column).isAfter(last) || onItsWay && instant(row, column).equals(last);
  }

  private LetterStatus.Step step(ResultSet row, String at, LetterStatus.State state, Why why)
      throws SQLException {
    Reasons.Sentence sentence = explain(row, why);
    boolean wire =
        state != LetterStatus.State.PLANNED
            && state != LetterStatus.State.CLAIMED
            && row.getString("wire") != null;
    return new LetterStatus.Step(
        instant(row, at),
        state,
        wire ? Optional.of(row.getString("wire")) : Optional.empty(),
        sentence.chinese(),
        sentence.english(),
        Optional.empty());
  }

  private LetterStatus.Step step(ResultSet row) throws SQLException {
    Reasons.Sentence sentence = explain(row, new Why(row.getString("why"), row.getString("about")));
    return new LetterStatus.Step(
        instant(row, "at"),
        LetterStatus.State.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("wire")),
        sentence.chinese(),
        sentence.english(),
        row.getObject("until") == null ? Optional.empty() : Optional.of(instant(row, "until")));
  }

  private Reasons.Sentence explain(ResultSet row, Why why) throws SQLException {
    return reasons.explain(
        why, row.getString("because"), instant(row, "worth_until"), row.getInt("attempts"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private LetterStatus status(ResultSet row) throws SQLException {
    Reasons.Sentence why = explain(row, new Why(row.getString("why"), row.getString("why_about")));
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
