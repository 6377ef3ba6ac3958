package cn.huitouke.adapter.wechatmp;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.adapter.wechatmp.WeChatMpAccount.FormTemplate;
import cn.huitouke.adapter.wechatmp.WeChatMpAccount.Mode;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.Wire;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SenderTest {

  private static final String TEMPLATE = "/cgi-bin/message/template/send";
  private static final String NOTICE = "/cgi-bin/message/subscribe/bizsend";
  private static final String MASS = "/cgi-bin/message/mass/send";

  private final FarApi platform = new FarApi();
  private final WeChatMp channel =
      new WeChatMp(
          account(platform.base()),
          InstantSource.fixed(Instant.ofEpochSecond(1_763_700_000L)),
          Optional.empty(),
          Optional.empty());

  static WeChatMpAccount account(String base) {
    return new WeChatMpAccount(
        "shop",
        FarHand.APP,
        FarHand.ACCOUNT,
        "S3CRET",
        FarHand.TOKEN,
        FarHand.KEY,
        Mode.SECURE,
        base,
        Map.of(
            "parcel-progress",
            new FormTemplate(
                "TID",
                WeChatMp.TEMPLATE,
                Map.of("thing1", "where", "character_string2", "number"),
                "https://shop/default"),
            "care",
            new FormTemplate("STID", WeChatMp.SUBSCRIPTION, Map.of("thing1", "greeting"), "")));
  }

  @AfterEach
  void close() {
    channel.stop();
    platform.close();
  }

  private Peer mei() {
    return Peer.person(channel.id(), "o1");
  }

  private SendOutcome send(Wire wire, String id, Segment... segments) {
    return channel.send(
        new Outbound(
            new OutboundId(id), mei(), Message.of(segments), wire, new Footing.Unprompted()));
  }

  private SendOutcome say(Segment... segments) {
    return send(WeChatMp.CUSTOMER_SERVICE, "x", segments);
  }

  private static JsonElement json(String text) {
    return JsonParser.parseString(text);
  }

  private static Reason why(SendOutcome outcome) {
    assertThat(outcome).isInstanceOf(SendOutcome.Refused.class);
    return ((SendOutcome.Refused) outcome).reason();
  }

  private static Segment.Form form(String name, String key, String value) {
    return new Segment.Form(name, Map.of(key, value, "number", "SF123"), Optional.empty());
  }

  @Test
  void everyKindIsWrittenAsThePlatformWantsIt() {
    Map<Segment, String> kinds =
        Map.of(
            new Segment.Text("在\n杭州🐟"),
            "{'touser':'o1','msgtype':'text','text':{'content':'在\\n杭州🐟'}}",
            new Segment.Image("M", Optional.empty()),
            "{'touser':'o1','msgtype':'image','image':{'media_id':'M'}}",
            new Segment.Voice("V", "amr", Optional.empty()),
            "{'touser':'o1','msgtype':'voice','voice':{'media_id':'V'}}",
            new Segment.Card("t", "d", "https://u", "https://p"),
            "{'touser':'o1','msgtype':'news','news':{'articles':[{'title':'t','description':'d','url':'https://u','picurl':'https://p'}]}}",
            new Segment.Article("MN"),
            "{'touser':'o1','msgtype':'mpnews','mpnews':{'media_id':'MN'}}",
            new Segment.Choices("h", List.of(new Segment.Choice("101", "满意")), "t"),
            "{'touser':'o1','msgtype':'msgmenu','msgmenu':{'head_content':'h','list':[{'id':'101','content':'满意'}],'tail_content':'t'}}",
            new Segment.MiniProgram("wx1", "p", "t", "m"),
            "{'touser':'o1','msgtype':'miniprogrampage','miniprogrampage':{'title':'t','appid':'wx1','pagepath':'p','thumb_media_id':'m'}}",
            new Segment.Coupon("C"),
            "{'touser':'o1','msgtype':'wxcard','wxcard':{'card_id':'C'}}",
            new Segment.Link("t", "d", "https://u"),
            "{'touser':'o1','msgtype':'text','text':{'content':'t\\nd\\nhttps://u'}}");
    kinds.forEach(
        (segment, expected) -> {
          assertThat(say(segment)).isEqualTo(new SendOutcome.Accepted(""));
          assertThat(json(platform.to(FarApi.CUSTOM).getLast().body())).isEqualTo(json(expected));
        });
    assertThat(say(new Segment.Video("D", "T"))).isEqualTo(new SendOutcome.Accepted(""));
    assertThat(say(new Segment.Music("t", "d", "https://m", "T")))
        .isEqualTo(new SendOutcome.Accepted(""));
  }

  @Test
  void whatAWireCannotCarryIsRefusedBeforeAnyCall() {
    assertThat(why(say(new Segment.Mention("o2")))).isEqualTo(Reason.UNSUPPORTED);
    assertThat(why(say(new Segment.Text("a"), new Segment.Mention("o2"))))
        .isEqualTo(Reason.UNSUPPORTED);
    assertThat(why(send(new Wire("pigeon"), "x", new Segment.Text("a"))))
        .isEqualTo(Reason.UNSUPPORTED);
    assertThat(why(send(WeChatMp.PASSIVE_REPLY, "x", new Segment.Text("a"))))
        .isEqualTo(Reason.WINDOW_CLOSED);
    assertThat(why(say(new Segment.Text("汉".repeat(682) + "abc")))).isEqualTo(Reason.TOO_LONG);
    assertThat(platform.calls).isEmpty();
    assertThat(say(new Segment.Text("汉".repeat(682) + "ab")))
        .isEqualTo(new SendOutcome.Accepted(""));
  }

  @Test
  void aTemplateMessageCarriesItsKeyAndItsWholeValues() {
    platform.says(TEMPLATE, "{\"errcode\":0,\"errmsg\":\"ok\",\"msgid\":200228332}");
    assertThat(
            send(WeChatMp.TEMPLATE, "notice:1", form("parcel-progress", "where", "汉".repeat(20))))
        .isEqualTo(new SendOutcome.Accepted("200228332"));
    assertThat(json(platform.to(TEMPLATE).getFirst().body()))
        .isEqualTo(
            json(
                "{'touser':'o1','template_id':'TID','url':'https://shop/default','data':{'character_string2':{'value':'SF123'},'thing1':{'value':'%s'}},'client_msg_id':'%s'}"
                    .formatted("汉".repeat(20), Digest.of("notice:1"))));
    assertThat(Digest.of("notice:1")).hasSize(32);
    assertThat(why(send(WeChatMp.TEMPLATE, "n", form("parcel-progress", "where", "汉".repeat(21)))))
        .isEqualTo(Reason.TOO_LONG);
    assertThat(why(send(WeChatMp.TEMPLATE, "n", form("parcel-progress", "nowhere", "x"))))
        .isEqualTo(Reason.CONTENT_REJECTED);
    assertThat(why(send(WeChatMp.TEMPLATE, "n", form("unknown", "where", "x"))))
        .isEqualTo(Reason.MISCONFIGURED);
    assertThat(why(send(WeChatMp.TEMPLATE, "n", form("care", "greeting", "x"))))
        .isEqualTo(Reason.MISCONFIGURED);
    assertThat(platform.to(TEMPLATE)).hasSize(1);
  }

  @Test
  void aNoticeWithoutAnIdInItsAnswerIsStillAccepted() {
    assertThat(send(WeChatMp.SUBSCRIPTION, "c", form("care", "greeting", "用得好吗")))
        .isEqualTo(new SendOutcome.Accepted(""));
    assertThat(json(platform.to(NOTICE).getFirst().body()))
        .isEqualTo(json("{'touser':'o1','template_id':'STID','data':{'thing1':{'value':'用得好吗'}}}"));
    platform.says(
        NOTICE, "{\"errcode\":43101,\"errmsg\":\"user refuse to accept the msg rid: 1\"}");
    assertThat(why(send(WeChatMp.SUBSCRIPTION, "c", form("care", "greeting", "x"))))
        .isEqualTo(Reason.NO_CREDIT);
  }

  @Test
  void aMassSendNamesItselfAndARepeatedOneCountsAsSent() {
    List<Peer> both = List.of(mei(), Peer.person(channel.id(), "o2"));
    platform.says(
        MASS,
        "{\"errcode\":0,\"errmsg\":\"ok\",\"msg_id\":34182,\"msg_data_id\":206227730}",
        "{\"errcode\":45065,\"errmsg\":\"clientmsgid exist\",\"msg_id\":34182}");
    OutboundId id = new OutboundId("broadcast:7");
    for (int i = 0; i < 2; i++) {
      assertThat(channel.sendMany(id, both, Message.text("上新啦")))
          .isEqualTo(new SendOutcome.Accepted("34182"));
    }
    var sent = json(platform.to(MASS).getFirst().body()).getAsJsonObject();
    assertThat(sent.get("clientmsgid").getAsString())
        .isEqualTo(Digest.of("broadcast:7"))
        .hasSize(32);
    assertThat(sent.get("touser")).isEqualTo(json("['o1','o2']"));
    assertThat(sent.get("text")).isEqualTo(json("{'content':'上新啦'}"));
    assertThat(why(channel.sendMany(id, List.of(mei()), Message.text("一"))))
        .isEqualTo(Reason.UNSUPPORTED);
    platform.calls.clear();
    channel.sendMany(id, both, Message.of(new Segment.Image("M", Optional.empty())));
    assertThat(json(platform.to(MASS).getFirst().body()).getAsJsonObject().get("images"))
        .isEqualTo(json("{'media_ids':['M']}"));
  }

  @Test
  void everyDocumentedCodeHasItsMeaning() {
    Map<Integer, Reason> refusals = new java.util.TreeMap<>();
    refusals.put(45015, Reason.WINDOW_CLOSED);
    refusals.put(45047, Reason.QUOTA_EXHAUSTED);
    refusals.put(45028, Reason.QUOTA_EXHAUSTED);
    refusals.put(43101, Reason.NO_CREDIT);
    refusals.put(43004, Reason.BLOCKED);
    refusals.put(48002, Reason.BLOCKED);
    refusals.put(40003, Reason.UNKNOWN_PEER);
    refusals.put(45002, Reason.TOO_LONG);
    refusals.put(40007, Reason.CONTENT_REJECTED);
    refusals.put(47003, Reason.CONTENT_REJECTED);
    refusals.put(45168, Reason.CONTENT_REJECTED);
    refusals.put(48001, Reason.NOT_ENTITLED);
    refusals.put(48004, Reason.NOT_ENTITLED);
    refusals.put(50002, Reason.NOT_ENTITLED);
    refusals.put(43116, Reason.NOT_ENTITLED);
    refusals.put(40037, Reason.MISCONFIGURED);
    refusals.put(41030, Reason.MISCONFIGURED);
    refusals.put(40013, Reason.MISCONFIGURED);
    refusals.put(40125, Reason.MISCONFIGURED);
    refusals.put(45067, Reason.TOO_LONG);
    refusals.put(45159, Reason.UNKNOWN_PEER);
    refusals.put(40059, Reason.UNSUPPORTED);
    refusals.put(87014, Reason.CONTENT_REJECTED);
    refusals.put(40164, Reason.MISCONFIGURED);
    refusals.put(99999, Reason.MISCONFIGURED);
    refusals.forEach(
        (code, reason) -> {
          platform.says(FarApi.CUSTOM, "{\"errcode\":%d,\"errmsg\":\"no rid: 1\"}".formatted(code));
          SendOutcome outcome = say(new Segment.Text("a"));
          assertThat(why(outcome)).as("%d", code).isEqualTo(reason);
          assertThat(((SendOutcome.Refused) outcome).detail()).isEqualTo(code + " no rid: 1");
        });
    for (int code : new int[] {-1, 41001, 45009, 45011, 45066, 40241}) {
      platform.calls.clear();
      platform.says(FarApi.CUSTOM, "{\"errcode\":%d,\"errmsg\":\"later\"}".formatted(code));
      assertThat(say(new Segment.Text("a")))
          .as("%d", code)
          .isInstanceOf(SendOutcome.Deferred.class);
      assertThat(platform.to(FarApi.CUSTOM)).as("sent once").hasSize(1);
    }
  }

  @Test
  void anAnswerThatNobodyCanReadIsUncertainAndNotRepeated() {
    for (String answer :
        List.of(
            "<html>", "", "{}", "[]", "{\"errcode\":\"x\"}", "HTTP 500", "HTTP 302", "HANG UP")) {
      platform.calls.clear();
      platform.says(FarApi.CUSTOM, answer);
      assertThat(say(new Segment.Text("a"))).as(answer).isInstanceOf(SendOutcome.Uncertain.class);
      assertThat(platform.to(FarApi.CUSTOM)).as(answer).hasSize(1);
    }
  }

  @Test
  void aPlatformThatIsNotThereDefersAndNothingIsThrown() {
    platform.close();
    assertThat(say(new Segment.Text("a"))).isInstanceOf(SendOutcome.Deferred.class);
    assertThat(channel.temporaryCode("s", Duration.ofDays(1))).isEmpty();
    channel.typing(mei());
    assertThat(channel.probe().works()).isFalse();
  }

  @Test
  void fiftySendsAtOnceAreNotMixedUp() throws Exception {
    try (var couriers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<SendOutcome>> sends = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        String text = "text-" + i;
        sends.add(() -> say(new Segment.Text(text)));
      }
      for (var sent : couriers.invokeAll(sends)) {
        assertThat(sent.get()).isInstanceOf(SendOutcome.Accepted.class);
      }
    }
    assertThat(platform.to(FarApi.CUSTOM))
        .extracting(FarApi.Call::body)
        .doesNotHaveDuplicates()
        .hasSize(50);
    assertThat(platform.to(FarApi.TOKENS)).hasSize(1);
  }

  @Test
  void codesCarryTheirSceneAndLife() {
    String create = "/cgi-bin/qrcode/create";
    String answer =
        "{\"ticket\":\"a+b==\",\"expire_seconds\":60,\"url\":\"http://weixin.qq.com/q/1\"}";
    platform.says(create, answer, answer);
    var made = channel.temporaryCode("ref_42", Duration.ofDays(30)).orElseThrow();
    assertThat(made.content()).isEqualTo("http://weixin.qq.com/q/1");
    assertThat(made.pictureUrl())
        .isEqualTo(platform.base() + "/cgi-bin/showqrcode?ticket=a%2Bb%3D%3D");
    channel.permanentCode("shop_1").orElseThrow();
    assertThat(platform.to(create))
        .extracting(call -> json(call.body()))
        .containsExactly(
            json(
                "{'action_name':'QR_STR_SCENE','expire_seconds':2592000,'action_info':{'scene':{'scene_str':'ref_42'}}}"),
            json(
                "{'action_name':'QR_LIMIT_STR_SCENE','action_info':{'scene':{'scene_str':'shop_1'}}}"));
  }

  @Test
  void followersTagsAndMenuAreCalled() {
    platform.says(
        "/cgi-bin/user/info/batchget",
        "{\"user_info_list\":[{\"subscribe\":1,\"openid\":\"o1\",\"unionid\":\"u1\",\"subscribe_scene\":\"ADD_SCENE_QR_CODE\",\"qr_scene_str\":\"ref_42\"}]}");
    assertThat(channel.followers().find(List.of("o1")))
        .containsExactly(
            new Followers.Follower("o1", true, Optional.of("u1"), "ADD_SCENE_QR_CODE", "ref_42"));
    platform.says("/cgi-bin/tags/get", "{\"tags\":[{\"id\":101,\"name\":\"VIP\",\"count\":0}]}");
    assertThat(channel.followers().tag("VIP", List.of("o1", "o2")))
        .isEqualTo(new SendOutcome.Accepted(""));
    assertThat(json(platform.to("/cgi-bin/tags/members/batchtagging").getFirst().body()))
        .isEqualTo(json("{'tagid':101,'openid_list':['o1','o2']}"));
    assertThat(
            channel
                .followers()
                .showMenu(
                    List.of(
                        new Followers.Button("我的快递", "my-parcel", List.of()),
                        new Followers.Button(
                            "更多",
                            "",
                            List.of(new Followers.Button("小店", "https://shop", List.of()))))))
        .isEqualTo(new SendOutcome.Accepted(""));
    assertThat(platform.to("/cgi-bin/menu/create").getFirst().body())
        .contains("\"key\":\"my-parcel\"", "\"type\":\"view\"", "https://shop");
    channel.typing(mei());
    assertThat(json(platform.to("/cgi-bin/message/custom/typing").getFirst().body()))
        .isEqualTo(json("{'touser':'o1','command':'Typing'}"));
    assertThat(channel.probe().works()).isTrue();
  }

  @Test
  void stoppingTwiceAndStartingAgainWorks() {
    assertThat(say(new Segment.Text("a"))).isInstanceOf(SendOutcome.Accepted.class);
    channel.stop();
    channel.stop();
    channel.start(_ -> {});
    assertThat(say(new Segment.Text("b"))).isInstanceOf(SendOutcome.Accepted.class);
  }
}
