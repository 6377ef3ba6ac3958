package cn.huitouke.delivery;

import cn.huitouke.customer.CustomerId;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The letters of a mailing, by the thousand, and which mailings are stopped. */
final class MailingTable {

  /** Why a letter of a paused mailing waits. */
  static final String PAUSED = "mailing-paused";

  /** What is laid aside by itself is looked at again: it may have been resumed that moment. */
  static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private static final int STRIDE = 5_000;
  private static final int ROUNDS = 2_000;

  /** Names begin alike: from the colon to the character behind it. */
  private static final String OF_MAILING = " lane = 3 and id ~>=~ ? and id ~<~ ? ";

  private static final String POST =
      """
      insert into delivery.letter
        (id, customer, purpose, lane, state, message, form, because, not_before, worth_until,
         planned_at, changed_at, due_at, why, why_about)
      select ? || customer, customer, ?, 3, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
      from unnest(?::bigint[]) as one (customer)
      on conflict on constraint letter_once do nothing
      """;

  /** A page of a mailing's letters: what of it is open is changed, and where it ends is told. */
  private static final String STRIDES =
      """
      with page as (
        select seq, id, state, due_at, why, why_about, changed_at, wire from delivery.letter
        where lane = 3 and id ~>~ ? and id ~<~ ? order by id using ~<~ limit %d),
      open as (
        select letter.* from delivery.letter join page using (seq)
        where %s for update of letter skip locked),
      stands as (
        update delivery.letter set %s, owner = null, waits_for_window = false, changed_at = ?
        from open where letter.seq = open.seq returning letter.seq),
      left_behind as (
        insert into delivery.step (letter, at, state, wire, why, about)
        select seq, changed_at, state, wire, why, why_about from open
        where state = 'HELD' returning 1)
      select (select max(id collate "C") from page)
      """;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  MailingTable(LetterTable letters) {
    this.jdbc = letters.jdbc();
    this.transaction = letters.transaction();
  }

  /** The mailing that a letter of the lowest lane is called after. */
  static String of(Letter letter) {
    String id = letter.id().value();
    int end = id.lastIndexOf(':');
    return end < 0 ? id : id.substring(0, end);
  }

  int post(
      Mailings.Mailing mailing,
      Collection<CustomerId> to,
      LetterStatus.State state,
      Why why,
      Instant now) {
    boolean planned = state == LetterStatus.State.PLANNED;
    return jdbc.update(
        POST,
        mailing.name() + ":c",
        mailing.purpose().name(),
        state.name(),
        MessageCodec.write(mailing.message()),
        mailing.form().map(MessageCodec::write).orElse(null),
        mailing.because(),
        LetterTable.time(mailing.notBefore()),
        LetterTable.time(mailing.worthUntil()),
        LetterTable.time(now),
        LetterTable.time(now),
        planned ? LetterTable.time(mailing.notBefore()) : null,
        why.rule(),
        why.about(),
        to.stream().map(CustomerId::value).toArray(Long[]::new));
  }

  void mark(String mailing, String standing, Instant now) {
    jdbc.update(
        "insert into delivery.mailing values (?, ?, ?) on conflict (name) do update"
            + " set standing = excluded.standing, at = excluded.at"
            + " where mailing.standing <> 'CANCELLED'",
        mailing,
        standing,
        LetterTable.time(now));
  }

  /** False when it was not paused. */
  boolean unpause(String mailing) {
    return jdbc.update(
            "delete from delivery.mailing where name = ? and standing = 'PAUSED'", mailing)
        > 0;
  }

  /** The ones that are stopped. */
  Map<String, String> stopped() {
    Map<String, String> stopped = new HashMap<>();
    jdbc.query(
        "select name, standing from delivery.mailing",
        row -> {
          stopped.put(row.getString(1), row.getString(2));
        });
    return stopped;
  }

