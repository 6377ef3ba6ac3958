package cn.huitouke.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What operators did, for ever: each entry's hash covers the one before, so that a gap shows. */
class Audit {

  private static final String SELECT =
      "select seq, at, operator, action, subject, detail, hash from console.audit";

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final InstantSource clock;

  Audit(JdbcClient database, TransactionTemplate transaction, InstantSource clock) {
    this.database = database;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * One thing done.
   *
   * @param action for example {@code phone.shown}
   * @param subject to what or whom: an id, never a phone number
   */
  record Entry(
      long seq,
      Instant at,
      String operator,
      String action,
      String subject,
      String detail,
      byte[] hash) {}

  void note(String operator, String action, String subject, String detail) {
    transaction.executeWithoutResult(
        _ -> {
          database
              .sql("select pg_advisory_xact_lock(hashtext('huitouke audit'))")
              .query((_, _) -> true)
              .single();
          Optional<Entry> last = page(Long.MAX_VALUE, 1).stream().findFirst();
          Entry entry =
              new Entry(
                  last.map(Entry::seq).orElse(0L) + 1,
                  clock.instant().truncatedTo(ChronoUnit.MICROS),
                  operator,
                  action,
                  subject,
                  detail,
                  new byte[0]);
          database
              .sql("insert into console.audit values (?, ?, ?, ?, ?, ?, ?)")
              .params(
                  entry.seq(),
                  Timestamp.from(entry.at()),
                  operator,
                  action,
                  subject,
                  detail,
                  hash(last.map(Entry::hash).orElse(new byte[0]), entry))
              .update();
        });
  }

  /** Newest first. */
  List<Entry> page(long before, int limit) {
    return database
        .sql(SELECT + " where seq < ? order by seq desc limit ?")
        .params(before, limit)
        .query((row, _) -> entry(row))
        .list();
  }

  /** The newest of this kind. */
  Optional<Entry> latest(String action) {
    return database
        .sql(SELECT + " where action = ? order by seq desc limit 1")
        .param(action)
        .query((row, _) -> entry(row))
        .optional();
  }

  /** The first entry that is not as it was written, or does not follow the one before it. */
  OptionalLong firstBroken() {
    byte[] before = new byte[0];
    long next = 1;
    while (true) {
      List<Entry> some =
          database
              .sql(SELECT + " where seq >= ? order by seq limit 1000")
              .param(next)
              .query((row, _) -> entry(row))
              .list();
      if (some.isEmpty()) {
        return OptionalLong.empty();
      }
      for (Entry entry : some) {
        if (entry.seq() != next || !Arrays.equals(entry.hash(), hash(before, entry))) {
          return OptionalLong.of(next);
        }
        before = entry.hash();
        next++;
      }
    }
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong("seq"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("operator"),
        row.getString("action"),
        row.getString("subject"),
        row.getString("detail"),
        row.getBytes("hash"));
  }

  private static byte[] hash(byte[] before, Entry entry) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(before);
      for (Object part :
          List.of(
              entry.seq(),
              entry.at(),
              entry.operator(),
              entry.action(),
              entry.subject(),
              entry.detail())) {
        byte[] bytes = part.toString().getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
