package cn.huitouke.adapter.wechatmp;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.SendOutcome;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client's library trusts every certificate; this house does not. */
class TrustTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path folder;

  @Test
  void aCertificateThatNobodyVouchesForGetsNoSecret() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    HttpsServer evil =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    evil.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
    evil.createContext("/", _ -> calls.incrementAndGet());
    evil.start();
    WeChatMp channel =
        new WeChatMp(
            SenderTest.account("https://127.0.0.1:" + evil.getAddress().getPort()),
            InstantSource.fixed(Instant.ofEpochSecond(1_763_700_000L)),
            Optional.empty(),
            Optional.empty());
    try {
      assertThat(
              channel.send(
                  new Outbound(
                      new OutboundId("x"),
                      Peer.person(channel.id(), "o1"),
                      Message.text("hi"),
                      WeChatMp.CUSTOMER_SERVICE,
                      new Footing.Unprompted())))
          .isInstanceOf(SendOutcome.Deferred.class);
      assertThat(calls).hasValue(0);
    } finally {
      channel.stop();
      evil.stop(0);
    }
  }

  @Test
  void everyAccountHasAClientOfItsOwn() {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1_763_700_000L));
    WeChatMpAccount account = SenderTest.account("http://127.0.0.1:9");
    StrictWxMpService one = new StrictWxMpService(account, Optional.empty(), clock);
    StrictWxMpService two = new StrictWxMpService(account, Optional.empty(), clock);
    assertThat(one.getRequestHttpClient()).isNotSameAs(two.getRequestHttpClient());
    assertThat(one.getRequestHttpClient()).isSameAs(one.getRequestHttpClient());
    one.disconnect();
    two.disconnect();
  }

  private SSLContext selfSigned() throws Exception {
    Path store = folder.resolve("evil.p12");
    int made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "evil",
                "-dname",
                "CN=api.weixin.qq.com",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    assertThat(made).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
