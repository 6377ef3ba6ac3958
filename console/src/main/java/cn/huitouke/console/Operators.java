package cn.huitouke.console;

import cn.huitouke.store.Vault;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;

/** The people who may use the console. */
public class Operators implements UserDetailsService {

  /** The authority of someone who still has to replace the password that was printed. */
  static final String MUST_CHANGE = "MUST_CHANGE_PASSWORD";

  static final String OPERATOR = "ROLE_OPERATOR";
  static final int SHORTEST_PASSWORD = 10;
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";
  private static final String ABOUT_TOTP = "console.totp";
  private static final String CHANGED = "stamp = stamp + 1";

  private final JdbcClient database;
  private final PasswordEncoder encoder;
  private final Vault vault;
  private final TransactionTemplate transaction;
  private final InstantSource clock;

  Operators(
      JdbcClient database,
      PasswordEncoder encoder,
      Vault vault,
      TransactionTemplate transaction,
      InstantSource clock) {
    this.database = database;
    this.encoder = encoder;
    this.vault = vault;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** One operator as the list shows them. */
  record Row(
      String name,
      Role role,
      boolean enabled,
      boolean mustChange,
      boolean secondFactor,
      Optional<Instant> enteredAt) {}

  /**
   * Makes the first operator, {@code admin}, when there is none.
   *
   * @return the one-time password to print, or empty when there is an operator already
   */
  public Optional<String> firstPassword() {
    String password = oneTimePassword();
    int made =
        database
            .sql(
                """
                insert into console.operator (name, password, must_change, created_at)
                select 'admin', :password, true, :now
                where not exists (select 1 from console.operator)
                on conflict do nothing
                """)
            .param("password", encoder.encode(password))
            .param("now", Timestamp.from(clock.instant()))
            .update();
    return made == 1 ? Optional.of(password) : Optional.empty();
  }

  /** Whether the owner of the first start has not replaced the printed password yet. */
  public boolean firstPasswordUnused() {
    return database
        .sql("select exists (select 1 from console.operator where name = 'admin' and must_change)")
        .query(Boolean.class)
        .single();
  }

  /**
   * Makes a new one-time password for an operator who lost theirs, forgets their authenticator, their
   * passkeys and their slips; empty if there is no such one.
   */
  public Optional<String> resetPassword(String name) {
    String password = oneTimePassword();
    int changed =
        database
            .sql(
                "update console.operator set password = ?, must_change = true, totp = null, "
                    + CHANGED
                    + " where name = ?")
            .params(encoder.encode(password), name)
            .update();
    database.sql("delete from console.passkey where operator = ?").param(name).update();
    database
        .sql("delete from console.wrong_password where who = " + LoginThrottle.KEY)
        .param(LoginThrottle.name(name))
        .update();
    return changed == 1 ? Optional.of(password) : Optional.empty();
  }

  /** A new operator's one-time password; empty when the name is taken. */
  Optional<String> add(String name, Role role) {
    String password = oneTimePassword();
    int made =
        database
            .sql(
                "insert into console.operator (name, password, must_change, created_at, role)"
                    + " values (?, ?, true, ?, ?) on conflict do nothing")
            .params(name, encoder.encode(password), Timestamp.from(clock.instant()), role.name())
            .update();
    return made == 1 ? Optional.of(password) : Optional.empty();
  }

  /** False when there is no such one, or when nobody could manage the shop any more. */
  boolean setRole(String name, Role role) {
    return keepingAnOwner(
        "update console.operator set role = ?, " + CHANGED + " where name = ?", role.name(), name);
  }

  /** False when there is no such one, or when nobody could manage the shop any more. */
  boolean setEnabled(String name, boolean enabled) {
    return keepingAnOwner(
        "update console.operator set enabled = ?, " + CHANGED + " where name = ?", enabled, name);
  }

  private boolean keepingAnOwner(String sql, Object value, String name) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              database
                  .sql("select pg_advisory_xact_lock(hashtext('huitouke owners'))")
                  .query((_, _) -> true)
                  .single();
              int changed = database.sql(sql).params(value, name).update();
              int owners =
                  database
                      .sql("select count(*) from console.operator where enabled and role = 'OWNER'")
                      .query(Integer.class)
                      .single();
              if (owners == 0) {
                status.setRollbackOnly();
              }
              return changed == 1 && owners > 0;
            }));
  }

  List<Row> all() {
    return database
        .sql("select * from console.operator order by created_at, name")
        .query(
            (row, _) ->
                new Row(
                    row.getString("name"),
                    Role.valueOf(row.getString("role")),
                    row.getBoolean("enabled"),
                    row.getBoolean("must_change"),
                    row.getBytes("totp") != null,
                    Optional.ofNullable(row.getObject("entered_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant)))
        .list();
  }

  void changePassword(String name, String password) {
    database
        .sql(
            "update console.operator set password = ?, must_change = false, "
                + CHANGED
                + " where name = ?")
        .params(encoder.encode(password), name)
        .update();
  }

  /** Whether there is such a one. */
  boolean knows(String name) {
    return database
        .sql("select exists (select 1 from console.operator where name = ?)")
        .param(name)
        .query(Boolean.class)
        .single();
  }

  boolean isPassword(String name, String password) {
    return database
        .sql("select password from console.operator where name = ?")
        .param(name)
        .query(String.class)
        .optional()
        .map(hash -> encoder.matches(password, hash))
        .orElse(false);
  }

  /** Whether a session that began then is still good. */
  boolean valid(Login login) {
    return database
        .sql("select stamp from console.operator where name = ? and enabled")
        .param(login.getUsername())
        .query(Integer.class)
        .optional()
        .filter(stamp -> stamp == login.stamp())
        .isPresent();
  }

  void entered(String name) {
    database
        .sql("update console.operator set entered_at = ? where name = ?")
        .params(Timestamp.from(clock.instant()), name)
        .update();
  }

  /** The secret of their authenticator, if they use one. */
  Optional<Totp> secondFactor(String name) {
    return database
        .sql("select totp from console.operator where name = ? and totp is not null")
        .param(name)
        .query(byte[].class)
        .optional()
        .map(locked -> new Totp(vault.open(locked, ABOUT_TOTP)));
  }

  void useSecondFactor(String name, Totp totp) {
    database
        .sql("update console.operator set totp = ?, totp_step = 0 where name = ?")
        .params(vault.seal(totp.secret(), ABOUT_TOTP), name)
        .update();
  }

  void dropSecondFactor(String name) {
    database.sql("update console.operator set totp = null where name = ?").param(name).update();
  }

  /** Uses a code up: the same one, or an older one, is good only once. */
  boolean useStep(String name, long step) {
    return database
            .sql("update console.operator set totp_step = ? where name = ? and totp_step < ?")
            .params(step, name, step)
            .update()
        == 1;
  }

  @Override
  public Login loadUserByUsername(String name) {
    return database
        .sql("select * from console.operator where name = ?")
        .param(name)
        .query(
            (row, _) ->
                new Login(
                    row.getString("name"),
                    row.getString("password"),
                    Role.valueOf(row.getString("role")),
                    row.getBoolean("enabled"),
                    row.getBoolean("must_change"),
                    row.getInt("stamp")))
        .optional()
        .orElseThrow(() -> new UsernameNotFoundException("no such operator"));
  }

  private static String oneTimePassword() {
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }
}
