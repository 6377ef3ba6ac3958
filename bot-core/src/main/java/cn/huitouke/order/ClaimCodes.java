package cn.huitouke.order;

import cn.huitouke.store.Vault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Claim codes for parcel cards: {@code HT}, eight random characters, four of signature, in an alphabet
 * without look-alikes. A code binds one order, once. What it is worth lies in the table; the
 * signature turns invented codes away before that.
 */
@Component
class ClaimCodes {

  private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final String PREFIX = "HT";
  private static final int RANDOM = 8;
  private static final int SIGNATURE = 4;
  private static final Pattern IN_TEXT =
      Pattern.compile("(?<![A-Z0-9])HT[- ]?((?:[0-9A-Z][- ]?){11}[0-9A-Z])(?![A-Z0-9])");

  /** A code on record. {@code usedBy} is the customer whom it bound. */
  record Claim(String code, String order, @Nullable Long usedBy) {}

  private final JdbcClient jdbc;
  private final Vault vault;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  ClaimCodes(JdbcClient jdbc, Vault vault, InstantSource clock) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.clock = clock;
  }

  /** The order's unused code, made when there is none. */
  String codeFor(String order) {
    Optional<String> open = open(order);
    if (open.isPresent()) {
      return open.get();
    }
    jdbc.sql(
            """
            INSERT INTO orders.claim (code, order_number, made_at) VALUES (?, ?, ?)
            ON CONFLICT (order_number) WHERE used_by IS NULL DO NOTHING
            """)
        .params(newCode(), order, Timestamp.from(clock.instant()))
        .update();
    return open(order).orElseThrow();
  }

  private Optional<String> open(String order) {
    return jdbc.sql("SELECT code FROM orders.claim WHERE order_number = ? AND used_by IS NULL")
        .param(order)
        .query(String.class)
        .optional();
  }

  private String newCode() {
    StringBuilder code = new StringBuilder(PREFIX);
    for (int i = 0; i < RANDOM; i++) {
      code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return code + signature(code.toString());
  }

  private String signature(String code) {
    byte[] print = vault.fingerprint(code, "orders.claim");
    StringBuilder signature = new StringBuilder();
    for (int i = 0; i < SIGNATURE; i++) {
      signature.append(LETTERS.charAt(print[i] & 31));
    }
    return signature.toString();
  }

  /** The genuine code in what somebody typed or scanned, if there is one. */
  Optional<String> in(String text) {
    Matcher found = IN_TEXT.matcher(text.toUpperCase(Locale.ROOT));
    while (found.find()) {
      String body =
          found
              .group(1)
              .replaceAll("[- ]", "")
              .replace('O', '0')
              .replace('I', '1')
              .replace('L', '1');
      String signed = PREFIX + body.substring(0, RANDOM);
      boolean genuine =
          MessageDigest.isEqual(
              signature(signed).getBytes(StandardCharsets.US_ASCII),
              body.substring(RANDOM).getBytes(StandardCharsets.US_ASCII));
      if (genuine) {
        return Optional.of(PREFIX + body);
      }
    }
    return Optional.empty();
  }

  /** Somebody typed what looks like a code of ours, and it is none. */
  boolean isMistyped(String text) {
    Matcher found = IN_TEXT.matcher(text.toUpperCase(Locale.ROOT));
    return found.find() && found.group(1).chars().anyMatch(c -> c >= '0' && c <= '9');
  }

  Optional<Claim> find(String code) {
    return jdbc.sql("SELECT code, order_number, used_by FROM orders.claim WHERE code = ?")
        .param(code)
        .query(
            (row, _) -> new Claim(row.getString(1), row.getString(2), row.getObject(3, Long.class)))
        .optional();
  }

  /** False when it was used meanwhile. */
  boolean use(String code, long customer) {
    return jdbc.sql(
                "UPDATE orders.claim SET used_by = ?, used_at = ?"
                    + " WHERE code = ? AND used_by IS NULL")
            .params(customer, Timestamp.from(clock.instant()), code)
            .update()
        == 1;
  }
}
