package cn.huitouke.account;

import cn.huitouke.channel.Probe;
import cn.huitouke.store.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The kept accounts in PostgreSQL. Needs no clock: whether there are any is asked before there is one. */
@Component
public class AccountBook {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private static final int LONGEST = 300;

  private static final String ROW =
      "select kind, name, used_as, plain, sealed, revision, added_at, added_by, works, cause,"
          + " about, what, tested_at, called_at from account.account";

  private final JdbcClient sql;
  private final Vault vault;

  AccountBook(DataSource database, Vault vault) {
    this.sql = JdbcClient.create(database);
    this.vault = vault;
  }

  /** Whether an account for this is kept. */
  public boolean any(AccountKind.Use use) {
    return sql.sql("select exists (select from account.account where used_as = ?)")
        .param(use.name())
        .query(Boolean.class)
        .single();
  }

  /** As it lies in the table. */
  record Row(Account account, byte[] sealed) {

    AccountId id() {
      return account.id();
    }
  }

  /** In the order in which they were added. */
  List<Row> rows() {
    return sql.sql(ROW + " order by added_at, kind, name").query((row, _) -> row(row)).list();
  }

  Optional<Row> find(AccountId who) {
    return sql.sql(ROW + " where kind = ? and name = ?")
        .params(who.kind(), who.name())
        .query((row, _) -> row(row))
        .optional();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        new Account(
            new AccountId(row.getString("kind"), row.getString("name")),
            AccountKind.Use.valueOf(row.getString("used_as")),
            JSON.readValue(row.getString("plain"), TEXTS),
            row.getLong("revision"),
            row.getObject("added_at", OffsetDateTime.class).toInstant(),
            row.getString("added_by"),
            finding(row),
            instant(row.getObject("tested_at", OffsetDateTime.class)),
            instant(row.getObject("called_at", OffsetDateTime.class)),
            Optional.empty()),
        row.getBytes("sealed"));
  }

  private static Optional<Probe.Finding> finding(ResultSet row) throws SQLException {
    Boolean works = row.getObject("works", Boolean.class);
    return works == null
        ? Optional.empty()
        : Optional.of(
            new Probe.Finding(
                works,
                row.getString("what"),
                Optional.empty(),
                Probe.Cause.valueOf(row.getString("cause")),
                row.getString("about")));
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime at) {
    return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
  }

  /** Its secrets; empty when they were sealed with another key. */
  Optional<Map<String, String>> secrets(Row row) {
    try {
      return Optional.of(JSON.readValue(vault.open(row.sealed(), about(row.id())), TEXTS));
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  private byte[] seal(AccountId who, Map<String, String> secrets) {
    return vault.seal(JSON.writeValueAsString(secrets), about(who));
  }

  /** What is sealed cannot be moved to another account's row. */
  private static String about(AccountId who) {
    return "account " + who;
  }

  /** Values as they are kept: what may be seen, and what not. */
  record Values(Map<String, String> plain, Map<String, String> secrets) {}

  /** False when there is one of this name. */
  boolean add(AccountId who, AccountKind.Use use, Values values, String by, Instant now) {
    return sql.sql(
                """
                insert into account.account
                  (kind, name, used_as, plain, sealed, revision, added_at, added_by, changed_at)
                values (?, ?, ?, ?::jsonb, ?, nextval('account.revision'), ?, ?, ?)
                on conflict do nothing
                """)
            .params(
                who.kind(),
                who.name(),
                use.name(),
                JSON.writeValueAsString(values.plain()),
                seal(who, values.secrets()),
                at(now),
                by,
                at(now))
            .update()
        > 0;
  }

  /**
   * @param newKeys whether the platform has to be told of other keys: nobody has called with them
   * @return false when it is not as it was at that revision
   */
  boolean change(AccountId who, long revision, Values values, boolean newKeys, Instant now) {
    return sql.sql(
                """
                update account.account set plain = ?::jsonb, sealed = ?, works = null,
                  cause = null, about = null, what = null, tested_at = null, called_at = case when ? then null else called_at end,
                  revision = nextval('account.revision'), changed_at = ?
                where kind = ? and name = ? and revision = ?
                """)
            .params(
                JSON.writeValueAsString(values.plain()),
                seal(who, values.secrets()),
                newKeys,
                at(now),
                who.kind(),
                who.name(),
                revision)
            .update()
        > 0;
  }

  boolean remove(AccountId who) {
    return sql.sql("delete from account.account where kind = ? and name = ?")
            .params(who.kind(), who.name())
            .update()
        > 0;
  }

  void tested(AccountId who, long revision, Probe.Finding finding, Instant now) {
    sql.sql(
            "update account.account set works = ?, cause = ?, about = ?, what = ?, tested_at = ?"
                + " where kind = ? and name = ? and revision = ?")
        .params(
            finding.works(),
            finding.cause().name(),
            shortened(finding.about()),
            shortened(finding.what()),
            at(now),
            who.kind(),
            who.name(),
            revision)
        .update();
  }

  /** A platform may say much. */
  private static String shortened(String words) {
    String clean = words.replace("\u0000", "");
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
  }

  /** The platform called with the keys of that revision. */
  void called(AccountId who, long revision, Instant now) {
    sql.sql(
            "update account.account set called_at = ?"
                + " where kind = ? and name = ? and revision = ? and called_at is null")
        .params(at(now), who.kind(), who.name(), revision)
        .update();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
