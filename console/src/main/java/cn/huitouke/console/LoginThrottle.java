package cn.huitouke.console;

import java.net.InetAddress;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Slows down whoever guesses passwords: from the third wrong one for a name on, and the thirtieth
 * from an address, each next try has to wait, 1 s, 2 s, 4 s … up to a quarter of an hour. What is
 * turned away meanwhile does not prolong it. Kept in the database, so that neither a restart nor
 * another node begins anew; a name that nobody has is counted like any other, so that nobody learns
 * which names there are.
 */
class LoginThrottle {

  static final int FREE_FOR_NAME = 3;
  static final int FREE_FROM_ADDRESS = 30;

  /** So many wrong ones for a name, and the pause is the longest. */
  static final int LONGEST_FOR_NAME = FREE_FOR_NAME + 10;

  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);
  static final String KEY = "sha256(convert_to(?, 'UTF8'))";

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final InstantSource clock;

  LoginThrottle(JdbcClient database, TransactionTemplate transaction, InstantSource clock) {
    this.database = database;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * How often somebody was wrong, and how long they wait.
   *
   * @param failures of late
   * @param pause from now until the next try
   */
  record Count(int failures, Duration pause) {
    static final Count NONE = new Count(0, Duration.ZERO);
  }

  /** The pause after so many wrong tries, of which some are free. */
  static Duration pause(int failures, int free) {
    if (failures < free) {
      return Duration.ZERO;
    }
    int doubled = Math.min(failures - free, 10);
    Duration pause = Duration.ofSeconds(1L << doubled);
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }

  /**
   * Takes a try, which counts as wrong until {@link #succeeded}: many at once are not more than one
   * after the other.
   *
   * @return how long to wait instead; zero: go on
   */
  Duration take(String name, String address) {
    return transaction.execute(
        status -> {
          Duration wait = take(name(name), FREE_FOR_NAME);
          Duration other = take(address(address), FREE_FROM_ADDRESS);
          Duration longer = wait.compareTo(other) > 0 ? wait : other;
          if (!longer.isZero()) {
            status.setRollbackOnly();
          }
          return longer;
        });
  }

  private Duration take(String who, int free) {
    Instant now = clock.instant();
    database
        .sql("insert into console.wrong_password values (" + KEY + ", 0, ?) on conflict do nothing")
        .params(who, Timestamp.from(now))
        .update();
    Count count = count(who, free, " for update").orElse(Count.NONE);
    database
        .sql("update console.wrong_password set failures = ?, last_at = ? where who = " + KEY)
        .params(count.failures() + 1, Timestamp.from(now), who)
        .update();
    return count.pause();
  }

  private Optional<Count> count(String who, int free, String how) {
    Instant now = clock.instant();
    return database
        .sql("select failures, last_at from console.wrong_password where who = " + KEY + how)
        .param(who)
        .query(
            (row, _) -> {
              Instant last = row.getObject("last_at", OffsetDateTime.class).toInstant();
              if (last.plus(FORGOTTEN_AFTER).isBefore(now)) {
                return Count.NONE;
              }
              int failures = row.getInt("failures");
              Duration left = Duration.between(now, last.plus(pause(failures, free)));
              return new Count(failures, left.isNegative() ? Duration.ZERO : left);
            })
        .optional();
  }

  /** What stands against a name now. */
  Count ofName(String name) {
    return count(name(name), FREE_FOR_NAME, "").orElse(Count.NONE);
  }

  /** What stands against an address now. */
  Count ofAddress(String address) {
    return count(address(address), FREE_FROM_ADDRESS, "").orElse(Count.NONE);
  }

  /** Whoever they are, they know the password: their slips are forgiven, to their address too. */
  void succeeded(String name, String address) {
    transaction.executeWithoutResult(
        _ -> {
          int slips = forget(name);
          database
              .sql(
                  "update console.wrong_password set failures = greatest(0, failures - ?)"
                      + " where who = "
                      + KEY)
              .params(slips, address(address))
              .update();
          database
              .sql("delete from console.wrong_password where last_at < ?")
              .param(Timestamp.from(clock.instant().minus(FORGOTTEN_AFTER)))
              .update();
        });
  }

  /** Lets a name try again at once. */
  int forget(String name) {
    return database
        .sql("delete from console.wrong_password where who = " + KEY + " returning failures")
        .param(name(name))
        .query(Integer.class)
        .optional()
        .orElse(0);
  }

  /** What is hashed for a name. */
  static String name(String name) {
    return "name " + name.replace("\u0000", "");
  }

  /** A household has 2^64 addresses of version 6: what they have in common is counted. */
  private static String address(String address) {
    if (address.indexOf(':') < 0) {
      return "address " + address;
    }
    byte[] bytes = InetAddress.ofLiteral(address).getAddress();
    StringBuilder net = new StringBuilder("net ");
    for (int i = 0; i < Math.min(8, bytes.length); i++) {
      net.append(bytes[i]).append('.');
    }
    return net.toString();
  }
}
