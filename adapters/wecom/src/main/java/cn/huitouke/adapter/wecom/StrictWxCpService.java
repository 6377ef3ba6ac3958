package cn.huitouke.adapter.wecom;

import cn.huitouke.channel.NoToken;
import cn.huitouke.channel.SendOutcome;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import me.chanjar.weixin.common.enums.WxType;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.common.util.http.RequestExecutor;
import me.chanjar.weixin.cp.api.impl.WxCpServiceApacheHttpClientImpl;
import me.chanjar.weixin.cp.config.impl.WxCpDefaultConfigImpl;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.utils.URIBuilder;
import org.apache.http.impl.client.BasicResponseHandler;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;

/**
 * WxJava's client as it should be: certificates verified, time-outs short, one token for however many
 * ask, nothing sent twice but for a refused token, no address with a token in the log.
 */
final class StrictWxCpService extends WxCpServiceApacheHttpClientImpl {

  private static final int CONNECT_MS = 3_000;
  private static final int ANSWER_MS = 5_000;
  private static final Set<Integer> TOKEN_REFUSED = Set.of(40001, 40014, 42001);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final WeComAccount account;
  private final InstantSource clock;
  private final CloseableHttpClient http = connect();
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Token held = new Token("", Instant.EPOCH);

  private record Token(String value, Instant until) {

    boolean usable(Instant now, String refused) {
      return now.isBefore(until) && !value.equals(refused);
    }
  }

  StrictWxCpService(WeComAccount account, InstantSource clock) {
    this.account = account;
    this.clock = clock;
    WxCpDefaultConfigImpl config = new WxCpDefaultConfigImpl();
    config.setCorpId(account.corpId());
    config.setCorpSecret(account.secret());
    config.setToken(account.token());
    config.setAesKey(account.aesKey());
    config.setBaseApiUrl(account.apiBase());
    setWxCpConfigStorage(config);
  }

  // A message written into a connection that the platform has closed would be uncertain for ever.
  // What replaced this check leaves out a connection that was given back within the millisecond.
  @SuppressWarnings("deprecation")
  private static CloseableHttpClient connect() {
    PoolingHttpClientConnectionManager connections = new PoolingHttpClientConnectionManager();
    connections.setMaxTotal(50);
    connections.setDefaultMaxPerRoute(50);
    return HttpClients.custom()
        .useSystemProperties()
        .setConnectionManager(connections)
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setStaleConnectionCheckEnabled(true)
                .setConnectTimeout(CONNECT_MS)
                .setConnectionRequestTimeout(CONNECT_MS)
                .setSocketTimeout(ANSWER_MS)
                .build())
        .build();
  }

  /** The inherited one trusts every certificate. */
  @Override
  public void initHttp() {}

  @Override
  public CloseableHttpClient getRequestHttpClient() {
    return http;
  }

  @Override
  public String getAccessToken(boolean forceRefresh) {
    return token("");
  }

  @Override
  public <T, E> T execute(RequestExecutor<T, E> executor, String uri, E data)
      throws WxErrorException {
    return called(uri, address -> executor.execute(address, data, WxType.CP));
  }

  /** One call to an address that names the token. */
  interface Call<T> {
    T make(String address) throws WxErrorException, IOException;
  }

  /** One call; a second one only where the platform refused the token, with another token. */
  <T> T called(String uri, Call<T> call) throws WxErrorException {
    String token = token("");
    try {
      return once(uri, token, call);
    } catch (WxErrorException e) {
      if (TOKEN_REFUSED.contains(e.getError().getErrorCode())) {
        return once(uri, token(token), call);
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

  /** A token other than the one that was refused; one of all who ask fetches it. */
  private String token(String refused) {
    if (held.usable(clock.instant(), refused)) {
      return held.value();
    }
    fetching.lock();
    try {
      if (!held.usable(clock.instant(), refused)) {
        held = fetched();
      }
      return held.value();
    } finally {
      fetching.unlock();
    }
  }

  /**
   * Asks the platform for a token, whatever token is held.
   *
   * @throws NoToken where id or secret is wrong, or nobody answers
   */
  void prove() {
    held = fetched();
  }

  private Token fetched() {
    try {
      HttpGet get =
          new HttpGet(
              new URIBuilder(account.apiBase() + "/cgi-bin/gettoken")
                  .addParameter("corpid", account.corpId())
                  .addParameter("corpsecret", account.secret())
                  .build());
      JsonObject answer =
          JsonParser.parseString(http.execute(get, new BasicResponseHandler())).getAsJsonObject();
      if (!answer.has("access_token")) {
        int code = answer.has("errcode") ? answer.get("errcode").getAsInt() : 0;
        throw new NoToken(KfCodes.tokenRefused(code));
      }
      Duration life = Duration.ofSeconds(answer.get("expires_in").getAsLong());
      Duration used = life.compareTo(MARGIN.multipliedBy(2)) > 0 ? life.minus(MARGIN) : life;
      return new Token(answer.get("access_token").getAsString(), clock.instant().plus(used));
    } catch (IOException | java.net.URISyntaxException e) {
      throw new NoToken(
          new SendOutcome.Deferred(SOON, "no token: " + e.getClass().getSimpleName()));
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw new NoToken(new SendOutcome.Deferred(SOON, "no token: the answer made no sense"));
    }
  }
}
