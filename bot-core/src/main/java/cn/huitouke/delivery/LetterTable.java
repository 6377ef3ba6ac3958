package cn.huitouke.delivery;

import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Wire;
import cn.huitouke.customer.CustomerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The rows of letters and attempts. Groups are written with one statement and one commit. */
final class LetterTable {

  private static final String RECALL =
      """
      update delivery.letter set
        state = case when state = 'CLAIMED' then 'PLANNED' else state end,
        owner = null,
        due_at = case when waits_for_window then least(due_at, ?) else greatest(not_before, ?) end
      where customer = ? and purpose <> 'REPLY' and (due_at is not null or state = 'CLAIMED')
      returning lane
      """;

  /** Lane by lane, each by its index, never by chance; in one look. */
  private static final String NEXT_DUE =
      IntStream.range(0, Lane.values().length)
          .mapToObj(
              lane ->
                  "(select lane, due_at from delivery.letter where lane = "
                      + lane
                      + " and due_at is not null order by due_at limit 1)")
          .collect(Collectors.joining(" union all "));

  private static final Object[] NO_PARAMETERS = {};

  private static final String CLAIM = "select * from delivery.claim(?, ?, ?, ?)";

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  LetterTable(DataSource database) {
    this.jdbc = new JdbcTemplate(database);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
  }

  /** Takes back what waits or is in hand unattempted. */
  int withdraw(List<String> ids, Why why, Instant now) {
    return jdbc.update(
        "update delivery.letter set state = 'WITHDRAWN', owner = null, due_at = null,"
            + " waits_for_window = false, why = ?, why_about = ?, changed_at = ?"
            + " where id = any(?) and (due_at is not null or state = 'CLAIMED')",
        why.rule(),
        why.about(),
        time(now),
        ids.toArray(String[]::new));
  }

  /**
   * Something that decides about a customer's letters has changed: what waits is looked at again,
   * and what is in hand unattempted is taken out of it. What waits for a window is looked at a little
   * later: had the customer just opened one, it would go in the same breath as the answer.
   */
  List<Lane> recall(CustomerId customer, Instant now) {
    List<Lane> lanes =
        transaction.execute(
            _ -> {
              // not beside a claim: that would skip the rows we hold, and take later ones before
              // them
              jdbc.query("select pg_advisory_xact_lock(4711, 1)", (row, _) -> 0);
              return jdbc.query(
                  RECALL,
                  (row, _) -> Lane.values()[row.getInt(1)],
                  time(now.plus(Settling.A_LITTLE_LATER)),
                  time(now),
                  customer.value());
            });
    return lanes == null ? List.of() : lanes;
  }

  /** Takes due letters of a lane in hand, in the order in which they were posted. */
  List<Slip> claim(Lane lane, Instant now, int most, long owner) {
    return jdbc.query(CLAIM, (row, _) -> slip(row), lane.ordinal(), time(now), most, owner).stream()
        .sorted(Comparator.comparing(Slip::seq))
        .toList();
  }

  /**
   * Lets letters of these customers that wait for a window go: answers at once, the others when what
   * was said last has been read.
   */
  List<Lane> wake(List<Long> customers, Instant now, Instant then) {
    return jdbc.query(
        "update delivery.letter set due_at = least(due_at, case lane when 0 then ? else ? end)"
            + " where customer = any(?) and due_at is not null and waits_for_window"
            + " returning lane",
        (row, _) -> Lane.values()[row.getInt(1)],
        time(now),
        time(then),
        customers.toArray(Long[]::new));
  }

  /** Letters of the same customer and lane that come after this one must not overtake it. */
  void holdFollowers(Slip slip, Instant until) {
    jdbc.update(
        "update delivery.letter set due_at = greatest(due_at, ?)"
            + " where customer = ? and lane = ? and seq > ?"
            + " and due_at is not null and not waits_for_window",
        time(until),
        slip.letter().customer().value(),
        slip.letter().lane().ordinal(),
        slip.seq());
  }

  /** Puts letters that are in hand back, unattempted. */
  void putBack(Slip slip, Instant due) {
    jdbc.update(
        "update delivery.letter set state = 'PLANNED', owner = null, due_at = ?"
            + " where seq = ? and owner = ? and hand = ? and state = 'CLAIMED'",
        time(due),
        slip.seq(),
        slip.owner(),
        slip.hand());
  }

  /** Puts everything that a dead courier had claimed back; returns what it had attempted, in our hand. */
  List<Slip> takeOver(long dead, long owner, Instant now) {
    List<Slip> attempted =
        jdbc.query(
            "update delivery.letter set owner = ?, hand = hand + 1"
                + " where owner = ? and state = 'ATTEMPTED'"
                + " returning *",
            (row, _) -> slip(row),
            owner,
            dead);
    jdbc.update(
        "update delivery.letter set state = 'PLANNED', owner = null, due_at = ?, why = 'planned'"
            + " where owner = ? and state = 'CLAIMED'",
        time(now),
        dead);
    return attempted;
  }

  /** What is in this courier's hand by its row. */
  List<Slip> ownedBy(long owner) {
    return jdbc.query(
        "select * from delivery.letter where owner = ? order by seq", (row, _) -> slip(row), owner);
  }

