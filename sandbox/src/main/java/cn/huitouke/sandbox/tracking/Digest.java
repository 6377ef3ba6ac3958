package cn.huitouke.sandbox.tracking;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;

/** The two platforms' signatures. */
final class Digest {
  private Digest() {}

  /** Upper-case hex, as Kuaidi100 signs. */
  static String upper(String algorithm, String text) {
    return HexFormat.of().withUpperCase().formatHex(hash(algorithm, text));
  }

  /** Base64 of lower-case hex, as KDNiao signs. */
  static String niao(String text) {
    String hex = HexFormat.of().formatHex(hash("MD5", text));
    return Base64.getEncoder().encodeToString(hex.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] hash(String algorithm, String text) {
    try {
      return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
