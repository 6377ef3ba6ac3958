package cn.huitouke.adapter.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Footing;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.Wire;
import cn.huitouke.hook.HookRequest;
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
import me.chanjar.weixin.common.util.crypto.SHA1;
import me.chanjar.weixin.cp.config.impl.WxCpDefaultConfigImpl;
import me.chanjar.weixin.cp.util.crypto.WxCpCryptUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a far end on a real socket, and Tencent's own vector for the check of the address. */
class WeComTest {

  private static final String TOKEN = "QDG6eK";
  private static final String KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
  private static final String CORP = "wx5823bf96d3bd56c7";
  private static final Instant NOW = Instant.ofEpochSecond(1_409_659_600);
  private static final Instant TODAY = Instant.parse("2026-11-21T04:00:00Z");

  private final List<InboundEvent> heard = new ArrayList<>();
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private volatile String answer = "{\"errcode\":0,\"errmsg\":\"ok\",\"msgid\":\"m1\"}";
  private Instant time = TODAY;
  private HttpServer platform;
  private WeCom wecom;

  @BeforeEach
  void begin() throws IOException {
    platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    platform.createContext(
        "/cgi-bin/gettoken",
        exchange -> answer(exchange, "{\"errcode\":0,\"access_token\":\"T\",\"expires_in\":7200}"));
    platform.createContext(
        "/cgi-bin/kf/sync_msg",
        exchange -> {
          String asked = body(exchange);
          boolean first = asked.contains("\"cursor\":\"\"");
          answer(exchange, first ? page("1", 1, text("m-1", "查快递\n谢谢")) : page("2", 0, link()));
        });
    platform.createContext(
        "/cgi-bin/kf/send_msg",
        exchange -> {
          sent.add(body(exchange));
          answer(exchange, answer);
        });
    platform.createContext(
        "/cgi-bin/media/upload",
        exchange -> {
          byte[] form = exchange.getRequestBody().readAllBytes();
          sent.add(exchange.getRequestURI() + "\n" + new String(form, StandardCharsets.ISO_8859_1));
          answer(
              exchange,
              "{\"errcode\":0,\"errmsg\":\"ok\",\"type\":\"image\",\"media_id\":\"3aB\","
                  + "\"created_at\":\"1380000000\"}");
        });
    platform.start();
    wecom =
        new WeCom(
            new WeComAccount(
                "kf",
                CORP,
                "secret",
                TOKEN,
                KEY,
                "wkAJ",
                "http://127.0.0.1:" + platform.getAddress().getPort()),
            () -> time);
    // Tencent's vector is of 2014; the rules are not.
    time = NOW;
    wecom.start(heard::add);
  }

  @AfterEach
  void end() {
    wecom.stop();
    platform.stop(0);
  }

  @Test
  void thePlatformsCheckOfOurAddressIsAnsweredWithTheOpenedText() {
    var response =
        wecom
            .hook()
            .handle(
                new HookRequest(
                    "GET",
                    query(
                        "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
                        "1409659589",
                        "263014780",
                        "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4R"
                            + "Pcs8TgAE7OaBO+FZXvnaqQ=="),
                    Map.of(),
                    new byte[0],
                    "x"));
    assertThat(response.status()).isEqualTo(200);
    assertThat(new String(response.body(), StandardCharsets.UTF_8))
        .isEqualTo("1616140317555161061");
  }

  @Test
  void aCallbackMakesUsFetchEveryPage() {
    assertThat(wecom.hook().handle(callback(CORP, NOW)).status()).isEqualTo(200);
    assertThat(heard).hasSize(2);
    assertThat(((InboundEvent.MessageReceived) heard.getFirst()).message().text())
        .isEqualTo("查快递\n谢谢");
  }

  @Test
  void forgedStaleAndForeignCallbacksAreRefused() {
    HookRequest good = callback(CORP, NOW);
    HookRequest forged =
        new HookRequest(
            "POST",
            query("0".repeat(40), Long.toString(NOW.getEpochSecond()), "n", ""),
            Map.of(),
            good.body(),
            "x");
    assertThat(wecom.hook().handle(forged).status()).isEqualTo(401);
    assertThat(wecom.hook().handle(callback(CORP, NOW.minusSeconds(86_400))).status())
        .isEqualTo(401);
    assertThat(wecom.hook().handle(callback("wxForeign", NOW)).status()).isEqualTo(401);
    assertThat(heard).isEmpty();
  }

