package cn.huitouke.adapter.kdniao;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** KDNiao's signature: {@code base64(lowerhex(md5(RequestData + AppKey)))}. */
final class DataSign {

  private DataSign() {}

  static String of(String requestData, String appKey) {
    try {
      byte[] md5 =
          MessageDigest.getInstance("MD5")
              .digest((requestData + appKey).getBytes(StandardCharsets.UTF_8));
      byte[] hex = HexFormat.of().formatHex(md5).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(hex);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has MD5", e);
    }
  }

  /** Takes the same time wherever the difference is. */
  static boolean matches(String requestData, String appKey, String given) {
    return MessageDigest.isEqual(
        of(requestData, appKey).getBytes(StandardCharsets.UTF_8),
        given.getBytes(StandardCharsets.UTF_8));
  }
}
