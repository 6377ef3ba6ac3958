package cn.huitouke.adapter.wechatmp;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.adapter.wechatmp.WeChatMpAccount.Mode;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.gateway.Gateway;
import cn.huitouke.gateway.GatewaySettings;
import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.sandbox.web.Trouble;
import cn.huitouke.sandbox.wechat.PushedCallback;
import cn.huitouke.sandbox.wechat.WeChatAccount;
import cn.huitouke.sandbox.wechat.WeChatPlatform;
import cn.huitouke.sandbox.world.ScreenMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the customer's phone through the platform, the gateway and the channel, and back. */
class GatewayJourneyTest {

  private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-21T04:00:00Z"));
  private final BlockingQueue<InboundEvent> heard = new LinkedBlockingQueue<>();
  private final Gateway gateway = new Gateway(GatewaySettings.defaults(0), List.of(), List.of());
  private final Semaphore knocks = new Semaphore(0);
  private Optional<Sandbox> sandbox = Optional.empty();
  private Optional<WeChatMp> channel = Optional.empty();

  @AfterEach
  void close() {
    channel.ifPresent(WeChatMp::stop);
    gateway.close();
    sandbox.ifPresent(Sandbox::close);
  }

  private WeChatPlatform opened(Mode mode, Duration patience) {
    gateway.start();
    WeChatAccount shop =
        WeChatAccount.demo()
            .withMode(WeChatAccount.Mode.valueOf(mode.name()))
            .withPatience(patience)
            .withCallbackUrl(
                URI.create("http://127.0.0.1:" + gateway.port() + "/hooks/wechat-mp/shop"));
    Sandbox far = new Sandbox(SandboxOptions.demo(clock).withPort(0).withWeChat(shop));
    far.start();
    sandbox = Optional.of(far);
    WeChatMp here =
        new WeChatMp(
            new WeChatMpAccount(
                "shop",
                shop.appId(),
                shop.originalId(),
                shop.secret(),
                shop.token(),
                shop.aesKey(),
                mode,
                far.base("/wechat").toString(),
                Map.of()),
            clock,
            Optional.empty(),
            Optional.empty());
    here.start(heard::add);
    channel = Optional.of(here);
    gateway.mount(counted(here.hook()));
    return far.weChat();
  }

  private Hook counted(Hook hook) {
    return new Hook() {
      @Override
      public HookPath path() {
        return hook.path();
      }

      @Override
      public HookResponse handle(HookRequest request) {
        knocks.release();
        return hook.handle(request);
      }
    };
  }

  private SendOutcome reply(String words) throws InterruptedException {
    InboundEvent event = java.util.Objects.requireNonNull(heard.poll(10, TimeUnit.SECONDS));
    return channel
        .orElseThrow()
        .send(
            new Outbound(
                new OutboundId("reply:" + event.id()),
                event.peer(),
                Message.text(words),
                WeChatMp.PASSIVE_REPLY,
                new Footing.InReplyTo(event.id())));
  }

  private static List<String> screen(WeChatPlatform platform) {
    assertThat(platform.settles(Duration.ofSeconds(30))).isTrue();
    return platform.screenOf("mei").stream()
        .filter(shown -> !shown.fromCustomer())
        .map(ScreenMessage::text)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aQuestionIsAnsweredInEveryMode(Mode mode) throws Exception {
    WeChatPlatform platform = opened(mode, Duration.ofSeconds(5));
    assertThat(platform.verifyUrl()).isTrue();
    platform.says("mei", "我的快递到哪了 ]]> & 😀");
    assertThat(reply("在杭州 ]]> & 😀")).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(screen(platform)).containsExactly("在杭州 ]]> & 😀");
  }

  @Test
  void anAnswerThatTookLongerThanThePlatformWaitedReachesItsNextAttempt() throws Exception {
    WeChatPlatform platform = opened(Mode.SECURE, Duration.ofMillis(400));
    platform.says("mei", "到哪了");
    InboundEvent event = java.util.Objects.requireNonNull(heard.poll(10, TimeUnit.SECONDS));
    assertThat(knocks.tryAcquire(2, 10, TimeUnit.SECONDS)).as("a second attempt").isTrue();
    heard.add(event);
    assertThat(reply("在杭州")).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(screen(platform)).containsExactly("在杭州");
    assertThat(platform.callbacks().getLast().attempts()).isGreaterThan(1);
    assertThat(heard).as("acted on once").isEmpty();
  }

  @Test
  void aLostResponseAndADuplicateChangeNothing() throws Exception {
    WeChatPlatform platform = opened(Mode.SECURE, Duration.ofMillis(500));
    platform.trouble(Trouble.dropResponse());
    platform.says("mei", "到哪了");
    reply("在杭州");
    assertThat(screen(platform)).containsExactly("在杭州");
    platform.trouble(Trouble.duplicate());
    platform.says("mei", "还要多久");
    reply("明天");
    assertThat(screen(platform)).containsExactly("在杭州", "明天");
    assertThat(heard).isEmpty();
    assertThat(platform.callbacks())
        .extracting(PushedCallback::end)
        .containsOnly(PushedCallback.End.REPLIED);
  }
}
