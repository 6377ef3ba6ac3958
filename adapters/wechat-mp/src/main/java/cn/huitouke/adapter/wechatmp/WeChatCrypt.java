package cn.huitouke.adapter.wechatmp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs and checks, seals and opens as the platform does: SHA-1 over the sorted parts; AES-256-CBC
 * with the key's first half as IV, PKCS#7 to 32 bytes, {@code random(16) length(4) message appid}.
 *
 * <p>Ciphers are dear to make and not to be shared, and virtual threads make thread-locals
 * worthless: hence a pool, never larger than the number of threads that compute at once.
 */
final class WeChatCrypt {

  private static final int PAD = 32;
  private static final int HEAD = 20;
  private static final HexFormat HEX = HexFormat.of();

  private final String token;
  private final byte[] appId;
  private final Optional<byte[]> key;
  private final ConcurrentLinkedQueue<Kit> kits = new ConcurrentLinkedQueue<>();

  /**
   * @param aesKey EncodingAESKey, or empty where nothing is ever sealed
   */
  WeChatCrypt(String token, String aesKey, String appId) {
    this.token = token;
    this.appId = appId.getBytes(StandardCharsets.UTF_8);
    this.key = key(aesKey);
  }

  /** The 32 bytes of an EncodingAESKey; spare bits of its last letter are not looked at. */
  static Optional<byte[]> key(String aesKey) {
    if (aesKey.length() != 43) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getDecoder().decode(aesKey + "="));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether sealed messages can be opened at all. */
  boolean canSeal() {
    return key.isPresent();
  }

  /** The signature over these parts and the token: 40 lower-case hex digits. */
  String sign(String... parts) {
    String[] sorted = Arrays.copyOf(parts, parts.length + 1);
    sorted[parts.length] = token;
    Arrays.sort(sorted);
    Kit kit = take();
    try {
      for (String part : sorted) {
        kit.sha1.update(part.getBytes(StandardCharsets.UTF_8));
      }
      return HEX.formatHex(kit.sha1.digest());
    } finally {
      kits.offer(kit);
    }
  }

  /** A salt for {@link #fingerprint} that every process with this account's secrets comes to. */
  byte[] secretSalt() {
    Kit kit = take();
    try {
      kit.sha1.update("nonces:".getBytes(StandardCharsets.UTF_8));
      key.ifPresent(kit.sha1::update);
      return kit.sha1.digest(token.getBytes(StandardCharsets.UTF_8));
    } finally {
      kits.offer(kit);
    }
  }

  /** Sixty-four bits of a digest that nobody can foretell who does not know the salt. */
  long fingerprint(byte[] salt, byte[] bytes) {
    Kit kit = take();
    try {
      kit.sha1.update(salt);
      return ByteBuffer.wrap(kit.sha1.digest(bytes)).getLong();
    } finally {
      kits.offer(kit);
    }
  }

  /** Whether {@code signature} was made over these parts; takes the same time whatever differs. */
  boolean signed(String signature, String... parts) {
    return same(sign(parts), signature);
  }

  /** Compares without telling by its duration where the difference is. */
  static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Opens a sealed message. Empty for whatever is wrong with it, with no word of what: to be called
   * only with text whose signature was checked.
   */
  Optional<byte[]> open(String sealed) {
    byte[] plain;
    try {
      byte[] bytes = Base64.getDecoder().decode(sealed);
      if (key.isEmpty() || bytes.length < PAD || bytes.length % 16 != 0) {
        return Optional.empty();
      }
      Kit kit = take();
      plain = kit.decrypt.doFinal(bytes);
      kits.offer(kit);
    } catch (IllegalArgumentException | GeneralSecurityException _) {
      return Optional.empty();
    }
    int end = plain.length - padding(plain);
    int length = ByteBuffer.wrap(plain).getInt(16);
    if (end == plain.length || length < 0 || length > end - HEAD) {
      return Optional.empty();
    }
    byte[] owner = Arrays.copyOfRange(plain, HEAD + length, end);
    return MessageDigest.isEqual(appId, owner)
        ? Optional.of(Arrays.copyOfRange(plain, HEAD, HEAD + length))
        : Optional.empty();
  }

  /** The number of padding bytes, or 0 where there is no proper padding. */
  private static int padding(byte[] plain) {
    int pad = plain[plain.length - 1];
    if (pad < 1 || pad > PAD || pad > plain.length - HEAD) {
      return 0;
    }
    int wrong = 0;
    for (int i = plain.length - pad; i < plain.length; i++) {
      wrong |= plain[i] ^ pad;
    }
    return wrong == 0 ? pad : 0;
  }

  /** Seals a message with fresh salt. */
  String seal(String message) {
    Kit kit = take();
    try {
      return seal(kit, kit.salt(), message);
    } finally {
      kits.offer(kit);
    }
  }

  /** Seals with a given salt, as published examples do. */
  String seal(byte[] salt, String message) {
    return seal(take(), salt, message);
  }

  private String seal(Kit kit, byte[] salt, String message) {
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    int length = HEAD + text.length + appId.length;
    int pad = PAD - length % PAD;
    ByteBuffer plain = ByteBuffer.allocate(length + pad);
    plain.put(salt).putInt(text.length).put(text).put(appId);
    Arrays.fill(plain.array(), length, length + pad, (byte) pad);
    try {
      return Base64.getEncoder().encodeToString(kit.encrypt.doFinal(plain.array()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES refused a block of its own size", e);
    }
  }

  private Kit take() {
    Kit kit = kits.poll();
    return kit == null ? new Kit(key) : kit;
  }

  /** What one computation needs for itself. */
  private static final class Kit {

    private static final SecureRandom RANDOM = new SecureRandom();

    final MessageDigest sha1;
    final Cipher encrypt;
    final Cipher decrypt;
    private final byte[] salts = new byte[16 * 64];
    private int used = salts.length;

    Kit(Optional<byte[]> key) {
      try {
        sha1 = MessageDigest.getInstance("SHA-1");
        byte[] bytes = key.orElseGet(() -> new byte[32]);
        encrypt = cipher(Cipher.ENCRYPT_MODE, bytes);
        decrypt = cipher(Cipher.DECRYPT_MODE, bytes);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("This Java has no SHA-1 or AES", e);
      }
    }

    private static Cipher cipher(int mode, byte[] key) throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(Arrays.copyOf(key, 16)));
      return cipher;
    }

    /** Sixteen fresh random bytes; drawn many at a time, for the source is one lock. */
    byte[] salt() {
      if (used == salts.length) {
        RANDOM.nextBytes(salts);
        used = 0;
      }
      used += 16;
      return Arrays.copyOfRange(salts, used - 16, used);
    }
  }
}
