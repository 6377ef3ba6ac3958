package cn.huitouke.adapter.wecom;

/**
 * The settings of one customer-service account.
 *
 * @param id the shop's name for it, as in {@code /hooks/wecom/{id}}
 * @param corpId the company's id
 * @param secret of the self-built app that may call the customer-service interface
 * @param token signs callbacks
 * @param aesKey EncodingAESKey, 43 characters
 * @param openKfId the customer-service account, {@code wk…}
 * @param apiBase normally {@link #API}
 */
public record WeComAccount(
    String id,
    String corpId,
    String secret,
    String token,
    String aesKey,
    String openKfId,
    String apiBase) {

  public static final String API = "https://qyapi.weixin.qq.com";

  public WeComAccount {
    if (corpId.isBlank() || secret.isBlank() || token.isBlank() || openKfId.isBlank()) {
      throw new IllegalArgumentException(
          "WeCom " + id + " needs corp-id, secret, token and open-kf-id");
    }
    if (!aesKey.matches("[A-Za-z0-9]{43}")) {
      throw new IllegalArgumentException("WeCom " + id + ": aes-key should be 43 letters, digits");
    }
    apiBase = apiBase.isBlank() ? API : apiBase.replaceAll("/+$", "");
  }

  @Override
  public String toString() {
    return "wecom/" + id;
  }
}
