package cn.huitouke.adapter.wechatmp;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import me.chanjar.weixin.common.enums.WxType;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.common.util.http.RequestExecutor;
import me.chanjar.weixin.mp.api.impl.WxMpServiceHttpComponentsImpl;
import me.chanjar.weixin.mp.config.WxMpHostConfig;
import me.chanjar.weixin.mp.config.impl.WxMpDefaultConfigImpl;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * WxJava's client with what it leaves out. Its own client trusts every certificate, is one for the
 * whole process, fetches tokens once per waiting thread, sleeps and sends again when the platform is
 * busy, and writes addresses with tokens into the log: none of that code is reached from here.
 */
final class StrictWxMpService extends WxMpServiceHttpComponentsImpl {

  private static final Timeout CONNECT = Timeout.ofSeconds(3);
  private static final Timeout ANSWER = Timeout.ofSeconds(5);

  private final Tokens tokens;
  private volatile @Nullable CloseableHttpClient client;

  StrictWxMpService(WeChatMpAccount account, Optional<RedisTokens> shared, InstantSource clock) {
    this.tokens = new Tokens(this::doGetStableAccessTokenRequest, shared, clock);
    WxMpDefaultConfigImpl config = new WxMpDefaultConfigImpl();
    config.setAppId(account.appId());
    config.setSecret(account.secret());
    config.useStableAccessToken(true);
    String base = account.apiBase();
    config.setHostConfig(
        base.equals(WeChatMpAccount.PLATFORM)
            ? new WxMpHostConfig(base, "https://open.weixin.qq.com", "https://mp.weixin.qq.com")
            : new WxMpHostConfig(base, base, base));
    setMaxRetryTimes(0);
    setRetrySleepMillis(0);
    setWxMpConfigStorage(config);
  }

  /** Certificates and host names are checked; nothing is repeated or redirected. */
  private static CloseableHttpClient connect() {
    return HttpClients.custom()
        .useSystemProperties()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .useSystemProperties()
                .setMaxConnPerRoute(100)
                .setMaxConnTotal(100)
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setSocketTimeout(ANSWER)
                        // A connection that the platform has closed costs a look; a message
                        // written into one would be uncertain for ever.
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                        .setTimeToLive(TimeValue.ofMinutes(5))
                        .build())
                .build())
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(CONNECT)
                .setResponseTimeout(ANSWER)
                .build())
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .build();
  }

  @Override
  public void initHttp() {
    // The client is made when the channel starts, or when it is first needed.
  }

  @Override
  public CloseableHttpClient getRequestHttpClient() {
    CloseableHttpClient there = client;
    return there != null ? there : connected();
  }

  /** Made by one thread: it looks up resources, and a hundred that do so at once stand in each other's way. */
  private synchronized CloseableHttpClient connected() {
    CloseableHttpClient there = client;
    if (there == null) {
      there = connect();
      client = there;
    }
    return there;
  }

  /** Lets go of every connection; the next call makes new ones. */
  synchronized void disconnect() {
    CloseableHttpClient there = client;
    client = null;
    if (there != null) {
      quietly(there);
    }
  }

  private static void quietly(CloseableHttpClient client) {
    client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
  }

  @Override
  public String getAccessToken(boolean forceRefresh) {
    return tokens.current();
  }

  /** A token that the platform gives out now, for this id and secret. */
  String provedToken() {
    return tokens.proved();
  }

  @Override
  public <T, E> T execute(RequestExecutor<T, E> executor, String uri, E data)
      throws WxErrorException {
    return called(uri, address -> executor.execute(address, data, WxType.MP));
  }

  /** One call to an address that names the token. */
  interface Call<T> {
    T make(String address) throws WxErrorException, IOException;
  }

  /** One call; a second one only where the platform refused the token, with another token. */
  <T> T called(String uri, Call<T> call) throws WxErrorException {
    String token = tokens.current();
    try {
      return once(uri, token, call);
    } catch (WxErrorException e) {
      if (ErrorCodes.token(e)) {
        return once(uri, tokens.other(token), call);
      }
      throw e;
    }
  }

  private static <T> T once(String uri, String token, Call<T> call) throws WxErrorException {
    try {
      return call.make(uri + (uri.contains("?") ? "&" : "?") + "access_token=" + token);
    } catch (IOException e) {
      throw new WxErrorException(e);
    }
  }
}
