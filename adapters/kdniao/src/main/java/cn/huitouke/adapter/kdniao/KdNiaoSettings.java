package cn.huitouke.adapter.kdniao;

import java.net.URI;

/**
 * One account with KDNiao. Where it pushes to is set in KDNiao's console, not here.
 *
 * @param id our own name of the account: the last part of the hook's path
 * @param businessId the EBusinessID
 * @param appKey the secret that signs both ways
 * @param apiBase {@code https://api.kdniao.com}
 * @param paid whether the account has bought 8001 and 8008 (all carriers); the free 1002 and 1008
 *     serve a few carriers, 500 questions a day
 */
public record KdNiaoSettings(
    String id, String businessId, String appKey, URI apiBase, boolean paid) {

  public KdNiaoSettings {
    if (businessId.isBlank() || appKey.isBlank()) {
      throw new IllegalArgumentException(
          "KDNiao needs business-id and app-key: copy both from its console");
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "kdniao/" + id + " at " + apiBase;
  }
}
