package cn.huitouke.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The unavoidable work on one message: verify, open, look for the fields, seal an echo. */
final class Echo {

  /** A message, opened. */
  record Opened(String id, String peer, String text, String message, String time, String nonce) {}

  private final Account account;
  private final Sealing sealing;

  /** For one thread at a time. */
  Echo(Account account) {
    this.account = account;
    sealing = new Sealing(account);
  }

  /** The echo that the platform's check of the URL wants, or null if it is forged. */
  @Nullable String verification(Map<String, List<String>> query) {
    return isSigned(query) ? first(query, "echostr") : null;
  }

  /** Null if it is forged. */
  @Nullable Opened open(Map<String, List<String>> query, String envelope) {
    String time = first(query, "timestamp");
    String nonce = first(query, "nonce");
    String sealed = FlatXml.field(envelope, "Encrypt");
    if (!isSigned(query)
        || !sealing.sign(time, nonce, sealed).equals(first(query, "msg_signature"))) {
      return null;
    }
    String message = sealing.open(sealed);
    return new Opened(
        FlatXml.field(message, "MsgId"),
        FlatXml.field(message, "FromUserName"),
        FlatXml.field(message, "Content"),
        message,
        time,
        nonce);
  }

  String reply(Opened to) {
    byte[] random = new byte[16];
    ThreadLocalRandom.current().nextBytes(random);
    String xml =
        "<xml><ToUserName><![CDATA["
            + to.peer()
            + "]]></ToUserName><FromUserName><![CDATA["
            + account.originalId()
            + "]]></FromUserName><CreateTime>"
            + to.time()
            + "</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA["
            + to.text()
            + "]]></Content></xml>";
    String sealed = sealing.seal(xml, random);
    return "<xml><Encrypt><![CDATA["
        + sealed
        + "]]></Encrypt><MsgSignature><![CDATA["
        + sealing.sign(to.time(), to.nonce(), sealed)
        + "]]></MsgSignature><TimeStamp>"
        + to.time()
        + "</TimeStamp><Nonce><![CDATA["
        + to.nonce()
        + "]]></Nonce></xml>";
  }

  private boolean isSigned(Map<String, List<String>> query) {
    return sealing
        .sign(first(query, "timestamp"), first(query, "nonce"))
        .equals(first(query, "signature"));
  }

  private static String first(Map<String, List<String>> query, String name) {
    List<String> values = query.get(name);
    return values == null ? "" : values.getFirst();
  }
}
