package cn.huitouke.benchmarks;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.SplittableRandom;

/**
 * Writes customers' messages as the platform posts them: text, sealed, signed, each with a message
 * id of its own. Built just before they are posted, for the signatures carry the time.
 */
final class Letters {

  /** Instead of a text: the customer's phone says where it is, which nobody answers. */
  static final String A_PLACE = "\0place";

  private static final String TEXT =
      "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%s]]></Content><MsgId>%d</MsgId></xml>";
  private static final String PLACE =
      "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[LOCATION]]></Event>"
          + "<Latitude>23.137466</Latitude><Longitude>113.352425</Longitude>"
          + "<Precision>119.385040</Precision></xml>";

  private final Account account;
  private final Sealing sealing;
  private final URI url;
  private final InstantSource clock;
  private final String text;
  private final int people;
  private final String expected;
  private final SplittableRandom random;
  private long nextId;

  Letters(Account account, URI url, InstantSource clock, String text, int people, long firstId) {
    this(account, url, clock, text, people, "", firstId);
  }

  /**
   * @param expected what each answer has to hold, a format of the customer's number; empty: anything
   * @param firstId the first message id; another run must use others, or is a redelivery
   */
  Letters(
      Account account,
      URI url,
      InstantSource clock,
      String text,
      int people,
      String expected,
      long firstId) {
    this.account = account;
    this.sealing = new Sealing(account);
    this.url = url;
    this.clock = clock;
    this.text = text;
    this.people = people;
    this.expected = expected;
    random = new SplittableRandom(firstId);
    nextId = firstId;
  }

  /** Whole HTTP requests. */
  byte[][] write(int count) {
    byte[][] letters = new byte[count][];
    for (int i = 0; i < count; i++) {
      letters[i] = post(nextId++).getBytes(StandardCharsets.UTF_8);
    }
    return letters;
  }

  /** The id of the letter that will be written next. */
  long nextId() {
    return nextId;
  }

  /** What the answer to this letter has to say, for whoever knows whose parcel is where. */
  String expected(long id) {
    return expected.isEmpty() ? "" : expected.formatted(id % people);
  }

  String openid(long id) {
    return "oBench%022d".formatted(id % people);
  }

  /** The request with which the platform checks that we are who we say; answered with the echo. */
  String verification(String echo) {
    String time = Long.toString(clock.instant().getEpochSecond());
    String nonce = Long.toString(random.nextLong(1L << 40));
    return "?signature=%s&timestamp=%s&nonce=%s&echostr=%s"
        .formatted(
            sealing.sign(time, nonce),
            time,
            nonce,
            URLEncoder.encode(echo, StandardCharsets.UTF_8));
  }

  private String post(long id) {
    String time = Long.toString(clock.instant().getEpochSecond());
    String nonce = Long.toString(id);
    String sealed = sealing.seal(message(id, time), randomBytes());
    String body =
        "<xml><ToUserName><![CDATA[%s]]></ToUserName><Encrypt><![CDATA[%s]]></Encrypt></xml>"
            .formatted(account.originalId(), sealed);
    return ("POST %s?signature=%s&timestamp=%s&nonce=%s&openid=%s&encrypt_type=aes"
            + "&msg_signature=%s HTTP/1.1\r\nHost: %s\r\nContent-Type: text/xml\r\n"
            + "Content-Length: %d\r\n\r\n%s")
        .formatted(
            url.getPath(),
            sealing.sign(time, nonce),
            time,
            nonce,
            openid(id),
            sealing.sign(time, nonce, sealed),
            url.getAuthority(),
            body.length(),
            body);
  }

  private String message(long id, String time) {
    return ("<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[%s]]></FromUserName>"
                + "<CreateTime>%s</CreateTime>")
            .formatted(account.originalId(), openid(id), time)
        + (text.equals(A_PLACE) ? PLACE : TEXT.formatted(text, id));
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return bytes;
  }
}
