package cn.huitouke.console;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;

/** The people who may use the console. */
public class Operators implements UserDetailsService {

  /** The authority of someone who still has to replace the password that was printed. */
  static final String MUST_CHANGE = "MUST_CHANGE_PASSWORD";

  static final String OPERATOR = "ROLE_OPERATOR";
  static final int SHORTEST_PASSWORD = 10;
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";

  private final JdbcClient database;
  private final PasswordEncoder encoder;
  private final InstantSource clock;

  Operators(JdbcClient database, PasswordEncoder encoder, InstantSource clock) {
    this.database = database;
    this.encoder = encoder;
    this.clock = clock;
  }

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
            .param("now", java.sql.Timestamp.from(clock.instant()))
            .update();
    return made == 1 ? Optional.of(password) : Optional.empty();
  }

  /** Whether nobody has replaced the printed password yet. */
  public boolean firstPasswordUnused() {
    return database
        .sql("select exists (select 1 from console.operator where must_change)")
        .query(Boolean.class)
        .single();
  }

  /** Makes a new one-time password for an operator who lost theirs; empty if there is no such one. */
  public Optional<String> resetPassword(String name) {
    String password = oneTimePassword();
    int changed =
        database
            .sql("update console.operator set password = ?, must_change = true where name = ?")
            .params(encoder.encode(password), name)
            .update();
    return changed == 1 ? Optional.of(password) : Optional.empty();
  }

  void changePassword(String name, String password) {
    database
        .sql("update console.operator set password = ?, must_change = false where name = ?")
        .params(encoder.encode(password), name)
        .update();
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

  @Override
  public UserDetails loadUserByUsername(String name) {
    return database
        .sql("select name, password, must_change from console.operator where name = ?")
        .param(name)
        .query(
            (row, _) ->
                User.withUsername(row.getString("name"))
                    .password(row.getString("password"))
                    .authorities(row.getBoolean("must_change") ? MUST_CHANGE : OPERATOR)
                    .build())
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
