package cn.huitouke.adapter.wechatmp;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.SendOutcome;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.embedded.RedisServer;

class TokensTest {

  private final FarApi platform = new FarApi();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.ofEpochSecond(1_763_700_000L));

  @AfterEach
  void close() {
    platform.close();
  }

  private WeChatMp channel(Optional<UnifiedJedis> redis) {
    return new WeChatMp(SenderTest.account(platform.base()), now::get, redis, Optional.empty());
  }

  private static SendOutcome say(WeChatMp channel) {
    return channel.send(
        new Outbound(
            new OutboundId("x"),
            Peer.person(channel.id(), "o1"),
            Message.text("hi"),
            WeChatMp.CUSTOMER_SERVICE,
            new Footing.Unprompted()));
  }

  private static List<SendOutcome> fifty(Callable<SendOutcome> send) throws Exception {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<SendOutcome>> sends = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        sends.add(send);
      }
      List<SendOutcome> outcomes = new ArrayList<>();
      for (var sent : callers.invokeAll(sends)) {
        outcomes.add(sent.get());
      }
      return outcomes;
    }
  }

  @Test
  void fiftyCallersMakeOneCallHoweverSlowItIs() throws Exception {
    platform.slowTokensNanos = TimeUnit.MILLISECONDS.toNanos(3_300);
    WeChatMp channel = channel(Optional.empty());
    assertThat(fifty(() -> say(channel))).allMatch(SendOutcome.Accepted.class::isInstance);
    assertThat(platform.to(FarApi.TOKENS)).hasSize(1);
    assertThat(platform.to(FarApi.TOKENS).getFirst().body())
        .contains("\"force_refresh\":false", "client_credential", "S3CRET");
  }

  @Test
  void anExpiredTokenIsRefreshedOnceAndTheCallRepeatedOnce() throws Exception {
    WeChatMp channel = channel(Optional.empty());
    say(channel);
    for (int code : new int[] {40001, 42001, 40014}) {
      platform.expireTokens();
      platform.calls.clear();
      platform.says(FarApi.CUSTOM, "{\"errcode\":%d,\"errmsg\":\"expired\"}".formatted(code));
      assertThat(say(channel)).isInstanceOf(SendOutcome.Accepted.class);
      assertThat(platform.to(FarApi.TOKENS)).hasSize(1);
      assertThat(platform.to(FarApi.CUSTOM)).hasSize(2);
    }
    platform.expireTokens();
    platform.calls.clear();
    assertThat(fifty(() -> say(channel))).allMatch(SendOutcome.Accepted.class::isInstance);
    assertThat(platform.to(FarApi.TOKENS)).hasSize(1);
  }

  @Test
  void aTokenThatIsRefusedAgainIsNotTriedForEver() {
    WeChatMp channel = channel(Optional.empty());
    String no = "{\"errcode\":40001,\"errmsg\":\"invalid credential\"}";
    say(channel);
    platform.expireTokens();
    platform.calls.clear();
    platform.says(FarApi.CUSTOM, no, no, no);
    assertThat(say(channel)).isInstanceOf(SendOutcome.Deferred.class);
    assertThat(platform.to(FarApi.CUSTOM)).hasSize(2);
  }

  @Test
  void onlyWhereThePlatformInsistsOnARefusedTokenIsAnotherForced() {
    WeChatMp channel = channel(Optional.empty());
    platform.says(FarApi.CUSTOM, "{\"errcode\":42001,\"errmsg\":\"expired\"}");
    say(channel);
    assertThat(platform.to(FarApi.TOKENS))
        .extracting(call -> call.body().contains("\"force_refresh\":true"))
        .containsExactly(false, false, true);
    platform.calls.clear();
    platform.says(FarApi.CUSTOM, "{\"errcode\":42001,\"errmsg\":\"expired\"}");
    assertThat(say(channel)).isInstanceOf(SendOutcome.Deferred.class);
    assertThat(platform.to(FarApi.TOKENS)).as("not forced twice within half a minute").hasSize(1);
  }

  @Test
  void aTokenIsReplacedBeforeItEnds() {
    WeChatMp channel = channel(Optional.empty());
    say(channel);
    now.updateAndGet(at -> at.plusSeconds(6_899));
    say(channel);
    assertThat(platform.to(FarApi.TOKENS)).hasSize(1);
    now.updateAndGet(at -> at.plusSeconds(2));
    say(channel);
    assertThat(platform.to(FarApi.TOKENS)).hasSize(2);
  }

  @Test
  void wrongCredentialsAreForAPersonToMend() {
    WeChatMp channel = channel(Optional.empty());
    for (int code : new int[] {40001, 40013, 40125, 40164}) {
      platform.says(FarApi.TOKENS, "{\"errcode\":%d,\"errmsg\":\"no\"}".formatted(code));
      assertThat(say(channel))
          .isEqualTo(new SendOutcome.Refused(SendOutcome.Reason.MISCONFIGURED, code + " no"));
    }
    for (String nonsense :
        List.of("<html>", "", "{\"access_token\":\"t\"}", "HTTP 502", "HANG UP")) {
      platform.says(FarApi.TOKENS, nonsense);
      assertThat(say(channel)).as(nonsense).isInstanceOf(SendOutcome.Deferred.class);
    }
    assertThat(platform.to(FarApi.CUSTOM)).isEmpty();
  }

  @Test
  void twoProcessesShareATokenThroughRedisAndDoWithoutIt() throws Exception {
    RedisServer server = RedisServer.newRedisServer().port(free()).bind("127.0.0.1").build();
    server.start();
    try (UnifiedJedis redis = RedisClient.create("127.0.0.1", server.ports().getFirst())) {
      platform.slowTokensNanos = TimeUnit.MILLISECONDS.toNanos(300);
      WeChatMp one = channel(Optional.of(redis));
      WeChatMp two = channel(Optional.of(redis));
      var turns = new java.util.concurrent.atomic.AtomicInteger();
      List<SendOutcome> outcomes =
          new ArrayList<>(fifty(() -> say(turns.getAndIncrement() % 2 == 0 ? one : two)));
      assertThat(outcomes).allMatch(SendOutcome.Accepted.class::isInstance);
      assertThat(platform.to(FarApi.TOKENS)).hasSize(1);
      platform.expireTokens();
      platform.calls.clear();
      assertThat(List.of(say(one), say(two))).allMatch(SendOutcome.Accepted.class::isInstance);
      assertThat(platform.to(FarApi.TOKENS)).hasSize(1);
      server.stop();
      platform.expireTokens();
      platform.calls.clear();
      assertThat(List.of(say(one), say(two))).allMatch(SendOutcome.Accepted.class::isInstance);
      assertThat(platform.to(FarApi.TOKENS)).hasSize(2);
    }
  }

  private static int free() throws IOException {
    try (var socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
