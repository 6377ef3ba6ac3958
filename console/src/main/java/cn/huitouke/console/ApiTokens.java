package cn.huitouke.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tokens that the owner gave to the shop's own systems. Of each only the hash is kept. */
class ApiTokens {

  private static final int RANDOM_BYTES = 30;

  private final JdbcClient database;
  private final InstantSource clock;

  ApiTokens(JdbcClient database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** A token as the list shows it. */
  record Row(
      long id,
      String name,
      Set<Scope> scopes,
      Instant madeAt,
      String madeBy,
      Optional<Instant> usedAt,
      boolean revoked) {

    boolean mayWrite() {
      return scopes.stream().anyMatch(Scope::writes);
    }
  }

  /** One that may read everything, or read and write everything. Shown this once. */
  String make(String name, boolean mayWrite, String by) {
    return make(name, mayWrite ? EnumSet.allOf(Scope.class) : Scope.reading(), by);
  }

  /** The token itself, shown this once. */
  String make(String name, Set<Scope> scopes, String by) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String token = "htk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    database
        .sql(
            "insert into console.token (name, hash, may_write, scopes, made_at, made_by)"
                + " values (?, ?, ?, ?, ?, ?)")
        .params(
            name,
            hash(token),
            scopes.stream().anyMatch(Scope::writes),
            scopes.stream().map(Scope::word).toArray(String[]::new),
            Timestamp.from(clock.instant()),
            by)
        .update();
    return token;
  }

  Optional<Row> find(String token) {
    return rows("where hash = ? and revoked_at is null", hash(token)).stream().findFirst();
  }

  /** That it was used, to the minute. */
  void used(long id) {
    Timestamp now = Timestamp.from(clock.instant());
    database
        .sql(
            "update console.token set used_at = ? where id = ?"
                + " and (used_at is null or used_at < ?::timestamptz - interval '1 minute')")
        .params(now, id, now)
        .update();
  }

  boolean revoke(long id) {
    return database
            .sql("update console.token set revoked_at = ? where id = ? and revoked_at is null")
            .params(Timestamp.from(clock.instant()), id)
            .update()
        == 1;
  }

  List<Row> all() {
    return rows("order by id desc limit ?", 200);
  }

  private List<Row> rows(String where, Object parameter) {
    return database
        .sql("select * from console.token " + where)
        .param(parameter)
        .query(
            (row, _) ->
                new Row(
                    row.getLong("id"),
                    row.getString("name"),
                    Scope.of((String[]) row.getArray("scopes").getArray()),
                    row.getObject("made_at", OffsetDateTime.class).toInstant(),
                    row.getString("made_by"),
                    Optional.ofNullable(row.getObject("used_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                    row.getObject("revoked_at") != null))
        .list();
  }

  /** The token is random enough that a plain hash cannot be guessed back. */
  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
