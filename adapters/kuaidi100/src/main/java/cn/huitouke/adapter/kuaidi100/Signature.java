package cn.huitouke.adapter.kuaidi100;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Kuaidi100's signatures: MD5 over the very string that is sent, and a secret behind it. */
final class Signature {

  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private Signature() {}

  /** Of a question: {@code UPPER(MD5(param + key + customer))}. */
  static String ofQuestion(String param, String key, String customer) {
    return UPPER.formatHex(md5(param + key + customer));
  }

  /** Whether a push was signed with our salt. Takes the same time wherever the difference is. */
  static boolean ofPush(String param, String salt, String sign) {
    byte[] given;
    try {
      given = UPPER.parseHex(sign.strip());
    } catch (IllegalArgumentException _) {
      return false;
    }
    return MessageDigest.isEqual(md5(param + salt), given);
  }

  private static byte[] md5(String text) {
    try {
      return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has MD5", e);
    }
  }
}
