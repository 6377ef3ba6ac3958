package cn.huitouke.adapter.onebot;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Footing;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.Wire;
import cn.huitouke.gateway.Gateway;
import cn.huitouke.gateway.GatewaySettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A OneBot implementation of a few lines connects to the real gateway. */
class OneBotTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final BlockingQueue<InboundEvent> heard = new LinkedBlockingQueue<>();
  private final OneBot bot =
      new OneBot(
          new OneBotAccount("qun", "10001000", "a-long-token"),
          () -> Instant.parse("2026-11-21T04:00:00Z"));
  private Gateway gateway;

  @BeforeEach
  void begin() {
    bot.start(heard::add);
    gateway = new Gateway(GatewaySettings.defaults(0), List.of(), List.of(bot.socketHook()));
    gateway.start();
  }

  @AfterEach
  void end() {
    bot.stop();
    gateway.close();
  }

  /** Answers every action with ok, and keeps what it was asked. */
  private static final class Implementation implements WebSocket.Listener {
    final BlockingQueue<JsonNode> asked = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      socket.request(1);
      if (!last) {
        return CompletableFuture.completedStage(null);
      }
      JsonNode action = JSON.readTree(part.toString());
      part.setLength(0);
      asked.add(action);
      return socket.sendText(
          "{\"status\":\"ok\",\"retcode\":0,\"data\":{\"message_id\":77},\"echo\":\""
              + action.path("echo").asString()
              + "\"}",
          true);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return CompletableFuture.completedStage(null);
    }
  }

  private WebSocket connect(Implementation implementation, String token) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + token)
        .header("X-Self-ID", "10001000")
        .buildAsync(
            URI.create("ws://127.0.0.1:" + gateway.port() + "/hooks/onebot/qun"), implementation)
        .join();
  }

  @Test
  void aGroupMessageArrivesAndTheAnswerIsSentAsSegments() throws Exception {
    Implementation implementation = new Implementation();
    WebSocket socket = connect(implementation, "a-long-token");
    socket.sendText(
        """
        {"time":1515204254,"self_id":27313407006,"post_type":"message","message_type":"group",
         "message_id":98765432101,"group_id":20001,"user_id":30003,
         "message":[{"type":"at","data":{"qq":"10001000"}},{"type":"text","data":{"text":" 查快递"}}]}
        """,
        true);
    InboundEvent event = heard.poll(5, TimeUnit.SECONDS);
    assertThat(event).isInstanceOf(InboundEvent.MessageReceived.class);
    InboundEvent.MessageReceived message = (InboundEvent.MessageReceived) event;
    assertThat(message.peer()).isEqualTo(Peer.group(bot.id(), "20001"));
    assertThat(message.sender()).isEqualTo("30003");
    assertThat(message.message().segments())
        .containsExactly(new Segment.Mention("10001000"), new Segment.Text(" 查快递"));

    SendOutcome outcome = bot.send(outbound(message.peer(), "[CQ:at,qq=all] 到杭州了"));

    assertThat(outcome).isEqualTo(new SendOutcome.Accepted("77"));
    JsonNode action = implementation.asked.poll(5, TimeUnit.SECONDS);
    assertThat(action.path("action").asString()).isEqualTo("send_group_msg");
    assertThat(action.path("params").path("message").path(0).path("type").asString())
        .isEqualTo("text");
  }

  @Test
  void aWrongTokenDoesNotGetIn() {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> connect(new Implementation(), "wrong")))
        .isInstanceOf(CompletionException.class);
  }

  @Test
  void aNewerConnectionReplacesTheOldAndSurvivesItsLateGoodbye() throws Exception {
    Implementation old = new Implementation();
    connect(old, "a-long-token");
    Implementation current = new Implementation();
    connect(current, "a-long-token");
    assertThat(old.closed.get(5, TimeUnit.SECONDS)).isEqualTo(1000);
    assertThat(bot.send(outbound(Peer.person(bot.id(), "30003"), "在的")))
        .isInstanceOf(SendOutcome.Accepted.class);
    assertThat(current.asked.poll(5, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void withoutAConnectionTheMessageWaits() {
    assertThat(bot.send(outbound(Peer.person(bot.id(), "30003"), "在的")))
        .isInstanceOf(SendOutcome.Deferred.class);
  }

  @Test
  void cqCodesAreReadAsTheStandardWritesThem() {
    assertThat(CqCode.parse("- &#91;x&#93; 使用 `&amp;data` 获取地址"))
        .containsExactly(new Segment.Text("- [x] 使用 `&data` 获取地址"));
    assertThat(CqCode.parse("[CQ:share,title=震惊&#44;小伙睡觉前居然...,url=http://baidu.com/?a=1&amp;b=2]"))
        .containsExactly(new Segment.Link("震惊,小伙睡觉前居然...", "", "http://baidu.com/?a=1&b=2"));
    assertThat(CqCode.parse("[CQ:share,title=标题中有=等号,url=http://baidu.com]"))
        .containsExactly(new Segment.Link("标题中有=等号", "", "http://baidu.com"));
    assertThat(CqCode.parse("[CQ:at,qq=1")).containsExactly(new Segment.Text("[CQ:at,qq=1"));
  }

  private static Outbound outbound(Peer to, String text) {
    return new Outbound(
        new OutboundId("x:" + text.hashCode()),
        to,
        Message.text(text),
        new Wire("message"),
        new Footing.Unprompted());
  }
}
