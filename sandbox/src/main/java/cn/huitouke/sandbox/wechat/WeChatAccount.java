package cn.huitouke.sandbox.wechat;

import java.net.URI;
import java.time.Duration;

/**
 * One official account as it is set up on the platform.
 *
 * @param appId for example {@code wx…}
 * @param originalId for example {@code gh_…}: how callbacks name the account
 * @param secret AppSecret
 * @param token signs the callbacks
 * @param aesKey EncodingAESKey, 43 characters
 * @param mode how callbacks are sealed
 * @param callbackUrl where they are posted
 * @param patience how long the platform waits for an answer, 5 s in real life
 */
public record WeChatAccount(
    String appId,
    String originalId,
    String secret,
    String token,
    String aesKey,
    Mode mode,
    URI callbackUrl,
    Duration patience) {

  /** How callbacks are sealed. */
  public enum Mode {
    SECURE,
    COMPATIBLE,
    PLAIN
  }

  /** The account of the demo shop. */
  public static WeChatAccount demo() {
    return new WeChatAccount(
        "wx00d3m0c0ffee0001",
        "gh_huitouke0001",
        "0123456789abcdef0123456789abcdef",
        "huitoukeDemoToken",
        "HuitoukeDemoShopEncodingKey0123456789ABCDEF",
        Mode.SECURE,
        URI.create("http://127.0.0.1:8090/hooks/wechat-mp/shop"),
        Duration.ofSeconds(5));
  }

  public WeChatAccount withMode(Mode other) {
    return new WeChatAccount(
        appId, originalId, secret, token, aesKey, other, callbackUrl, patience);
  }

  public WeChatAccount withCallbackUrl(URI url) {
    return new WeChatAccount(appId, originalId, secret, token, aesKey, mode, url, patience);
  }

  public WeChatAccount withKeys(String otherToken, String otherAesKey) {
    return new WeChatAccount(
        appId, originalId, secret, otherToken, otherAesKey, mode, callbackUrl, patience);
  }

  public WeChatAccount withPatience(Duration other) {
    return new WeChatAccount(appId, originalId, secret, token, aesKey, mode, callbackUrl, other);
  }
}
