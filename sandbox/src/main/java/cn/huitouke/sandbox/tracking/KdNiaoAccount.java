package cn.huitouke.sandbox.tracking;

import java.net.URI;

/**
 * A company's account at KDNiao.
 *
 * @param businessId EBusinessID
 * @param appKey signs both ways
 * @param pushUrl where pushes are posted; KDNiao keeps it with the account
 */
public record KdNiaoAccount(String businessId, String appKey, URI pushUrl) {

  /** The account of the demo shop. */
  public static KdNiaoAccount demo() {
    return new KdNiaoAccount(
        "1000000", "synthetic-app-key", URI.create("http://127.0.0.1:8090/hooks/kdniao/shop"));
  }
}
