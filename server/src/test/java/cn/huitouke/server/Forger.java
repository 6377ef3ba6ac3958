package cn.huitouke.server;

import cn.huitouke.sandbox.wechat.WeChatAccount;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs and seals what it likes, with the account's own keys: so a hostile message gets as far as it
 * can. Written from the platform's documents, with no line of the code under test.
 */
final class Forger {

  private static final AtomicInteger NONCES = new AtomicInteger();

  private final WeChatAccount account;
  private final URI hook;

  Forger(WeChatAccount account, int gateway) {
    this.account = account;
    this.hook = URI.create("http://127.0.0.1:" + gateway + "/hooks/wechat-mp/shop");
  }

  static String nonce() {
    return "n" + NONCES.incrementAndGet();
  }

  static String now() {
    return Long.toString(System.currentTimeMillis() / 1000);
  }

  String sign(String... parts) {
    try {
      String joined =
          Stream.concat(Stream.of(account.token()), Stream.of(parts))
              .sorted()
              .collect(Collectors.joining());
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(sha1.digest(joined.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  String seal(String message) {
    return seal(message, account.appId());
  }

  String seal(String message, String appId) {
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    byte[] owner = appId.getBytes(StandardCharsets.UTF_8);
    int length = 20 + text.length + owner.length;
    int pad = 32 - length % 32;
    ByteBuffer plain = ByteBuffer.allocate(length + pad);
    plain.put("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    plain.putInt(text.length).put(text).put(owner);
    Arrays.fill(plain.array(), length, length + pad, (byte) pad);
    try {
      byte[] key = Base64.getDecoder().decode(account.aesKey() + "=");
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new IvParameterSpec(Arrays.copyOf(key, 16)));
      return Base64.getEncoder().encodeToString(cipher.doFinal(plain.array()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A text message as the platform writes it. */
  String text(String from, String content, long id) {
    return "<xml><ToUserName><![CDATA["
        + account.originalId()
        + "]]></ToUserName><FromUserName><![CDATA["
        + from
        + "]]></FromUserName><CreateTime>"
        + now()
        + "</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA["
        + content
        + "]]></Content><MsgId>"
        + id
        + "</MsgId></xml>";
  }

  String envelope(String sealed) {
    return "<xml><ToUserName><![CDATA["
        + account.originalId()
        + "]]></ToUserName><Encrypt><![CDATA["
        + sealed
        + "]]></Encrypt></xml>";
  }

  /** What every request carries: signed, but by nothing that is in the body. */
  Map<String, String> query(String timestamp, String nonce) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("signature", sign(timestamp, nonce));
    query.put("timestamp", timestamp);
    query.put("nonce", nonce);
    return query;
  }

  Map<String, String> sealedQuery(String timestamp, String nonce, String sealed) {
    Map<String, String> query = query(timestamp, nonce);
    query.put("openid", "oForger");
    query.put("encrypt_type", "aes");
    query.put("msg_signature", sign(timestamp, nonce, sealed));
    return query;
  }

  /** Posts a message as the platform would: rightly sealed and signed, now. */
  HttpResponse<String> posts(String message) throws IOException, InterruptedException {
    return posts(message, now(), nonce());
  }

  HttpResponse<String> posts(String message, String timestamp, String nonce)
      throws IOException, InterruptedException {
    return postsPart(seal(message), timestamp, nonce);
  }

  /** Posts a sealed part, rightly signed, whatever it is. */
  HttpResponse<String> postsPart(String sealed, String timestamp, String nonce)
      throws IOException, InterruptedException {
    return post(sealedQuery(timestamp, nonce, sealed), envelope(sealed));
  }

  HttpResponse<String> post(Map<String, String> query, String body)
      throws IOException, InterruptedException {
    return Child.HTTP.send(
        request(query)
            .header("Content-Type", "text/xml")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(Map<String, String> query) throws IOException, InterruptedException {
    return Child.HTTP.send(request(query).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(Map<String, String> query) {
    return HttpRequest.newBuilder(URI.create(hook + "?" + encoded(query)))
        .timeout(Duration.ofSeconds(20));
  }

  static String encoded(Map<String, String> query) {
    return query.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
