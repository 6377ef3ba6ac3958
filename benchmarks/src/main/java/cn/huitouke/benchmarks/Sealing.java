package cn.huitouke.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The platform's secure mode: AES-256-CBC with the key's first half as IV, padded to 32, the app id
 * sealed in; SHA-1 over the sorted parts. Ciphers are kept, so one object serves one thread.
 */
final class Sealing {

  private static final int BLOCK = 32;
  private static final int RANDOM = 16;

  private final byte[] appId;
  private final String token;
  private final Cipher encrypt;
  private final Cipher decrypt;
  private final MessageDigest sha1;

  Sealing(Account account) {
    try {
      byte[] key = Base64.getDecoder().decode(account.aesKey() + "=");
      SecretKeySpec secret = new SecretKeySpec(key, "AES");
      IvParameterSpec iv = new IvParameterSpec(key, 0, 16);
      encrypt = Cipher.getInstance("AES/CBC/NoPadding");
      encrypt.init(Cipher.ENCRYPT_MODE, secret, iv);
      decrypt = Cipher.getInstance("AES/CBC/NoPadding");
      decrypt.init(Cipher.DECRYPT_MODE, secret, iv);
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java lacks AES or SHA-1", e);
    }
    appId = account.appId().getBytes(StandardCharsets.UTF_8);
    token = account.token();
  }

  /** @param random 16 bytes */
  String seal(String message, byte[] random) {
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    int length = RANDOM + 4 + text.length + appId.length;
    int pad = BLOCK - length % BLOCK;
    byte[] plain =
        ByteBuffer.allocate(length + pad)
            .put(random, 0, RANDOM)
            .putInt(text.length)
            .put(text)
            .put(appId)
            .array();
    Arrays.fill(plain, length, plain.length, (byte) pad);
    return Base64.getEncoder().encodeToString(run(encrypt, plain));
  }

  /**
   * What was sealed.
   *
   * @throws IllegalArgumentException for whatever is wrong with it
   */
  String open(String sealed) {
    byte[] cipherText = Base64.getDecoder().decode(sealed);
    if (cipherText.length == 0 || cipherText.length % 16 != 0) {
      throw new IllegalArgumentException("not sealed");
    }
    byte[] plain = run(decrypt, cipherText);
    int pad = plain[plain.length - 1];
    int end = plain.length - pad;
    int length = plain.length < RANDOM + 4 ? -1 : ByteBuffer.wrap(plain).getInt(RANDOM);
    int appIdAt = RANDOM + 4 + length;
    if (pad < 1
        || pad > BLOCK
        || length < 0
        || appIdAt < 0
        || appIdAt > end
        || !Arrays.equals(plain, appIdAt, end, appId, 0, appId.length)) {
      throw new IllegalArgumentException("not sealed for us");
    }
    return new String(plain, RANDOM + 4, length, StandardCharsets.UTF_8);
  }

  /** Of the token and these parts. */
  String sign(String... parts) {
    String[] all = Arrays.copyOf(parts, parts.length + 1);
    all[parts.length] = token;
    Arrays.sort(all);
    for (String part : all) {
      sha1.update(part.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(sha1.digest());
  }

  private static byte[] run(Cipher cipher, byte[] bytes) {
    try {
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not sealed", e);
    }
  }
}