  Optional<Slip> find(OutboundId id) {
    return jdbc
        .query("select * from delivery.letter where id = ?", (row, _) -> slip(row), id.value())
        .stream()
        .findFirst();
  }

  /** What was never worth less than now but is no longer worth sending. */
  int expire(Instant now) {
    return jdbc.update(
        "update delivery.letter set state = 'EXPIRED', due_at = null, waits_for_window = false,"
            + " why = 'expired', why_about = why || '|' || why_about, changed_at = ?"
            + " where due_at is not null and worth_until <= ?",
        time(now),
        time(now));
  }

  /** Nobody will ask for this reply again; whether it arrived is not known. */
  boolean giveUp(OutboundId id, Instant now) {
    return jdbc.update(
            "update delivery.letter set state = 'UNCERTAIN', doubt_since = ?, changed_at = ?,"
                + " why = 'uncertain-slot'"
                + " where id = ? and state = 'ATTEMPTED' and owner is null",
            time(now),
            time(now),
            id.value())
        > 0;
  }

  /** How many letters became uncertain since then. */
  int uncertainSince(Instant then) {
    Integer count =
        jdbc.queryForObject(
            "select count(*) from delivery.letter where doubt_since >= ?",
            Integer.class,
            time(then));
    return count == null ? 0 : count;
  }

  /** The platform says that an accepted message did or did not arrive. False when it is not ours. */
  boolean report(String channel, String platformMessageId, boolean delivered, Why why, Instant at) {
    return jdbc.update(
            """
            with before as (
              select seq, changed_at, state, wire, why, why_about from delivery.letter
              where platform_message_id = ? and coalesce(channel, to_channel) = ? for update),
            kept as (
              insert into delivery.step (letter, at, state, wire, why, about)
              select * from before)
            update delivery.letter set state = ?, why = ?, why_about = ?, changed_at = ?
            from before where letter.seq = before.seq
            """,
            platformMessageId,
            channel,
            delivered ? LetterStatus.State.ACCEPTED.name() : LetterStatus.State.REFUSED.name(),
            why.rule(),
            why.about(),
            time(at))
        > 0;
  }

  /** The platform has finished a mass send. False when it is not ours. */
  boolean reportBundle(InboundEvent.MassReported report, Instant at) {
    String channel = report.peer().channel().toString();
    int ours =
        jdbc.update(
            "update delivery.bundle set reported = ?, filtered = ?, failed = ?"
                + " where platform_message_id = ? and channel = ?",
            report.raw(),
            Math.max(0, report.total() - report.filtered()),
            report.failed(),
            report.platformMessageId(),
            channel);
    if (ours > 0 && report.sent() == 0 && !report.raw().equals("send success")) {
      Why why = new Why("not-delivered", report.raw());
      report(channel, report.platformMessageId(), false, why, at);
    }
    return ours > 0;
  }

  /** When the next letter of each lane is due; a lane in which none waits is not in it. */
  Map<Lane, Instant> nextDue() {
    Map<Lane, Instant> next = new EnumMap<>(Lane.class);
    jdbc.query(
        NEXT_DUE,
        row -> {
          next.put(Lane.values()[row.getInt(1)], instant(row, "due_at"));
        },
        NO_PARAMETERS); // so it is prepared: it is asked all the time
    return next;
  }

  JdbcTemplate jdbc() {
    return jdbc;
  }

  TransactionTemplate transaction() {
    return transaction;
  }

  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Slip slip(ResultSet row) throws SQLException {
    String toChannel = row.getString("to_channel");
    String toPeer = row.getString("to_peer");
    Optional<Letter.AnswerTo> answerTo =
        toChannel == null
            ? Optional.empty()
            : Optional.of(
                new Letter.AnswerTo(
                    Slip.peer(toChannel, toPeer), new EventId(row.getString("to_event"))));
    Letter letter =
        new Letter(
            new OutboundId(row.getString("id")),
            new CustomerId(row.getLong("customer")),
            Purpose.valueOf(row.getString("purpose")),
            Lane.values()[row.getInt("lane")],
            MessageCodec.read(row.getString("message")),
            Optional.ofNullable(row.getString("form")).map(MessageCodec::readForm),
            answerTo,
            instant(row, "not_before"),
            instant(row, "worth_until"),
            row.getString("because"));
    return new Slip(
        row.getLong("seq"),
        letter,
        LetterStatus.State.valueOf(row.getString("state")),
        row.getLong("owner"),
        row.getInt("hand"),
        row.getInt("attempts"),
        latest(row, answerTo));
  }

  private static Optional<Slip.Latest> latest(ResultSet row, Optional<Letter.AnswerTo> answerTo)
      throws SQLException {
    String wire = row.getString("wire");
    String channel = row.getString("channel");
    if (wire == null) {
      return Optional.empty();
    }
    Peer peer =
        channel == null ? answerTo.orElseThrow().peer() : Slip.peer(channel, row.getString("peer"));
    return Optional.of(
        new Slip.Latest(peer, new Wire(wire), instant(row, "attempted_at"), channel == null));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
