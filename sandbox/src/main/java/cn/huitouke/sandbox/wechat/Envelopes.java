package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.web.Trouble;
import cn.huitouke.sandbox.wechat.PushedCallback.End;
import cn.huitouke.sandbox.wechat.WeChatAccount.Mode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Seals callbacks in the account's mode, and opens the answers to them. */
final class Envelopes {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final WeChatAccount account;
  private final Seal seal;
  private final InstantSource clock;

  Envelopes(WeChatAccount account, InstantSource clock) {
    this.account = account;
    this.seal = new Seal(account.token(), account.aesKey(), account.appId());
    this.clock = clock;
  }

  /** What is posted. */
  record Letter(String query, String body) {}

  Letter verification(String echo) {
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    String nonce = nonce();
    Map<String, String> query = new LinkedHashMap<>();
    query.put("signature", seal.sign(timestamp, nonce));
    query.put("timestamp", timestamp);
    query.put("nonce", nonce);
    query.put("echostr", echo);
    return new Letter(encoded(query), "");
  }

  Letter seal(Callback callback, Optional<Trouble> trouble) {
    boolean forged = trouble.filter(t -> t.kind() == Trouble.Kind.BAD_SIGNATURE).isPresent();
    long age =
        trouble
            .filter(t -> t.kind() == Trouble.Kind.STALE_TIMESTAMP)
            .map(t -> t.delay().toSeconds())
            .orElse(0L);
    String timestamp = Long.toString(clock.instant().getEpochSecond() - age);
    String nonce = nonce();
    Map<String, String> query = new LinkedHashMap<>();
    query.put("signature", spoilt(forged, seal.sign(timestamp, nonce)));
    query.put("timestamp", timestamp);
    query.put("nonce", nonce);
    query.put("openid", callback.openid());
    Map<String, Object> fields = callback.fieldsFor(account.originalId());
    if (account.mode() == Mode.PLAIN) {
      return new Letter(encoded(query), Xml.write(fields));
    }
    String sealed = seal.close(Xml.write(fields));
    query.put("encrypt_type", "aes");
    query.put("msg_signature", spoilt(forged, seal.sign(timestamp, nonce, sealed)));
    Map<String, Object> outside =
        account.mode() == Mode.COMPATIBLE
            ? fields
            : new LinkedHashMap<>(Map.of("ToUserName", account.originalId()));
    outside.put("Encrypt", sealed);
    return new Letter(encoded(query), Xml.write(outside));
  }

  /** What the answer means; empty when it is not valid. */
  Optional<Callbacks.Reply> open(String answer, Callback callback) {
    if (answer.isEmpty() || answer.equals("success")) {
      return Optional.of(new Callbacks.Reply(End.ACCEPTED, Optional.empty()));
    }
    return Xml.read(answer).flatMap(this::inside).flatMap(xml -> reply(xml, callback));
  }

  private Optional<Xml.Element> inside(Xml.Element xml) {
    String sealed = xml.at("Encrypt");
    if (sealed.isEmpty()) {
      return account.mode() == Mode.SECURE ? Optional.empty() : Optional.of(xml);
    }
    if (account.mode() == Mode.PLAIN) {
      return Optional.empty();
    }
    String signed = seal.sign(xml.at("TimeStamp"), xml.at("Nonce"), sealed);
    return signed.equals(xml.at("MsgSignature"))
        ? seal.open(sealed).flatMap(Xml::read)
        : Optional.empty();
  }

  private Optional<Callbacks.Reply> reply(Xml.Element xml, Callback callback) {
    boolean swapped =
        xml.at("ToUserName").equals(callback.openid())
            && xml.at("FromUserName").equals(account.originalId());
    if (!swapped || !xml.at("CreateTime").matches("\\d{10}")) {
      return Optional.empty();
    }
    if (xml.at("MsgType").equals("transfer_customer_service")) {
      return Optional.of(new Callbacks.Reply(End.ACCEPTED, Optional.empty()));
    }
    return PassiveReplies.read(xml)
        .map(content -> new Callbacks.Reply(End.REPLIED, Optional.of(content)));
  }

  private static String spoilt(boolean forged, String signature) {
    return forged ? new StringBuilder(signature).reverse().toString() : signature;
  }

  private static String nonce() {
    return Integer.toString(RANDOM.nextInt(100_000_000, Integer.MAX_VALUE));
  }

  private static String encoded(Map<String, String> query) {
    return query.entrySet().stream()
        .map(
            pair ->
                pair.getKey() + "=" + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
