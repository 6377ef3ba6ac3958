package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The rows of letters and attempts. Groups are written with one statement and one commit. */
final class LetterTable {

  /** Slot replies in their own, narrow statement: they are most of what is ever written. */
  private static final String POST_TO_SLOT =
      """
      insert into delivery.letter
        (id, customer, purpose, lane, state, message, to_channel, to_peer, to_event, because,
         not_before, worth_until, planned_at, changed_at, attempts, wire, attempted_at, why)
      select id, customer, 'REPLY', 0, 'ATTEMPTED', message, to_channel, to_peer, to_event, because,
        to_timestamp(planned_at), to_timestamp(worth_until), to_timestamp(planned_at),
        to_timestamp(planned_at), 1, wire, to_timestamp(planned_at), 'attempted'
      from unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                  ?::float8[], ?::float8[], ?::text[])
        as letter (id, customer, message, to_channel, to_peer, to_event, because, planned_at,
                   worth_until, wire)
      """;

  /** Fails where a letter is there already. */
  private static final String POST_TO_NEW_SLOT = POST_TO_SLOT + " returning seq";

  /** Passes over letters that are there already. */
  private static final String POST_TO_ANY_SLOT =
      POST_TO_SLOT + " on conflict on constraint letter_once do nothing returning seq, id";

  /** How many groups are posted with care after one held a letter that was there already. */
  private static final int CARE = 64;

  private static final String POST =
      """
      insert into delivery.letter
        (id, customer, purpose, lane, state, message, form, to_channel, to_peer, to_event, because,
         not_before, worth_until, planned_at, changed_at, due_at, owner, why)
      select id, customer, purpose, lane, case when owner is null then 'PLANNED' else 'CLAIMED' end,
        message, form, to_channel, to_peer, to_event, because,
        to_timestamp(not_before), to_timestamp(worth_until), to_timestamp(planned_at),
        to_timestamp(planned_at), case when owner is null then to_timestamp(not_before) end, owner,
        case when owner is null then 'planned' else 'claimed' end
      from unnest(?::text[], ?::bigint[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[],
                  ?::text[], ?::text[], ?::text[], ?::float8[], ?::float8[], ?::float8[], ?::bigint[])
        as letter (id, customer, purpose, lane, message, form, to_channel, to_peer, to_event, because,
                   not_before, worth_until, planned_at, owner)
      on conflict on constraint letter_once do nothing
      returning seq, id
      """;

  private static final String ATTEMPT =
      """
      update delivery.letter set
        state = 'ATTEMPTED', channel = doing.channel, peer = doing.peer, wire = doing.wire,
        owner = doing.owner, attempts = attempts + 1, due_at = null, waits_for_window = false,
        attempted_at = to_timestamp(doing.at), changed_at = to_timestamp(doing.at),
        why = 'attempted', why_about = ''
      from unnest(?::bigint[], ?::bigint[], ?::int[], ?::bigint[], ?::text[], ?::text[], ?::text[],
                  ?::float8[])
        as doing (seq, former, hand, owner, channel, peer, wire, at)
      where letter.seq = doing.seq and letter.owner is not distinct from doing.former
        and letter.hand = doing.hand
        and letter.state in ('CLAIMED', 'ATTEMPTED')
      returning letter.seq
      """;

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

  private static final String RECALL =
      """
      update delivery.letter set
        state = case when state = 'CLAIMED' then 'PLANNED' else state end,
        owner = null, due_at = greatest(not_before, ?), waits_for_window = false
      where customer = ? and purpose <> 'REPLY' and (due_at is not null or state = 'CLAIMED')
      returning lane
      """;

  private static final String WITHHOLD =
      """
      insert into delivery.letter
        (id, customer, purpose, lane, state, message, form, because, not_before, worth_until,
         planned_at, changed_at, why, why_about)
      select id, customer, purpose, lane, 'WITHHELD', message, form, because,
        to_timestamp(not_before), to_timestamp(worth_until), to_timestamp(planned_at),
        to_timestamp(planned_at), ?, ?
      from unnest(?::text[], ?::bigint[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[],
                  ?::float8[], ?::float8[], ?::float8[])
        as letter (id, customer, purpose, lane, message, form, because, not_before, worth_until,
                   planned_at)
      on conflict on constraint letter_once do nothing
      """;

