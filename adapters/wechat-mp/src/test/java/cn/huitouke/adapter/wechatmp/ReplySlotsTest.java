package cn.huitouke.adapter.wechatmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.adapter.wechatmp.WeChatMpAccount.Mode;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.hook.HookResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReplySlotsTest {

  private static final long NOW = 1_763_700_000L;

  private final FarHand platform = new FarHand(NOW);
  private final BlockingQueue<InboundEvent> heard = new LinkedBlockingQueue<>();
  private final WeChatMp channel = start();

  private WeChatMp start() {
    WeChatMp started =
        new WeChatMp(
            WeChatHookTest.account(Mode.SECURE),
            () -> Instant.ofEpochSecond(NOW),
            Optional.empty(),
            Optional.empty());
    started.start(heard::add);
    return started;
  }

  private CompletableFuture<HookResponse> posted(WeChatMp to, String text, String id) {
    var request = platform.sealed(platform.text(text, id));
    return CompletableFuture.supplyAsync(
        () -> to.hook().handle(request), task -> Thread.ofVirtual().start(task));
  }

  private Outbound reply(InboundEvent to, String id, Message message) {
    return new Outbound(
        new OutboundId(id),
        Peer.person(channel.id(), FarHand.MEI),
        message,
        WeChatMp.PASSIVE_REPLY,
        new Footing.InReplyTo(to.id()));
  }

  private InboundEvent next() throws InterruptedException {
    return java.util.Objects.requireNonNull(heard.poll(5, TimeUnit.SECONDS));
  }

  /** Opens a sealed reply as the platform would: signature first. */
  private static FlatXml opened(HookResponse response) {
    FlatXml envelope = FlatXml.read(response.body()).orElseThrow();
    String sealed = envelope.get("Encrypt");
    assertThat(envelope.get("MsgSignature"))
        .isEqualTo(
            FarHand.sign(FarHand.TOKEN, envelope.get("TimeStamp"), envelope.get("Nonce"), sealed));
    return FlatXml.read(FarHand.unseal(sealed).getBytes(UTF_8)).orElseThrow();
  }

  @Test
  void theAnswerGoesIntoTheWaitingResponse() throws Exception {
    CompletableFuture<HookResponse> response = posted(channel, "到哪了", "1");
    SendOutcome outcome =
        channel.send(reply(next(), "r", Message.text("在杭州]]><MsgType>x</MsgType>🐟")));
    assertThat(outcome).isEqualTo(new SendOutcome.Accepted(""));
    FlatXml answer = opened(response.get(5, TimeUnit.SECONDS));
    assertThat(answer.get("Content")).isEqualTo("在杭州]]><MsgType>x</MsgType>🐟");
    assertThat(answer.get("ToUserName")).isEqualTo(FarHand.MEI);
    assertThat(answer.get("FromUserName")).isEqualTo(FarHand.ACCOUNT);
    assertThat(answer.get("MsgType")).isEqualTo("text");
  }

  @Test
  void threeDeliveriesShareOneAnswerAndAreActedOnOnce() throws Exception {
    List<CompletableFuture<HookResponse>> responses = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      responses.add(posted(channel, "到哪了", "1"));
    }
    InboundEvent event = next();
    channel.send(reply(event, "r", Message.text("在杭州")));
    responses.add(posted(channel, "到哪了", "1"));
    for (CompletableFuture<HookResponse> response : responses) {
      assertThat(opened(response.get(5, TimeUnit.SECONDS)).get("Content")).isEqualTo("在杭州");
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void theSameMessageTwiceIsOneAndAnotherIsTooLate() throws Exception {
    CompletableFuture<HookResponse> response = posted(channel, "到哪了", "1");
    InboundEvent event = next();
    Outbound reply = reply(event, "r", Message.text("一"));
    assertThat(channel.send(reply)).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(channel.send(reply)).isInstanceOf(SendOutcome.Accepted.class);
    tooLate(channel.send(reply(event, "r2", Message.text("二"))));
    assertThat(opened(response.get(5, TimeUnit.SECONDS)).get("Content")).isEqualTo("一");
  }

  private static void tooLate(SendOutcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SendOutcome.Refused.class,
            no -> assertThat(no.reason()).isEqualTo(SendOutcome.Reason.WINDOW_CLOSED));
  }

  @Test
  void afterFourAndAHalfSecondsThePlatformIsLetGo() throws Exception {
    long begun = System.nanoTime();
    CompletableFuture<HookResponse> response = posted(channel, "到哪了", "1");
    InboundEvent event = next();
    assertThat(new String(response.get(6, TimeUnit.SECONDS).body(), UTF_8)).isEqualTo("success");
    assertThat(System.nanoTime() - begun).isBetween(4_400_000_000L, 4_950_000_000L);
    tooLate(channel.send(reply(event, "r", Message.text("太晚"))));
    assertThat(posted(channel, "到哪了", "1").get(1, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(heard).isEmpty();
  }

  @Test
  void nothingMoreToSayLetsThePlatformGoAtOnce() throws Exception {
    CompletableFuture<HookResponse> response = posted(channel, "哈哈", "1");
    InboundEvent event = next();
    channel.nothingMore(event.id());
    channel.nothingMore(event.id());
    channel.nothingMore(new EventId("unheard-of"));
    assertThat(new String(response.get(1, TimeUnit.SECONDS).body(), UTF_8)).isEqualTo("success");
    tooLate(channel.send(reply(event, "r", Message.text("太晚"))));
  }

  @Test
  void afterARestartADeliveryIsHandedOnAgainAndAnswered() throws Exception {
    posted(channel, "到哪了", "1");
    next();
    channel.stop();
    WeChatMp restarted = start();
    CompletableFuture<HookResponse> response = posted(restarted, "到哪了", "1");
    restarted.send(reply(next(), "r", Message.text("在杭州")));
    assertThat(opened(response.get(5, TimeUnit.SECONDS)).get("Content")).isEqualTo("在杭州");
  }

  @Test
  void eventsThatNobodyCanAnswerAreNotKeptWaiting() throws Exception {
    String gone =
        platform
            .text("", "")
            .replace("<![CDATA[text]]>", "event")
            .replace("<MsgId></MsgId>", "<Event>unsubscribe</Event>");
    var request = platform.sealed(gone);
    HookResponse response =
        CompletableFuture.supplyAsync(() -> channel.hook().handle(request))
            .get(1, TimeUnit.SECONDS);
    assertThat(new String(response.body(), UTF_8)).isEqualTo("success");
    assertThat(next()).isInstanceOf(InboundEvent.Unfollowed.class);
  }

  @Test
  void aReplyMayBeAPictureAVoiceAVideoMusicOrACard() throws Exception {
    record Case(Segment segment, String type, String path, String name, String value) {}
    int id = 0;
    for (Case each :
        List.of(
            new Case(new Segment.Image("M", Optional.empty()), "image", "Image", "MediaId", "M"),
            new Case(
                new Segment.Voice("V", "amr", Optional.empty()), "voice", "Voice", "MediaId", "V"),
            new Case(new Segment.Video("D", ""), "video", "Video", "MediaId", "D"),
            new Case(
                new Segment.Music("t", "d", "http://m", "T"),
                "music",
                "Music",
                "MusicUrl",
                "http://m"),
            new Case(
                new Segment.Card("t", "d", "http://u", "http://p"),
                "news",
                "Articles/item",
                "Url",
                "http://u"))) {
      CompletableFuture<HookResponse> response = posted(channel, "?", "" + ++id);
      channel.send(reply(next(), "r" + id, Message.of(each.segment())));
      FlatXml answer = opened(response.get(5, TimeUnit.SECONDS));
      assertThat(answer.get("MsgType")).isEqualTo(each.type());
      assertThat(answer.groups(each.path()).getFirst().get(each.name())).isEqualTo(each.value());
    }
  }

  @Test
  void choicesAreNumberedInAReply() throws Exception {
    CompletableFuture<HookResponse> response = posted(channel, "?", "1");
    var choices =
        new Segment.Choices(
            "哪一个?", List.of(new Segment.Choice("a", "鱼"), new Segment.Choice("b", "茶")), "回复数字");
    channel.send(reply(next(), "r", Message.of(choices)));
    assertThat(opened(response.get(5, TimeUnit.SECONDS)).get("Content"))
        .isEqualTo("哪一个?\n1. 鱼\n2. 茶\n回复数字");
  }

  @Test
  void fiveHundredConversationsAtOnceAreNotMixedUp() throws Exception {
    List<CompletableFuture<HookResponse>> responses = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      responses.add(posted(channel, "q" + i, "" + i));
    }
    try (var courier = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 500; i++) {
        InboundEvent event = next();
        String answer = "a" + event.id().value();
        courier.submit(() -> channel.send(reply(event, answer, Message.text(answer))));
      }
    }
    for (int i = 0; i < 500; i++) {
      assertThat(opened(responses.get(i).get(5, TimeUnit.SECONDS)).get("Content"))
          .isEqualTo("a" + i);
    }
  }

  @Test
  void aRepeatedDeliveryIsNotToldThatAllIsWellWhileTheFirstIsStillBeingRecorded() {
    ReplySlots slots = new ReplySlots(java.time.Duration.ofMillis(50), System::nanoTime);
    var parties = new ReplySlots.Parties("o1", "gh_x");
    ReplySlots.Seat first = slots.join(new EventId("1"), parties, System.nanoTime());
    ReplySlots.Seat second = slots.join(new EventId("1"), parties, System.nanoTime());
    assertThat(first.first()).isTrue();
    assertThat(second.first()).isFalse();
    org.assertj.core.api.Assertions.assertThatThrownBy(second::await)
        .isInstanceOf(IllegalStateException.class);
    first.recorded();
    assertThat(first.await()).isEmpty();
    assertThat(slots.join(new EventId("1"), parties, System.nanoTime()).await()).isEmpty();
  }

  @Test
  void anEventThatCouldNotBeKeptIsHandedOnAnew() {
    ReplySlots slots = new ReplySlots(java.time.Duration.ofMillis(50), System::nanoTime);
    var parties = new ReplySlots.Parties("o1", "gh_x");
    ReplySlots.Seat first = slots.join(new EventId("1"), parties, System.nanoTime());
    ReplySlots.Seat second = slots.join(new EventId("1"), parties, System.nanoTime());
    first.failed();
    org.assertj.core.api.Assertions.assertThatThrownBy(second::await)
        .isInstanceOf(IllegalStateException.class);
    assertThat(slots.join(new EventId("1"), parties, System.nanoTime()).first()).isTrue();
  }
}
