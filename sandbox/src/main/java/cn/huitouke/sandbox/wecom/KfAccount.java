package cn.huitouke.sandbox.wecom;

import java.net.URI;
import java.time.Duration;

/**
 * One customer-service account as it is set up on the platform.
 *
 * @param corpId the company
 * @param secret of the app that may call the interface
 * @param token signs the callbacks
 * @param aesKey EncodingAESKey, 43 characters
 * @param openKfId the account, {@code wk…}
 * @param callbackUrl where callbacks are posted
 * @param patience how long the platform waits for an answer, 5 s in real life
 */
public record KfAccount(
    String corpId,
    String secret,
    String token,
    String aesKey,
    String openKfId,
    URI callbackUrl,
    Duration patience) {

  /** The account of the demo shop. */
  public static KfAccount demo() {
    return new KfAccount(
        "ww00d3m0c0ffee0001",
        "wecom-secret-0123456789abcdef0123456789abcd",
        "huitoukeKfToken",
        "HuitoukeDemoKfEncodingAESKey0123456789ABCDE",
        "wkHuitoukeDemo00001",
        URI.create("http://127.0.0.1:8090/hooks/wecom/shop"),
        Duration.ofSeconds(5));
  }

  public KfAccount withCallbackUrl(URI url) {
    return new KfAccount(corpId, secret, token, aesKey, openKfId, url, patience);
  }
}
