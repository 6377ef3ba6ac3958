package cn.huitouke.delivery;

import cn.huitouke.channel.Message;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts attempts on record before the bytes leave, and counts what they use of the platforms' quotas. */
final class AttemptTable {

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

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  AttemptTable(LetterTable letters) {
    this.jdbc = letters.jdbc();
    this.transaction = letters.transaction();
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
          List<Attempting> counted =
              group.stream().filter(a -> !a.rules.quotas().isEmpty()).toList();
          UsageTable usage = new UsageTable(jdbc);
          usage.reserve(counted);
          attemptNow(group.stream().filter(attempting -> !attempting.over).toList());
          // those that are not ours any more were counted for nothing
          counted.stream().filter(a -> !a.granted && !a.over).forEach(usage::giveBack);
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
                  LetterTable.time(going.getFirst().at));
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
}
