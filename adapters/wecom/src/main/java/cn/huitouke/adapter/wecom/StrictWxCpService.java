package cn.huitouke.adapter.wecom;

import me.chanjar.weixin.cp.api.impl.WxCpServiceApacheHttpClientImpl;
import me.chanjar.weixin.cp.config.impl.WxCpDefaultConfigImpl;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;

/** WxJava's client as it should be: certificates verified, time-outs short. */
final class StrictWxCpService extends WxCpServiceApacheHttpClientImpl {

  private static final int CONNECT_MS = 5_000;
  private static final int ANSWER_MS = 8_000;

  private final CloseableHttpClient http =
      HttpClients.custom()
          .useSystemProperties()
          .disableAutomaticRetries()
          .setMaxConnPerRoute(20)
          .setDefaultRequestConfig(
              RequestConfig.custom()
                  .setConnectTimeout(CONNECT_MS)
                  .setConnectionRequestTimeout(CONNECT_MS)
                  .setSocketTimeout(ANSWER_MS)
                  .build())
          .build();

  static StrictWxCpService of(WeComAccount account) {
    WxCpDefaultConfigImpl config = new WxCpDefaultConfigImpl();
    config.setCorpId(account.corpId());
    config.setCorpSecret(account.secret());
    config.setToken(account.token());
    config.setAesKey(account.aesKey());
    config.setBaseApiUrl(account.apiBase());
    StrictWxCpService service = new StrictWxCpService();
    // With 0 every refusal becomes an anonymous exception; with 1 only a busy platform is asked
    // twice,
    // under the same msgid.
    service.setMaxRetryTimes(1);
    service.setRetrySleepMillis(1);
    service.setWxCpConfigStorage(config);
    return service;
  }

  /** The inherited one trusts every certificate. */
  @Override
  public void initHttp() {}

  @Override
  public CloseableHttpClient getRequestHttpClient() {
    return http;
  }
}
