package cn.huitouke.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which couriers live. Who has not signed for a while is dead; what it had in hand is taken over. */
final class Roster {

  private final LetterTable letters;
  private final JdbcTemplate jdbc;
  private final long owner;
  private final Duration deadAfter;

  /**
   * @param letters used by one thread at a time only
   * @param deadAfter who has not signed for that long, by the database's clock, is dead
   */
  Roster(LetterTable letters, long owner, Duration deadAfter) {
    this.letters = letters;
    this.jdbc = letters.jdbc();
    this.owner = owner;
    this.deadAfter = deadAfter;
  }

  Duration signsEvery() {
    return deadAfter.dividedBy(4);
  }

  long owner() {
    return owner;
  }

  void sign() {
    jdbc.update(
        "insert into delivery.courier (owner, seen_at) values (?, clock_timestamp())"
            + " on conflict (owner) do update set seen_at = clock_timestamp()",
        owner);
  }

  /** An orderly end: what is still in hand may be taken over at once. */
  void signOff() {
    jdbc.update("delete from delivery.courier where owner = ?", owner);
  }

  /** Dead couriers that have letters in hand. */
  List<Long> dead() {
    List<Long> dead =
        jdbc.queryForList(
            """
            select distinct owner from delivery.letter
            where owner is not null and not exists (
              select 1 from delivery.courier
              where courier.owner = letter.owner
                and seen_at > clock_timestamp() - ? * interval '1 millisecond')
            """,
            Long.class,
            deadAfter.toMillis());
    dead.remove(owner);
    return dead;
  }

  /** Takes over what a dead courier had in hand; returns what it had attempted. */
  List<Slip> takeOver(long dead, Instant now) {
    return letters.takeOver(dead, owner, now);
  }
}
