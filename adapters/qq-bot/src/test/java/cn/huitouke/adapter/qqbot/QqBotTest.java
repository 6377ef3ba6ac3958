package cn.huitouke.adapter.qqbot;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.Wire;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import cn.huitouke.tck.OwnPictures;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a far end on a real socket. */
class QqBotTest {

  private static final String SECRET = "DG5g3B4j9X2KOErG";
  private static final Instant NOW = Instant.ofEpochSecond(1_784_570_600);

  /** Numbers may come as strings. */
  private static final String FILE =
      "{\"file_uuid\":\"U\",\"file_info\":\"CgoyNT==\",\"ttl\":\"300\"}";

  private final List<InboundEvent> heard = new ArrayList<>();
  private final List<String> posted = new CopyOnWriteArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private volatile int refusedTokens;
  private volatile int answersWith = 200;
  private HttpServer platform;
  private QqBot bot;

  @BeforeEach
  void begin() throws IOException {
    platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    platform.createContext(
        "/token",
        exchange ->
            answer(
                exchange,
                200,
                "{\"access_token\":\"T"
                    + tokens.incrementAndGet()
                    + "\",\"expires_in\":\"7200\"}"));
    platform.createContext(
        "/v2/",
        exchange -> {
          String token = exchange.getRequestHeaders().getFirst("Authorization");
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          if (refusedTokens-- > 0) {
            answer(exchange, 401, "{\"code\":11244}");
          } else {
            posted.add(exchange.getRequestURI() + " " + token + " " + body);
            boolean file = exchange.getRequestURI().getPath().endsWith("/files");
            answer(exchange, answersWith, file ? FILE : "{\"id\":\"ROBOT1.0_x\"}");
          }
        });
    platform.start();
    String base = "http://127.0.0.1:" + platform.getAddress().getPort();
    bot = new QqBot(new QqBotAccount("shop", "1111", SECRET, base, base + "/token"), () -> NOW);
    bot.start(heard::add);
  }

  @AfterEach
  void end() {
    bot.stop();
    platform.stop(0);
  }

  @Test
  void aCustomersWordsArriveAndTheAnswerGoesBackToTheirMessage() {
    assertThat(post(signed(c2c("ROBOT1.0_a", " 查快递\n谢谢"))).status()).isEqualTo(200);
    assertThat(heard).hasSize(1);
    InboundEvent.MessageReceived message = (InboundEvent.MessageReceived) heard.getFirst();
    assertThat(message.id()).isEqualTo(new EventId("ROBOT1.0_a"));
    assertThat(message.message().text()).isEqualTo("查快递\n谢谢");

    SendOutcome outcome =
        bot.send(
            new Outbound(
                new OutboundId("reply:1"),
                message.peer(),
                Message.text("到杭州了 <qqbot-at-everyone />"),
                new Wire("passive"),
                new Footing.InReplyTo(message.id())));

    assertThat(outcome).isEqualTo(new SendOutcome.Accepted("ROBOT1.0_x"));
    assertThat(posted.getFirst())
        .startsWith("/v2/users/E4F4AEA33253A2797FB897C50B81D7ED/messages QQBot T1")
        .contains("\"msg_id\":\"ROBOT1.0_a\"")
        .doesNotContain("<qqbot");
  }

  @Test
  void anExpiredTokenIsRenewedOnce() {
    refusedTokens = 1;
    post(signed(c2c("ROBOT1.0_b", "在吗")));
    InboundEvent event = heard.getFirst();
    SendOutcome outcome =
        bot.send(
            new Outbound(
                new OutboundId("reply:2"),
                event.peer(),
                Message.text("在的"),
                new Wire("passive"),
                new Footing.InReplyTo(event.id())));
    assertThat(outcome).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(tokens).hasValue(2);
  }

  @Test
  void forgedAndStaleCallbacksAreRefused() {
    HookRequest good = signed(c2c("ROBOT1.0_c", "hi"));
    HookRequest changed =
        new HookRequest("POST", Map.of(), good.headers(), bytes(c2c("ROBOT1.0_c", "ho")), "x");
    HookRequest unsigned =
        new HookRequest("POST", Map.of(), Map.of(), bytes(c2c("ROBOT1.0_c", "hi")), "x");
    assertThat(post(changed).status()).isEqualTo(401);
    assertThat(post(unsigned).status()).isEqualTo(401);
    assertThat(post(signedAt(c2c("ROBOT1.0_c", "hi"), NOW.minusSeconds(86_400))).status())
        .isEqualTo(401);
    assertThat(heard).isEmpty();
  }