  @Test
  void anAnswerIsSentUnderItsOwnKeyAndEachNoHasItsReason() {
    time = TODAY;
    assertThat(wecom.send(outbound("reply:1")))
        .isInstanceOfSatisfying(
            SendOutcome.Accepted.class,
            yes ->
                assertThat(sent.getFirst())
                    .contains("\"msgid\":\"" + yes.platformMessageId() + "\""));
    assertThat(wecom.send(outbound("reply:1"))).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(sent.get(0)).isEqualTo(sent.get(1)).contains("\"msgid\"");
    answer = "{\"errcode\":95001,\"errmsg\":\"send msg count limit\"}";
    assertThat(wecom.send(outbound("reply:2")))
        .isInstanceOfSatisfying(
            SendOutcome.Refused.class,
            no -> assertThat(no.reason()).isEqualTo(SendOutcome.Reason.QUOTA_EXHAUSTED));
  }

  @Test
  void aPictureIsUploadedAndThenNamedAsTheDocumentsSay() {
    time = TODAY;
    byte[] png = OwnPictures.png();
    SendOutcome outcome =
        wecom.send(
            outbound(
                "care:1",
                Message.of(
                    new Segment.Image(OwnPictures.data("image/jpeg", png), Optional.empty()))));
    String key = ((SendOutcome.Accepted) outcome).platformMessageId();
    assertThat(sent.getFirst())
        .startsWith("/cgi-bin/media/upload?type=image&access_token=T\n")
        .contains("name=\"media\"; filename=\"picture.png\"\r\nContent-Type: image/png")
        .contains("\r\n\r\n" + new String(png, StandardCharsets.ISO_8859_1) + "\r\n--");
    assertThat(sent.get(1))
        .isEqualTo(
            "{\"msgtype\":\"image\",\"image\":{\"media_id\":\"3aB\"},\"touser\":\"wmCustomer\","
                + "\"open_kfid\":\"wkAJ\",\"msgid\":\""
                + key
                + "\"}");
  }

  private Outbound outbound(String id) {
    return outbound(id, Message.text("到杭州了"));
  }

  private Outbound outbound(String id, Message message) {
    return new Outbound(
        new OutboundId(id),
        cn.huitouke.channel.Peer.person(wecom.id(), "wmCustomer"),
        message,
        new Wire("kf-message"),
        new Footing.Unprompted());
  }

  private static HookRequest callback(String corp, Instant at) {
    WxCpDefaultConfigImpl config = new WxCpDefaultConfigImpl();
    config.setCorpId(corp);
    config.setToken(TOKEN);
    config.setAesKey(KEY);
    String sealed =
        new WxCpCryptUtil(config)
            .encrypt(
                "aaaabbbbccccdddd",
                "<xml><ToUserName><![CDATA["
                    + corp
                    + "]]></ToUserName><Event><![CDATA[kf_msg_or_event]]></Event>"
                    + "<Token><![CDATA[tok]]></Token><OpenKfId><![CDATA[wkAJ]]></OpenKfId></xml>");
    String timestamp = Long.toString(at.getEpochSecond());
    String body = "<xml><Encrypt><![CDATA[" + sealed + "]]></Encrypt></xml>";
    return new HookRequest(
        "POST",
        query(SHA1.gen(TOKEN, timestamp, "n", sealed), timestamp, "n", ""),
        Map.of(),
        body.getBytes(StandardCharsets.UTF_8),
        "x");
  }

  private static Map<String, List<String>> query(
      String signature, String timestamp, String nonce, String echostr) {
    return Map.of(
        "msg_signature", List.of(signature),
        "timestamp", List.of(timestamp),
        "nonce", List.of(nonce),
        "echostr", List.of(echostr));
  }

  private static String page(String cursor, int more, String item) {
    return "{\"errcode\":0,\"next_cursor\":\"%s\",\"has_more\":%d,\"msg_list\":[%s]}"
        .formatted(cursor, more, item);
  }

  private static String text(String id, String words) {
    return ("{\"msgid\":\"%s\",\"open_kfid\":\"wkAJ\",\"external_userid\":\"wmCustomer\","
            + "\"send_time\":1409659600,\"origin\":3,\"msgtype\":\"text\","
            + "\"text\":{\"content\":\"%s\"}}")
        .formatted(id, words.replace("\n", "\\n"));
  }

  private static String link() {
    return "{\"msgid\":\"m-2\",\"open_kfid\":\"wkAJ\",\"external_userid\":\"wmCustomer\","
        + "\"send_time\":1409659601,\"origin\":3,\"msgtype\":\"business_card\","
        + "\"business_card\":{\"userid\":\"u\"}}";
  }

  private static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
