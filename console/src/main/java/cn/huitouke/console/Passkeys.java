package cn.huitouke.console;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The passkeys of operators: what a browser is asked for, and what it answers. */
class Passkeys {

  static final int LONGEST_LABEL = 40;
  private static final int MOST_EACH = 20;
  private static final int LONGEST_ANSWER = 20_000;
  private static final int PATIENCE = 120_000; // ms, as browsers want it
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final JdbcClient database;
  private final Ceremony ceremony;
  private final InstantSource clock;

  Passkeys(JdbcClient database, Ceremony ceremony, InstantSource clock) {
    this.database = database;
    this.ceremony = ceremony;
    this.clock = clock;
  }

  /** One of them as its owner sees it. */
  record Row(String id, String label, Instant madeAt, Optional<Instant> usedAt) {}

  List<Row> of(String operator) {
    return database
        .sql("select * from console.passkey where operator = ? order by made_at, id")
        .param(operator)
        .query(
            (row, _) ->
                new Row(
                    HexFormat.of().formatHex(row.getBytes("id")),
                    row.getString("label"),
                    row.getObject("made_at", OffsetDateTime.class).toInstant(),
                    Optional.ofNullable(row.getObject("used_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant)))
        .list();
  }

  /** Whether it makes sense to offer them where the browser is. */
  boolean offered(String host) {
    return worksAt(host)
        && database
            .sql("select exists (select 1 from console.passkey)")
            .query(Boolean.class)
            .single();
  }

  boolean worksAt(String host) {
    return host.equals(ceremony.host());
  }

  /** What the browser needs to make one: the options of {@code navigator.credentials.create}. */
  Map<String, Object> toMake(String operator, String challenge) {
    byte[] handle =
        database
            .sql("select handle from console.operator where name = ?")
            .param(operator)
            .query(byte[].class)
            .single();
    return Map.of(
        "challenge", challenge,
        "rp", Map.of("id", ceremony.host(), "name", "回头客"),
        "user",
            Map.of("id", TEXT.encodeToString(handle), "name", operator, "displayName", operator),
        "pubKeyCredParams",
            Ceremony.kinds().stream()
                .map(kind -> Map.of("type", "public-key", "alg", kind))
                .toList(),
        "excludeCredentials",
            of(operator).stream()
                .map(row -> HexFormat.of().parseHex(row.id()))
                .map(id -> Map.of("type", "public-key", "id", TEXT.encodeToString(id)))
                .toList(),
        "authenticatorSelection",
            Map.of(
                "residentKey", "required",
                "requireResidentKey", true,
                "userVerification", "required"),
        "attestation", "none",
        "timeout", PATIENCE);
  }

  /**
   * What the browser needs to show one: the options of {@code navigator.credentials.get}. No name is
   * asked for and none is given away.
   */
  Map<String, Object> toEnter(String challenge) {
    return Map.of(
        "challenge",
        challenge,
        "rpId",
        ceremony.host(),
        "userVerification",
        "required",
        "timeout",
        PATIENCE);
  }

  /** Keeps a new one; false when the answer is not what was asked for. */
  boolean add(String operator, String label, String challenge, String answer) {
    if (answer.length() > LONGEST_ANSWER || of(operator).size() >= MOST_EACH) {
      return false;
    }
    return ceremony.made(challenge, answer).filter(made -> keep(operator, label, made)).isPresent();
  }

  private boolean keep(String operator, String label, Ceremony.Credential made) {
    return database
            .sql(
                "insert into console.passkey (id, operator, label, credential, counter,"
                    + " may_be_copied, is_copied, made_at) values (?, ?, ?, ?, ?, ?, ?, ?)"
                    + " on conflict do nothing")
            .params(
                made.id(),
                operator,
                label,
                made.attested(),
                made.counter(),
                made.mayBeCopied(),
                made.isCopied(),
                Timestamp.from(clock.instant()))
            .update()
        == 1;
  }

  /** Whose passkey answered; empty when it is not one of ours, or not its answer to this. */
  Optional<String> entered(String challenge, String answer) {
    if (challenge.isEmpty() || answer.length() > LONGEST_ANSWER) {
      return Optional.empty();
    }
    return ceremony.shown(answer).flatMap(shown -> entered(challenge, shown));
  }

  private record Kept(String operator, byte[] handle, Ceremony.Credential credential) {}

  private Optional<String> entered(String challenge, Ceremony.Shown shown) {
    Optional<Kept> kept =
        find(shown.id())
            .filter(one -> shown.isOf(one.handle()))
            .filter(one -> ceremony.holds(challenge, shown, one.credential()));
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Ceremony.Credential credential = kept.get().credential();
    boolean used =
        database
                .sql(
                    "update console.passkey set counter = ?, is_copied = ?, used_at = ?"
                        + " where id = ? and counter = ?")
                .params(
                    shown.counter(),
                    shown.isCopied(),
                    Timestamp.from(clock.instant()),
                    credential.id(),
                    credential.counter())
                .update()
            == 1;
    return used ? Optional.of(kept.get().operator()) : Optional.empty();
  }

  private Optional<Kept> find(byte @Nullable [] id) {
    return database
        .sql(
            "select p.*, o.handle from console.passkey p join console.operator o"
                + " on o.name = p.operator where p.id = ?")
        .param(id)
        .query(
            (row, _) ->
                new Kept(
                    row.getString("operator"),
                    row.getBytes("handle"),
                    new Ceremony.Credential(
                        row.getBytes("id"),
                        row.getBytes("credential"),
                        row.getLong("counter"),
                        row.getBoolean("may_be_copied"),
                        row.getBoolean("is_copied"))))
        .optional();
  }

  /** The label of the one that is gone now; empty when it is not theirs. */
  Optional<String> remove(String operator, String id) {
    return database
        .sql(
            "delete from console.passkey where operator = ? and encode(id, 'hex') = ?"
                + " returning label")
        .params(operator, id)
        .query(String.class)
        .optional();
  }
}
