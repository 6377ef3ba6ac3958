package cn.huitouke.sandbox.onebot;

import java.net.URI;
import java.time.Duration;

/**
 * A logged-in QQ account and where its implementation connects to.
 *
 * @param selfId the QQ number
 * @param accessToken shown when connecting
 * @param url the shop's reverse WebSocket
 * @param reconnect how long after a loss (real time) it connects again
 */
public record QqAccount(long selfId, String accessToken, URI url, Duration reconnect) {

  /** The account of the demo shop. */
  public static QqAccount demo() {
    return new QqAccount(
        3_889_001_000L,
        "huitouke-onebot-token",
        URI.create("ws://127.0.0.1:8090/hooks/onebot/shop"),
        Duration.ofSeconds(3));
  }

  public QqAccount withUrl(URI other) {
    return new QqAccount(selfId, accessToken, other, reconnect);
  }

  public QqAccount withReconnect(Duration other) {
    return new QqAccount(selfId, accessToken, url, other);
  }
}
