package cn.huitouke.console;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One-time codes by time, RFC 6238: HMAC-SHA-1, 30 seconds, six digits.
 *
 * @param secret base 32, as authenticators take it
 */
record Totp(String secret) {

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int STEP_SECONDS = 30;
  private static final int SECRET_LETTERS = 32;

  static Totp fresh() {
    SecureRandom random = new SecureRandom();
    StringBuilder secret = new StringBuilder();
    for (int i = 0; i < SECRET_LETTERS; i++) {
      secret.append(BASE32.charAt(random.nextInt(BASE32.length())));
    }
    return new Totp(secret.toString());
  }

  /** The step at which a code is good, one step of drift either way. */
  OptionalLong step(String code, Instant now) {
    long present = now.getEpochSecond() / STEP_SECONDS;
    for (long step = present - 1; step <= present + 1; step++) {
      if (code(step).equals(code.strip())) {
        return OptionalLong.of(step);
      }
    }
    return OptionalLong.empty();
  }

  String code(long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key(), "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fffffff;
      return "%06d".formatted(number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HmacSHA1", e);
    }
  }

  private byte[] key() {
    ByteBuffer key = ByteBuffer.allocate(secret.length() * 5 / 8);
    int bits = 0;
    int held = 0;
    for (int i = 0; i < secret.length(); i++) {
      bits = bits << 5 | BASE32.indexOf(secret.charAt(i));
      held += 5;
      if (held >= 8) {
        held -= 8;
        key.put((byte) (bits >> held));
      }
    }
    return key.array();
  }

  /** What an authenticator reads from a QR code. */
  String address(String operator) {
    return "otpauth://totp/Huitouke:" + operator + "?secret=" + secret + "&issuer=Huitouke";
  }

  @Override
  public String toString() {
    return "Totp";
  }
}
