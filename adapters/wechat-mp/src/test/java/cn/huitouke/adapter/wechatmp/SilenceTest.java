package cn.huitouke.adapter.wechatmp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import cn.huitouke.adapter.wechatmp.WeChatMpAccount.Mode;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What must not be in a log, with our loggers and WxJava's turned up to the last detail. */
class SilenceTest {

  private static final long NOW = 1_763_700_000L;
  private static final String WORDS = "我叫梅超风，电话13800138000";

  @Test
  void noSecretTokenBodyOrPhoneIsLogged() {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.list = new java.util.concurrent.CopyOnWriteArrayList<>();
    lines.start();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Logger house = (Logger) LoggerFactory.getLogger("cn.huitouke");
    Logger library = (Logger) LoggerFactory.getLogger("me.chanjar.weixin");
    Level before = library.getLevel();
    root.addAppender(lines);
    house.setLevel(Level.TRACE);
    library.setLevel(Level.TRACE);
    try {
      speakAndListen();
    } finally {
      root.detachAppender(lines);
      house.setLevel(null);
      library.setLevel(before);
    }
    List<String> written =
        lines.list.stream()
            .map(
                line ->
                    line.getFormattedMessage()
                        + java.util.Arrays.toString(line.getArgumentArray())
                        + line.getThrowableProxy())
            .toList();
    assertThat(written).isNotEmpty();
    for (String secret :
        List.of(
            "梅超风", "13800138000", "S3CRET", "TOKEN-", "access_token", FarHand.TOKEN, FarHand.KEY)) {
      assertThat(written).as(secret).noneMatch(line -> line.contains(secret));
    }
  }

  private static void speakAndListen() {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(NOW));
    FarHand hand = new FarHand(NOW);
    try (FarApi platform = new FarApi()) {
      WeChatMp channel =
          new WeChatMp(
              SenderTest.account(platform.base()), clock, Optional.empty(), Optional.empty());
      channel.start(
          event -> {
            throw new IllegalStateException("cannot keep " + WORDS + event);
          });
      channel.hook().handle(hand.sealed(hand.text(WORDS, "1")));
      channel.hook().handle(hand.plain(hand.text(WORDS, "2")));
      channel.hook().handle(hand.sealed(WORDS));
      platform.says(
          FarApi.CUSTOM,
          "{\"errcode\":40001,\"errmsg\":\"no\"}",
          "{\"errcode\":40001,\"errmsg\":\"no\"}",
          "{\"errcode\":-1,\"errmsg\":\"busy\"}",
          "<html>" + WORDS,
          "HTTP 500",
          "HANG UP",
          "{\"errcode\":45015,\"errmsg\":\"closed\"}");
      for (int i = 0; i < 8; i++) {
        channel.send(
            new Outbound(
                new OutboundId("x" + i),
                Peer.person(channel.id(), "o1"),
                Message.text(WORDS),
                WeChatMp.CUSTOMER_SERVICE,
                new Footing.Unprompted()));
      }
      platform.says("/cgi-bin/qrcode/create", "{\"errcode\":45029,\"errmsg\":\"too many\"}");
      channel.permanentCode("s");
      channel.stop();
    }
  }

  @Test
  void settingsDoNotTellTheirSecrets() {
    assertThat(SenderTest.account("https://api.weixin.qq.com").toString())
        .doesNotContain("S3CRET", FarHand.TOKEN, FarHand.KEY)
        .contains("shop", Mode.SECURE.name());
  }
}
