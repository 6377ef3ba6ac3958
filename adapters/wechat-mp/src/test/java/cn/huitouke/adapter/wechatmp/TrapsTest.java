package cn.huitouke.adapter.wechatmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.SendOutcome;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The traps of the client's library that have no test elsewhere. TLS: {@link TrustTest}. The sealed
 * app id, keys with spare bits: {@link WeChatCryptTest}. CDATA, XXE: {@link FlatXmlTest}. Token races:
 * {@link TokensTest}. Translated words, answers without an id, 45065: {@link SenderTest}. Logs: {@link
 * SilenceTest}. Plain bodies, downgrade: {@link WeChatHookTest}. Forms that a second attempt finds
 * empty: {@link MediaTest}.
 */
class TrapsTest {

  /**
   * Parts of the library that are not to be reached from here: its router (a hundred threads, a
   * memory of fifteen seconds), its XML (XStream, which a later JDK will not run), its memory of
   * duplicates, its Redis (for a Jedis of long ago), its accounts by thread.
   */
  private static final List<String> FORBIDDEN =
      List.of(
          "WxMpMessageRouter",
          "WxMpXmlMessage",
          "WxMpXmlOutMessage",
          "WxMessageInMemoryDuplicateChecker",
          "StandardSessionManager",
          "com/thoughtworks/xstream",
          "JedisWxRedisOps",
          "JedisDistributedLock",
          "WxMpRedisConfigImpl",
          "WxMpConfigStorageHolder",
          "switchover",
          "DefaultHttpComponentsClientBuilder",
          "WxCryptUtil");

  @Test
  void whatIsDangerousInTheLibraryIsNotTouched() throws IOException, URISyntaxException {
    Path ours = Path.of(WeChatMp.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Path> classes;
    try (Stream<Path> files = Files.walk(ours)) {
      classes = files.filter(file -> file.toString().endsWith(".class")).toList();
    }
    assertThat(classes).hasSizeGreaterThan(20);
    for (Path file : classes) {
      String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertThat(FORBIDDEN).as("%s", file.getFileName()).noneMatch(bytes::contains);
    }
  }

  @Test
  void theOldLoggingBridgeDoesNotComeAlong() {
    assertThatThrownBy(() -> Class.forName("org.apache.commons.logging.impl.SLF4JLogFactory"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void aBusyPlatformIsNeitherWaitedForNorAskedAgain() {
    try (FarApi platform = new FarApi()) {
      WeChatMp channel =
          new WeChatMp(
              SenderTest.account(platform.base()),
              InstantSource.fixed(Instant.ofEpochSecond(1_763_700_000L)),
              Optional.empty(),
              Optional.empty());
      Outbound words =
          new Outbound(
              new OutboundId("x"),
              Peer.person(channel.id(), "o1"),
              Message.text("hi"),
              WeChatMp.CUSTOMER_SERVICE,
              new Footing.Unprompted());
      assertThat(channel.send(words)).isInstanceOf(SendOutcome.Accepted.class);
      platform.says(FarApi.CUSTOM, "{\"errcode\":-1,\"errmsg\":\"system error\"}");
      long began = System.nanoTime();
      assertThat(channel.send(words)).isInstanceOf(SendOutcome.Deferred.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .as("the library would sleep for half a minute on the caller's thread")
          .isLessThan(Duration.ofSeconds(3));
      assertThat(platform.to(FarApi.CUSTOM)).hasSize(2);
      channel.stop();
    }
  }
}
