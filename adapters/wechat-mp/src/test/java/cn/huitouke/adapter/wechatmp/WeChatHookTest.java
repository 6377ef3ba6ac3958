package cn.huitouke.adapter.wechatmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.adapter.wechatmp.WeChatMpAccount.Mode;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class WeChatHookTest {

  private static final long NOW = 1_763_700_000L;

  private final FarHand platform = new FarHand(NOW);
  private final List<InboundEvent> heard = new CopyOnWriteArrayList<>();
  private final WeChatMp secure = channel(Mode.SECURE);

  private WeChatMp channel(Mode mode) {
    WeChatMp channel =
        new WeChatMp(
            account(mode), () -> Instant.ofEpochSecond(NOW), Optional.empty(), Optional.empty());
    channel.start(
        event -> {
          heard.add(event);
          channel.nothingMore(event.id());
        });
    return channel;
  }

  static WeChatMpAccount account(Mode mode) {
    return new WeChatMpAccount(
        "shop",
        FarHand.APP,
        FarHand.ACCOUNT,
        "",
        FarHand.TOKEN,
        mode == Mode.PLAIN ? "" : FarHand.KEY,
        mode,
        "http://127.0.0.1:9",
        Map.of());
  }

  private HookResponse post(HookRequest request) {
    return secure.hook().handle(request);
  }

  private void refused(HookResponse response) {
    assertThat(response.status()).isBetween(400, 499);
    assertThat(response.body()).isEmpty();
    assertThat(heard).isEmpty();
  }

  private static HookRequest with(HookRequest request, String name, String... values) {
    Map<String, List<String>> query = new LinkedHashMap<>(request.query());
    query.remove(name);
    if (values.length > 0) {
      query.put(name, List.of(values));
    }
    return new HookRequest(
        request.method(), query, request.headers(), request.body(), request.remote());
  }

  @Test
  void theUrlIsVerifiedByEchoing() {
    Map<String, String> query = FarHand.signature(NOW, "1514711492");
    query.put("echostr", "4375120948345356249");
    HookResponse echo = post(FarHand.request("GET", query, ""));
    assertThat(echo.status()).isEqualTo(200);
    assertThat(new String(echo.body(), UTF_8)).isEqualTo("4375120948345356249");
    assertThat(echo.contentType()).startsWith("text/plain");
    query.put("signature", "0".repeat(40));
    refused(post(FarHand.request("GET", query, "")));
  }

  @Test
  void aSealedMessageIsHeardWhole() {
    HookResponse response = post(platform.sealed(platform.text("我的快递\n到哪了🐟", "77")));
    assertThat(response.status()).isEqualTo(200);
    assertThat(new String(response.body(), UTF_8)).isEqualTo("success");
    assertThat(heard).hasSize(1);
    InboundEvent.MessageReceived said = (InboundEvent.MessageReceived) heard.getFirst();
    assertThat(said.message().text()).isEqualTo("我的快递\n到哪了🐟");
    assertThat(said.id().value()).isEqualTo("77");
    assertThat(said.sender()).isEqualTo(FarHand.MEI);
  }

  @Test
  void aCompatibleAccountBelievesTheSealedCopyOnly() {
    WeChatMp compatible = channel(Mode.COMPATIBLE);
    String sealed = FarHand.seal(platform.text("真的", "78"));
    String both =
        platform.text("假的", "79").replace("</xml>", "<Encrypt>" + sealed + "</Encrypt></xml>");
    HookResponse response = compatible.hook().handle(platform.post(both, sealed, NOW, "n"));
    assertThat(response.status()).isEqualTo(200);
    assertThat(((InboundEvent.MessageReceived) heard.getFirst()).message().text()).isEqualTo("真的");
    heard.clear();
    refused(compatible.hook().handle(platform.plain(platform.text("假的", "80"))));
  }

  @Test
  void aPlainAccountHearsPlainMessages() {
    WeChatMp plain = channel(Mode.PLAIN);
    assertThat(plain.hook().handle(platform.plain(platform.text("你好", "81"))).status())
        .isEqualTo(200);
    HookRequest raw = with(platform.plain(platform.text("你好", "82")), "encrypt_type", "raw");
    assertThat(plain.hook().handle(raw).status()).isEqualTo(200);
    assertThat(heard).hasSize(2);
  }

  @Test
  void aForgedSignatureIsRefusedHoweverItIsForged() {
    HookRequest genuine = platform.sealed(platform.text("hi", "1"));
    for (String name : List.of("signature", "msg_signature")) {
      String right = genuine.parameter(name).orElseThrow();
      for (String forged :
          List.of(
              "",
              "0".repeat(40),
              right.substring(1),
              right.toUpperCase(java.util.Locale.ROOT),
              right + "0")) {
        refused(post(with(genuine, name, forged)));
      }
      refused(post(with(genuine, name)));
      refused(post(with(genuine, name, right, right)));
      refused(post(with(genuine, name, "0".repeat(40), right)));
    }
    for (String name : List.of("timestamp", "nonce", "encrypt_type")) {
      refused(post(with(genuine, name)));
      refused(post(with(genuine, name, "")));
      String value = genuine.parameter(name).orElseThrow();
      refused(post(with(genuine, name, value, value)));
    }
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] forged = new byte[20];
      random.nextBytes(forged);
      refused(post(with(genuine, "msg_signature", java.util.HexFormat.of().formatHex(forged))));
    }
  }

  @Test
  void yesterdaysAndTomorrowsRequestsAreRefused() {
    String text = platform.text("hi", "1");
    for (long off : new long[] {-86_400, -301, 301, 86_400}) {
      refused(post(platform.sealed(text, NOW + off, "n")));
    }
    for (String time : List.of("-5", "1e9", "99999999999999999999", "１７６３７０００００", " " + NOW)) {
      refused(post(with(platform.sealed(text), "timestamp", time)));
    }
    assertThat(post(platform.sealed(text, NOW - 299, "edge")).status()).isEqualTo(200);
  }

  @Test
  void aNonceCarriesOneMessageOnlyButThatOneAgain() {
    assertThat(post(platform.sealed(platform.text("hi", "1"), NOW, "once")).status())
        .isEqualTo(200);
    assertThat(post(platform.sealed(platform.text("hi", "1"), NOW, "once")).status())
        .isEqualTo(200);
    assertThat(heard).hasSize(1);
    heard.clear();
    refused(post(platform.sealed(platform.text("other", "2"), NOW, "once")));
    refused(post(platform.sealed(platform.text("other", "2"), NOW + 1, "once")));
  }

  @Test
  void anOverheardSignatureCarriesNoOtherPlainMessage() {
    WeChatMp plain = channel(Mode.PLAIN);
    plain.hook().handle(platform.plain(platform.text("hi", "1"), NOW, "once"));
    heard.clear();
    refused(plain.hook().handle(platform.plain(platform.text("forged", "2"), NOW, "once")));
  }

  @Test
  void aPlainBodyOnASecureAccountIsRefused() {
    refused(post(platform.plain(platform.text("hi", "1"))));
    refused(post(with(platform.plain(platform.text("hi", "2")), "encrypt_type", "raw")));
    refused(post(with(platform.sealed(platform.text("hi", "3")), "encrypt_type", "raw")));
    String mixed = platform.text("hi", "4");
    refused(post(platform.post(mixed, "QQ==", NOW, "m")));
  }

  @Test
  void anotherAppsAndAnotherAccountsMessagesAreRefused() {
    String foreign =
        FarHand.encrypt(FarHand.layout(platform.text("hi", "1"), -2, "wx0000000000000000", -1));
    refused(post(platform.post(FarHand.envelope(foreign), foreign, NOW, "a")));
    refused(post(platform.sealed(platform.text("hi", "2").replace(FarHand.ACCOUNT, "gh_other"))));
  }

  @Test
  void brokenSealsAreRefusedAllInTheSameWay() {
    List<String> broken = new ArrayList<>(List.of("", "QQ==", "AAAA", "!!!!", "A".repeat(64)));
    for (int length : new int[] {-1, 0, 1 << 20, Integer.MAX_VALUE}) {
      broken.add(FarHand.encrypt(FarHand.layout("<xml/>", length, FarHand.APP, -1)));
    }
    for (int pad : new int[] {0, 1, 33}) {
      broken.add(FarHand.encrypt(FarHand.layout("<xml/>", -2, FarHand.APP, pad)));
    }
    int nonce = 0;
    for (String sealed : broken) {
      HookResponse response =
          post(platform.post(FarHand.envelope(sealed), sealed, NOW, "b" + nonce++));
      refused(response);
      assertThat(response.status()).isEqualTo(401);
    }
  }

  @Test
  void hostileXmlIsRefusedInsideAndOutside() {
    String file = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
    String laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\"><!ENTITY c \"&b;&b;\">]>";
    String text = platform.text("hi", "1");
    for (String hostile :
        List.of(
            file + text.replace("<![CDATA[hi]]>", "&a;"),
            laughs + text.replace("<![CDATA[hi]]>", "&c;"),
            "<xml>" + "<a>".repeat(20_000) + "</a>".repeat(20_000) + "</xml>",
            "<xml>",
            "not xml")) {
      refused(post(platform.sealed(hostile)));
    }
    String sealed = FarHand.seal(text);
    int nonce = 0;
    for (String outside :
        List.of(
            file + FarHand.envelope(sealed),
            laughs + FarHand.envelope(sealed),
            "<xml>" + "<a>".repeat(20_000) + "<Encrypt>" + sealed + "</Encrypt>")) {
      refused(post(platform.post(outside, sealed, NOW, "o" + nonce++)));
    }
    refused(post(platform.sealed(text.replace("hi", "x".repeat(300 * 1024)))));
  }

  @Test
  void whatTheInboxCannotKeepIsDeliveredAgain() {
    WeChatMp broken =
        new WeChatMp(
            account(Mode.SECURE),
            () -> Instant.ofEpochSecond(NOW),
            Optional.empty(),
            Optional.empty());
    broken.start(
        _ -> {
          throw new IllegalStateException("disk full");
        });
    HookRequest request = platform.sealed(platform.text("hi", "1"));
    assertThat(broken.hook().handle(request).status()).isEqualTo(500);
    broken.start(
        event -> {
          heard.add(event);
          broken.nothingMore(event.id());
        });
    assertThat(broken.hook().handle(request).status()).isEqualTo(200);
    assertThat(heard).hasSize(1);
  }

  @Test
  void aChannelThatIsNotListeningSaysSo() {
    secure.stop();
    secure.stop();
    assertThat(post(platform.sealed(platform.text("hi", "1"))).status()).isEqualTo(503);
    assertThat(post(with(platform.sealed(platform.text("hi", "1")), "signature")).status())
        .isEqualTo(503);
  }

  @Test
  void anAccountSetToJsonIsHeardToo() {
    String text =
        "{\"ToUserName\":\"%s\",\"FromUserName\":\"%s\",\"CreateTime\":%d,\"MsgType\":\"text\",\"Content\":\"到哪了\",\"MsgId\":90}"
            .formatted(FarHand.ACCOUNT, FarHand.MEI, NOW);
    String sealed = FarHand.seal(text);
    String body = "{\"ToUserName\":\"%s\",\"Encrypt\":\"%s\"}".formatted(FarHand.ACCOUNT, sealed);
    assertThat(post(platform.post(body, sealed, NOW, "json")).status()).isEqualTo(200);
    assertThat(((InboundEvent.MessageReceived) heard.getFirst()).message().text()).isEqualTo("到哪了");
    heard.clear();
    refused(post(platform.post(body, sealed + "A", NOW, "json2")));
  }
}
