package cn.huitouke.adapter.wechatmp;

import cn.huitouke.hook.HookRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The platform's hand: signs, seals and posts, with no line of the code under test. */
final class FarHand {

  static final String TOKEN = "pamtest";
  static final String KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
  static final String APP = "wxb11529c136998cb6";
  static final String ACCOUNT = "gh_680bdefc8c5d";
  static final String MEI = "oIDrpjqASyTPnxRmpS9O_ruZGsfk";

  final long now;
  private int nonces;

  FarHand(long now) {
    this.now = now;
  }

  static String sign(String... parts) {
    try {
      String joined = String.join("", Stream.of(parts).sorted().toList());
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(joined.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Everything of a sealed message that an attacker might choose. */
  static byte[] layout(String message, int length, String appId, int pad) {
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    byte[] owner = appId.getBytes(StandardCharsets.UTF_8);
    int plain = 20 + text.length + owner.length;
    ByteBuffer bytes = ByteBuffer.allocate(plain + 32 - plain % 32);
    bytes.put("aaaabbbbccccdddd".getBytes(StandardCharsets.US_ASCII));
    bytes.putInt(length < -1 ? text.length : length).put(text).put(owner);
    Arrays.fill(
        bytes.array(), plain, bytes.capacity(), (byte) (pad < 0 ? bytes.capacity() - plain : pad));
    return bytes.array();
  }

  static String encrypt(byte[] layout) {
    return Base64.getEncoder().encodeToString(cipher(Cipher.ENCRYPT_MODE, layout));
  }

  static String seal(String message) {
    return encrypt(layout(message, -2, APP, -1));
  }

  /** The message in a sealed reply. */
  static String unseal(String sealed) {
    return unseal(KEY, sealed);
  }

  static String unseal(String aesKey, String sealed) {
    byte[] plain = cipher(aesKey, Cipher.DECRYPT_MODE, Base64.getDecoder().decode(sealed));
    return new String(plain, 20, ByteBuffer.wrap(plain).getInt(16), StandardCharsets.UTF_8);
  }

  /** A genuine callback of another account's. */
  static HookRequest sealed(
      cn.huitouke.sandbox.wechat.WeChatAccount account,
      String message,
      long timestamp,
      String nonce) {
    String sealed =
        Base64.getEncoder()
            .encodeToString(
                cipher(
                    account.aesKey(),
                    Cipher.ENCRYPT_MODE,
                    layout(message, -2, account.appId(), -1)));
    Map<String, String> query = new LinkedHashMap<>();
    query.put("signature", sign(account.token(), Long.toString(timestamp), nonce));
    query.put("timestamp", Long.toString(timestamp));
    query.put("nonce", nonce);
    query.put("encrypt_type", "aes");
    query.put("msg_signature", sign(account.token(), Long.toString(timestamp), nonce, sealed));
    return request("POST", query, envelope(sealed));
  }

  private static byte[] cipher(int mode, byte[] bytes) {
    return cipher(KEY, mode, bytes);
  }

  private static byte[] cipher(String aesKey, int mode, byte[] bytes) {
    try {
      byte[] key = Base64.getDecoder().decode(aesKey + "=");
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(Arrays.copyOf(key, 16)));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A text message as the platform writes it. */
  String text(String content, String id) {
    return "<xml><ToUserName><![CDATA["
        + ACCOUNT
        + "]]></ToUserName><FromUserName><![CDATA["
        + MEI
        + "]]></FromUserName><CreateTime>"
        + now
        + "</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA["
        + content
        + "]]></Content><MsgId>"
        + id
        + "</MsgId></xml>";
  }

  static String envelope(String sealed) {
    return "<xml>\n<ToUserName><![CDATA["
        + ACCOUNT
        + "]]></ToUserName>\n<Encrypt><![CDATA["
        + sealed
        + "]]></Encrypt>\n</xml>";
  }

  /** A genuine callback in secure mode. */
  HookRequest sealed(String message) {
    return sealed(message, now, "n" + ++nonces);
  }

  HookRequest sealed(String message, long timestamp, String nonce) {
    return post(envelope(seal(message)), seal(message), timestamp, nonce);
  }

  /** A genuinely signed callback whose sealed part is {@code sealed}. */
  HookRequest post(String body, String sealed, long timestamp, String nonce) {
    Map<String, String> query = signature(timestamp, nonce);
    query.put("openid", MEI);
    query.put("encrypt_type", "aes");
    query.put("msg_signature", sign(TOKEN, Long.toString(timestamp), nonce, sealed));
    return request("POST", query, body);
  }

  /** A genuine callback in plain mode. */
  HookRequest plain(String message) {
    return plain(message, now, "n" + ++nonces);
  }

  HookRequest plain(String message, long timestamp, String nonce) {
    return request("POST", signature(timestamp, nonce), message);
  }

  static Map<String, String> signature(long timestamp, String nonce) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("signature", sign(TOKEN, Long.toString(timestamp), nonce));
    query.put("timestamp", Long.toString(timestamp));
    query.put("nonce", nonce);
    return query;
  }

  static HookRequest request(String method, Map<String, String> query, String body) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    query.forEach((name, value) -> lists.put(name, List.of(value)));
    return new HookRequest(
        method, lists, Map.of(), body.getBytes(StandardCharsets.UTF_8), "127.0.0.1");
  }
}
