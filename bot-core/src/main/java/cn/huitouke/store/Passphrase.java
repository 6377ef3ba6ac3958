package cn.huitouke.store;

import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Seals a stream under words that a person keeps: AES-256-GCM by the mebibyte (Tink's streaming AEAD),
 * under a key that PBKDF2 makes of them with the 600,000 rounds of HMAC-SHA-256 that OWASP's password
 * storage cheat sheet asks for. What is cut off, swapped or changed does not open.
 */
final class Passphrase {

  private static final byte[] MAGIC = "HUITOUKE-BACKUP-1\n".getBytes(StandardCharsets.US_ASCII);
  static final int ROUNDS = 600_000;
  private static final int MOST_ROUNDS = 10_000_000;
  private static final int SALT = 16;
  private static final int KEY = 32;
  private static final int SEGMENT = 1 << 20;

  private final char[] words;

  Passphrase(char[] words) {
    this.words = words.clone();
  }

  /**
   * Closing it ends the seal; without that nothing of it opens to its end.
   *
   * @param rounds {@link #ROUNDS}; written down beside it, so that opening needs no telling
   */
  OutputStream seal(OutputStream out, int rounds) throws IOException {
    byte[] salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    byte[] head = head(salt, rounds);
    new DataOutputStream(out).write(head);
    try {
      return cipher(salt, rounds).newEncryptingStream(out, head);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has AES, HMAC and PBKDF2", e);
    }
  }

  /**
   * The stream within. Reading it throws an {@link IOException} where the words are wrong or the stream
   * was changed.
   *
   * @throws NoBackup when it was never sealed here
   */
  InputStream open(InputStream in) throws IOException, NoBackup {
    DataInputStream data = new DataInputStream(in);
    byte[] magic = data.readNBytes(MAGIC.length);
    byte[] rest = data.readNBytes(Integer.BYTES + SALT);
    if (!Arrays.equals(magic, MAGIC) || rest.length < Integer.BYTES + SALT) {
      throw new NoBackup();
    }
    ByteBuffer parameters = ByteBuffer.wrap(rest);
    int rounds = parameters.getInt();
    byte[] salt = new byte[SALT];
    parameters.get(salt);
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new NoBackup();
    }
    try {
      return cipher(salt, rounds).newDecryptingStream(in, head(salt, rounds));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has AES, HMAC and PBKDF2", e);
    }
  }

  /** It is something else altogether. */
  static final class NoBackup extends Exception {

    private static final long serialVersionUID = 1L;
  }

  private static byte[] head(byte[] salt, int rounds) {
    return ByteBuffer.allocate(MAGIC.length + Integer.BYTES + SALT)
        .put(MAGIC)
        .putInt(rounds)
        .put(salt)
        .array();
  }

  private StreamingAead cipher(byte[] salt, int rounds) throws GeneralSecurityException {
    byte[] key =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(new PBEKeySpec(words, salt, rounds, KEY * Byte.SIZE))
            .getEncoded();
    return new AesGcmHkdfStreaming(key, "HmacSha256", KEY, SEGMENT, 0);
  }
}
