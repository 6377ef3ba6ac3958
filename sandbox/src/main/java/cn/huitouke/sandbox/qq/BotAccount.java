package cn.huitouke.sandbox.qq;

import java.net.URI;
import java.time.Duration;

/**
 * One bot as it is set up on the platform.
 *
 * @param appId BotAppID
 * @param secret bot secret: buys tokens and signs callbacks
 * @param callbackUrl where events are posted
 * @param patience how long the platform waits for an answer; it tells nobody how long that is
 */
public record BotAccount(String appId, String secret, URI callbackUrl, Duration patience) {

  /** The bot of the demo shop. */
  public static BotAccount demo() {
    return new BotAccount(
        "102000001",
        "HuitoukeBotSecret",
        URI.create("http://127.0.0.1:8090/hooks/qq-bot/shop"),
        Duration.ofSeconds(5));
  }

  public BotAccount withCallbackUrl(URI url) {
    return new BotAccount(appId, secret, url, patience);
  }
}
