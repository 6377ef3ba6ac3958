package cn.huitouke.delivery;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How letters come into {@link LetterTable}: a group with one statement and one commit. */
final class PostingTable {

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

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  /** For one thread, as a writer's table is. */
  private int care;

  PostingTable(LetterTable letters) {
    this.jdbc = letters.jdbc();
    this.transaction = letters.transaction();
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

  private static @Nullable String toChannel(Letter letter) {
    return letter.answerTo().map(to -> to.peer().channel().toString()).orElse(null);
  }

  private static @Nullable String toPeer(Letter letter) {
    return letter.answerTo().map(to -> Slip.written(to.peer())).orElse(null);
  }

  private static @Nullable String toEvent(Letter letter) {
    return letter.answerTo().map(to -> to.event().value()).orElse(null);
  }
}