  @Test
  void theCheckOfOurAddressSignsNothingThatCouldBeABody() {
    String oracle =
        "{\"op\":13,\"d\":{\"event_ts\":\"1784570600\",\"plain_token\":\"{\\\"op\\\":0}\"}}";
    HookRequest attack = new HookRequest("POST", Map.of(), Map.of(), bytes(oracle), "x");
    assertThat(post(attack).status()).isEqualTo(400);
    String honest = "{\"op\":13,\"d\":{\"event_ts\":\"1725442341\",\"plain_token\":\"Arq0\"}}";
    HookRequest check = new HookRequest("POST", Map.of(), Map.of(), bytes(honest), "x");
    assertThat(new String(post(check).body(), StandardCharsets.UTF_8)).contains("signature");
  }

  @Test
  void whatIsUnknownIsKeptAsUnsupported() {
    post(signed("{\"id\":\"X:1\",\"op\":0,\"t\":\"SOMETHING_NEW\",\"d\":{\"openid\":\"A\"}}"));
    assertThat(heard.getFirst()).isInstanceOf(InboundEvent.Unsupported.class);
  }

  @Test
  void withoutAQuestionThereIsNoAnswer() {
    SendOutcome outcome =
        bot.send(
            new Outbound(
                new OutboundId("care:1"),
                Peer.person(bot.id(), "A"),
                Message.text("好用吗"),
                new Wire("passive"),
                new Footing.Unprompted()));
    assertThat(outcome).isInstanceOf(SendOutcome.Refused.class);
    assertThat(posted).isEmpty();
  }

  private SendOutcome show(String id, String reference) {
    return bot.send(
        new Outbound(
            new OutboundId(id),
            Peer.group(bot.id(), "TEA"),
            Message.of(new Segment.Image(reference, Optional.empty())),
            QqBot.PROACTIVE,
            new Footing.Unprompted()));
  }

  @Test
  void aPictureIsGivenAndThenNamedAsTheDocumentsSay() {
    String data = OwnPictures.data("image/png", OwnPictures.png());
    assertThat(show("p:1", data)).isEqualTo(new SendOutcome.Accepted("ROBOT1.0_x"));
    assertThat(posted)
        .containsExactly(
            "/v2/groups/TEA/files QQBot T1 {\"file_type\":1,\"srv_send_msg\":false,"
                + "\"file_data\":\""
                + data.substring(data.indexOf(',') + 1)
                + "\"}",
            "/v2/groups/TEA/messages QQBot T1 {\"content\":\" \",\"msg_type\":7,"
                + "\"media\":{\"file_info\":\"CgoyNT==\"}}");
    show("p:2", data);
    assertThat(posted).as("one more message, no more file").hasSize(3);
    show("p:3", "https://shop.example/tea.png");
    assertThat(posted.get(3))
        .endsWith(
            "{\"file_type\":1,\"srv_send_msg\":false,\"url\":\"https://shop.example/tea.png\"}");
  }

  @Test
  void moreThanTheDoorBearsIsTooLong() {
    answersWith = 413;
    assertThat(show("p:4", "https://shop.example/huge.png"))
        .isInstanceOfSatisfying(
            SendOutcome.Refused.class,
            no -> assertThat(no.reason()).isEqualTo(SendOutcome.Reason.TOO_LONG));
    assertThat(posted).hasSize(1);
  }

  private HookResponse post(HookRequest request) {
    return bot.hook().handle(request);
  }

  private static HookRequest signed(String body) {
    return signedAt(body, NOW);
  }

  private static HookRequest signedAt(String body, Instant at) {
    String timestamp = Long.toString(at.getEpochSecond());
    String signature = new QqSignature(SECRET).sign(timestamp + body);
    return new HookRequest(
        "POST",
        Map.of(),
        Map.of("x-signature-timestamp", timestamp, "x-signature-ed25519", signature),
        bytes(body),
        "127.0.0.1");
  }

  private static String c2c(String id, String text) {
    return "{\"id\":\"C2C_MESSAGE_CREATE:e1\",\"op\":0,\"s\":1,\"t\":\"C2C_MESSAGE_CREATE\",\"d\":{"
        + "\"id\":\"%s\",\"author\":{\"user_openid\":\"E4F4AEA33253A2797FB897C50B81D7ED\"},"
            .formatted(id)
        + "\"content\":\"%s\",\"timestamp\":\"2026-07-21T10:00:00+08:00\"}}"
            .formatted(text.replace("\n", "\\n"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = bytes(body);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
