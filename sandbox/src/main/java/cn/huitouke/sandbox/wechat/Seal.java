package cn.huitouke.sandbox.wechat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Signs, seals and opens messages as the platform documents it (AES-256-CBC, blocks of 32). */
public final class Seal {
  private static final int BLOCK = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String token;
  private final String appId;
  private final byte[] key;

  public Seal(String token, String encodingAesKey, String appId) {
    this.token = token;
    this.appId = appId;
    this.key = Base64.getDecoder().decode(encodingAesKey + "=");
    if (key.length != BLOCK) {
      throw new IllegalArgumentException("the EncodingAESKey has to be 43 characters");
    }
  }

  /** Signs the token with these values. */
  public String sign(String... values) {
    String[] all = Arrays.copyOf(values, values.length + 1);
    all[values.length] = token;
    Arrays.sort(all);
    try {
      byte[] text = String.join("", all).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Seals it with fresh salt. */
  public String close(String message) {
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    return close(message, HexFormat.of().formatHex(random));
  }

  String close(String message, String random16) {
    byte[] words = message.getBytes(StandardCharsets.UTF_8);
    byte[] id = appId.getBytes(StandardCharsets.UTF_8);
    int length = 16 + 4 + words.length + id.length;
    int pad = BLOCK - length % BLOCK;
    ByteBuffer plain = ByteBuffer.allocate(length + pad);
    plain.put(random16.getBytes(StandardCharsets.US_ASCII));
    plain.putInt(words.length).put(words).put(id);
    while (plain.hasRemaining()) {
      plain.put((byte) pad);
    }
    return Base64.getEncoder().encodeToString(run(Cipher.ENCRYPT_MODE, plain.array()));
  }

  /** The message inside, or empty when it was not sealed by this account's key and appid. */
  public Optional<String> open(String sealed) {
    try {
      byte[] cipher = Base64.getDecoder().decode(sealed);
      if (cipher.length == 0 || cipher.length % BLOCK != 0) {
        return Optional.empty();
      }
      return unpacked(run(Cipher.DECRYPT_MODE, cipher));
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }

  private Optional<String> unpacked(byte[] plain) {
    int pad = plain[plain.length - 1];
    int end = plain.length - pad;
    if (pad < 1 || pad > BLOCK || end < 20) {
      return Optional.empty();
    }
    int length = ByteBuffer.wrap(plain, 16, 4).getInt();
    if (length < 0 || length > end - 20) {
      return Optional.empty();
    }
    String id = new String(plain, 20 + length, end - 20 - length, StandardCharsets.UTF_8);
    return id.equals(appId)
        ? Optional.of(new String(plain, 20, length, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private byte[] run(int direction, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      var iv = new IvParameterSpec(Arrays.copyOf(key, 16));
      cipher.init(direction, new SecretKeySpec(key, "AES"), iv);
      return cipher.doFinal(text);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