  /**
   * Takes what is in hand unattempted out of it, so that it does not leave; returns when nothing is. Marked
   * before, nothing that is claimed from now on is attempted.
   */
  void takeOutOfHand(String mailing, Instant now) {
    String inHand =
        " from delivery.letter where owner is not null and state = 'CLAIMED' and "
            + OF_MAILING.strip();
    for (int round = 0; round < ROUNDS; round++) {
      jdbc.update(
          "update delivery.letter set state = 'PLANNED', owner = null, due_at = ?,"
              + " changed_at = ?, why = ? where seq in (select seq"
              + inHand
              + " for update skip locked)",
          LetterTable.time(now.plus(LOOK_AGAIN)),
          LetterTable.time(now),
          PAUSED,
          mailing + ":",
          mailing + ";");
      Boolean any =
          jdbc.queryForObject(
              "select exists (select 1" + inHand + ")",
              Boolean.class,
              mailing + ":",
              mailing + ";");
      if (!Boolean.TRUE.equals(any)) {
        return;
      }
      LockSupport.parkNanos(
          2_000_000); // somebody is just writing that it is attempted, or put back
    }
    throw new IllegalStateException("Letters of " + mailing + " stay in hand");
  }

  /** Lets all that waits wait on. */
  void hold(String mailing, Instant now) {
    walk(
        mailing,
        "letter.due_at is not null and exists (select 1 from delivery.mailing where name = '"
            + quoted(mailing)
            + "' and standing = 'PAUSED')",
        "state = 'HELD', due_at = letter.worth_until, why = '" + PAUSED + "', why_about = ''",
        now);
  }

  /** Lets what waited for this alone go. */
  void release(String mailing, Instant now) {
    walk(
        mailing,
        "letter.due_at is not null and letter.why = '" + PAUSED + "'",
        "state = 'PLANNED', due_at = greatest(letter.not_before, letter.changed_at), why ="
            + " 'planned', why_about = ''",
        now);
  }

  void withdraw(String mailing, Why why, Instant now) {
    walk(
        mailing,
        "letter.due_at is not null",
        "state = 'WITHDRAWN', due_at = null, why = '%s', why_about = '%s'"
            .formatted(quoted(why.rule()), quoted(why.about())),
        now);
  }

  private static String quoted(String text) {
    return text.replace("'", "''");
  }

  /** In short transactions, none of them beside a claim, which would wait for all of it. */
  private void walk(String mailing, String open, String change, Instant now) {
    String statement = STRIDES.formatted(STRIDE, open, change);
    String place = mailing + ":";
    while (true) {
      String from = place;
      @Nullable String next =
          transaction.execute(
              _ -> {
                jdbc.query("select pg_advisory_xact_lock(4711, 1)", (row, _) -> 0);
                return jdbc.queryForObject(
                    statement, String.class, from, mailing + ";", LetterTable.time(now));
              });
      if (next == null) {
        return;
      }
      place = next;
    }
  }

  /** The states and reasons of its letters; {@code about} is one of those that a reason named. */
  record Group(
      LetterStatus.State state, Why why, Optional<String> wire, long count, Instant worthUntil) {}

  List<Group> tally(String mailing) {
    return jdbc.query(
        "select state, why, min(why_about), wire, count(*), max(worth_until) from delivery.letter"
            + " where"
            + OF_MAILING
            + "group by state, why, wire order by 5 desc",
        (row, _) ->
            new Group(
                LetterStatus.State.valueOf(row.getString(1)),
                new Why(row.getString(2), row.getString(3)),
                Optional.ofNullable(row.getString(4)),
                row.getLong(5),
                row.getObject(6, OffsetDateTime.class).toInstant()),
        mailing + ":",
        mailing + ";");
  }

  List<String> ids(String mailing, Collection<LetterStatus.State> states, String after, int limit) {
    return jdbc.queryForList(
        "select id from delivery.letter where lane = 3 and id ~>~ ? and id ~<~ ?"
            + " and state = any(?) order by id using ~<~ limit ?",
        String.class,
        after.isEmpty() ? mailing + ":" : after,
        mailing + ";",
        states.stream().map(Enum::name).toArray(String[]::new),
        limit);
  }

  List<Mailings.Bundle> bundles(String mailing) {
    return jdbc.query(
        "select * from delivery.bundle where mailing = ? order by id desc",
        (row, _) ->
            new Mailings.Bundle(
                row.getLong("id"),
                row.getString("channel"),
                row.getInt("size"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getString("platform_message_id")),
                Optional.ofNullable(row.getObject("filtered", Integer.class)),
                Optional.ofNullable(row.getObject("failed", Integer.class)),
                row.getObject("recalled_at") != null),
        mailing);
  }

  void recalled(long bundle, Instant now) {
    jdbc.update(
        "update delivery.bundle set recalled_at = ? where id = ?", LetterTable.time(now), bundle);
  }
}