  private static final String SLOT_TOOK =
      """
      update delivery.letter set
        state = 'ACCEPTED', changed_at = to_timestamp(took.at), why = 'accepted-reply',
        platform_message_id = took.platform_id, doubt_since = null
      from unnest(?::bigint[], ?::float8[], ?::text[]) as took (seq, at, platform_id)
      where letter.seq = took.seq and letter.state in ('ATTEMPTED', 'UNCERTAIN')
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

  private static final String CLAIM = "select * from delivery.claim(?, ?, ?, ?)";

  /** An attempt about to be made. */
  static final class Attempting {
    final Slip slip;
    final Peer peer;
    final WireRules rules;
    final Instant at;
    final long owner;

    /** Whether the letter was still ours to attempt. */
    boolean granted;

    /** Whether the platform's quota is used up, so that it was not attempted. */
    boolean over;

    Attempting(Slip slip, Peer peer, WireRules rules, Instant at, long owner) {
      this.slip = slip;
      this.peer = peer;
      this.rules = rules;
      this.at = at;
      this.owner = owner;
    }
  }

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  /** For one thread, as a writer's table is. */
  private int care;

  LetterTable(DataSource database) {
    this.jdbc = new JdbcTemplate(database);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
  }

  /** Writes a group of postings in one transaction. */
  void post(List<Posting> group, Instant now) {
    List<Posting.Entering> all = group.stream().flatMap(p -> p.letters.stream()).toList();
    List<Posting.Entering> slots = all.stream().filter(e -> e.slot().isPresent()).toList();
    List<Posting.Entering> others = all.stream().filter(e -> e.slot().isEmpty()).toList();
    Map<String, Long> seqs = HashMap.newHashMap(all.size());
    if (others.isEmpty()) {
      postToSlots(slots, now, seqs);
    } else {
      transaction.executeWithoutResult(
          _ -> {
            if (!slots.isEmpty()) {
              postToSlots(slots, now, seqs);
            }
            postToCourier(others, now, seqs);
          });
    }
    for (Posting posting : group) {
      for (int i = 0; i < posting.seqs.length; i++) {
        // taken out: the same letter twice in a group is new only once
        Long seq = seqs.remove(posting.letters.get(i).letter().id().value());
        posting.seqs[i] = seq == null ? 0 : seq;
      }
    }
  }

  private void postToSlots(List<Posting.Entering> rows, Instant now, Map<String, Long> seqs) {
    var columns =
        new Columns<>(rows)
            .texts(e -> e.letter().id().value())
            .longs(e -> e.letter().customer().value())
            .texts(e -> MessageCodec.write(e.letter().message()))
            .texts(e -> toChannel(e.letter()))
            .texts(e -> toPeer(e.letter()))
            .texts(e -> toEvent(e.letter()))
            .texts(e -> e.letter().because())
            .times(_ -> now)
            .times(e -> e.letter().worthUntil())
            .texts(e -> e.slot().orElseThrow().name());
    if (care > 0 || rows.size() == 1) {
      care = Math.max(0, care - 1);
      postToAnySlots(columns, seqs);
      return;
    }
    try {
      List<Long> numbers =
          jdbc.query(
              connection -> columns.fill(connection, POST_TO_NEW_SLOT), (row, _) -> row.getLong(1));
      // rows go in, and come back, in the order of the arrays
      for (int i = 0; i < rows.size(); i++) {
        seqs.put(rows.get(i).letter().id().value(), numbers.get(i));
      }
    } catch (DuplicateKeyException e) {
      care = CARE;
      if (TransactionSynchronizationManager.isActualTransactionActive()) {
        throw e; // the transaction is lost: the group is posted again in another
      }
      postToAnySlots(columns, seqs);
    }
  }

  private void postToAnySlots(Columns<Posting.Entering> columns, Map<String, Long> seqs) {
    jdbc.query(
        connection -> columns.fill(connection, POST_TO_ANY_SLOT),
        row -> {
          seqs.put(row.getString(2), row.getLong(1));
        });
  }

  private void postToCourier(List<Posting.Entering> rows, Instant now, Map<String, Long> seqs) {
    var columns =
        new Columns<>(rows)
            .texts(e -> e.letter().id().value())
            .longs(e -> e.letter().customer().value())
            .texts(e -> e.letter().purpose().name())
            .ints(e -> e.letter().lane().ordinal())
            .texts(e -> MessageCodec.write(e.letter().message()))
            .texts(e -> e.letter().form().map(MessageCodec::write).orElse(null))
            .texts(e -> toChannel(e.letter()))
            .texts(e -> toPeer(e.letter()))
            .texts(e -> toEvent(e.letter()))
            .texts(e -> e.letter().because())
            .times(e -> e.letter().notBefore())
            .times(e -> e.letter().worthUntil())
            .times(_ -> now)
            .longs(e -> e.owner() == 0 ? null : e.owner());
    jdbc.query(
        connection -> columns.fill(connection, POST),
        row -> {
          seqs.put(row.getString(2), row.getLong(1));
        });
  }

  /**
   * Writes that these letters are attempted, where they are still in the hand they were in and the
   * platform's quotas have room.
   */
  void attempt(List<Attempting> group) {
    if (group.stream().allMatch(attempting -> attempting.rules.quotas().isEmpty())) {
      attemptNow(group);
      return;
    }
    transaction.executeWithoutResult(
        _ -> {
          new UsageTable(jdbc)
              .reserve(group.stream().filter(a -> !a.rules.quotas().isEmpty()).toList());
          attemptNow(group.stream().filter(attempting -> !attempting.over).toList());
        });
  }

  /**
   * Writes that these letters, all on one wire, are attempted together by one call of the platform's mass
   * send, and what is needed to make the same call again.
   *
   * @return names the call; empty when fewer than two of them may go, so that none is attempted
   */
  Optional<Long> attemptTogether(List<Attempting> group, String mailing, Message content) {
    return Optional.ofNullable(
        transaction.execute(
            status -> {
              if (!group.getFirst().rules.quotas().isEmpty()) {
                new UsageTable(jdbc).reserveEach(group);
              }
              attemptNow(group.stream().filter(attempting -> !attempting.over).toList());
              List<Attempting> going = group.stream().filter(a -> a.granted).toList();
              if (going.size() < group.size()) {
                // what the quota counted for those who are not ours any more
                List<Attempting> gone = group.stream().filter(a -> !a.granted && !a.over).toList();
                if (!gone.isEmpty()) {
                  new UsageTable(jdbc).giveBackEach(gone);
                }
              }
              if (going.size() < 2) {
                status.setRollbackOnly();
                return null;
              }
              return jdbc.queryForObject(
                  "insert into delivery.bundle (mailing, channel, wire, message, seqs, peers, size,"
                      + " at) values (?, ?, ?, ?, ?, ?, ?, ?) returning id",
                  Long.class,
                  mailing,
                  going.getFirst().peer.channel().toString(),
                  going.getFirst().rules.wire().name(),
                  MessageCodec.write(content),
                  going.stream().map(a -> a.slip.seq()).toArray(Long[]::new),
                  going.stream().map(a -> Slip.written(a.peer)).toArray(String[]::new),
                  going.size(),
                  time(going.getFirst().at));
            }));
  }

  private void attemptNow(List<Attempting> group) {
    Map<Long, Attempting> bySeq =
        group.stream().collect(Collectors.toMap(a -> a.slip.seq(), a -> a, (a, _) -> a));
    // in the order in which claims lock them: neither waits for the other in a circle
    List<Attempting> rows =
        bySeq.values().stream().sorted(Comparator.comparing(a -> a.slip.seq())).toList();
    var columns =
        new Columns<>(rows)
            .longs(a -> a.slip.seq())
            .longs(a -> a.slip.owner() == 0 ? null : a.slip.owner())
            .ints(a -> a.slip.hand())
            .longs(a -> a.owner)
            .texts(a -> a.peer.channel().toString())
            .texts(a -> Slip.written(a.peer))
            .texts(a -> a.rules.wire().name())
            .times(a -> a.at);
    jdbc.query(
        connection -> columns.fill(connection, ATTEMPT),
        row -> {
          Attempting granted = bySeq.get(row.getLong(1));
          granted.granted = true;
        });
  }

  /** Writes where letters stand; call within a transaction. */
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

  /** Writes how attempts ended after which another way was tried; call within a transaction. */
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

  /** Writes letters down that are not to be sent. */
  int withhold(List<Letter> rows, Why why, Instant now) {
    var columns =
        new Columns<>(rows)
            .texts(letter -> letter.id().value())
            .longs(letter -> letter.customer().value())
            .texts(letter -> letter.purpose().name())
            .ints(letter -> letter.lane().ordinal())
            .texts(letter -> MessageCodec.write(letter.message()))
            .texts(letter -> letter.form().map(MessageCodec::write).orElse(null))
            .texts(Letter::because)
            .times(Letter::notBefore)
            .times(Letter::worthUntil)
            .times(_ -> now);
    return jdbc.update(connection -> columns.fill(connection, WITHHOLD, why.rule(), why.about()));
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
   * and what is in hand unattempted is taken out of it.
   */
  List<Lane> recall(CustomerId customer, Instant now) {
    List<Lane> lanes =
        transaction.execute(
            _ -> {
              // not beside a claim: that would skip the rows we hold, and take later ones before
              // them
              jdbc.query("select pg_advisory_xact_lock(4711, 1)", (row, _) -> 0);
              return jdbc.query(
                  RECALL, (row, _) -> Lane.values()[row.getInt(1)], time(now), customer.value());
            });
    return lanes == null ? List.of() : lanes;
  }

  /** Writes which replies their slots took; call within a transaction. */
  void slotsTook(List<Settlement.SlotTook> rows) {
    var columns =
        new Columns<>(rows)
            .longs(Settlement.SlotTook::seq)
            .times(Settlement.SlotTook::at)
            .texts(s -> emptyToNull(s.platformMessageId()));
    jdbc.update(connection -> columns.fill(connection, SLOT_TOOK));
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
        "select * from delivery.letter where owner = ?", (row, _) -> slip(row), owner);
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
        });
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

  private static @Nullable String toChannel(Letter letter) {
    return letter.answerTo().map(to -> to.peer().channel().toString()).orElse(null);
  }

  private static @Nullable String toPeer(Letter letter) {
    return letter.answerTo().map(to -> Slip.written(to.peer())).orElse(null);
  }

  private static @Nullable String toEvent(Letter letter) {
    return letter.answerTo().map(to -> to.event().value()).orElse(null);
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
