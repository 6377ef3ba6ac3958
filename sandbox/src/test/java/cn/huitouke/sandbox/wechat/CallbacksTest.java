package cn.huitouke.sandbox.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.ReceivingServer.Received;
import cn.huitouke.sandbox.ReceivingServer.Reply;
import cn.huitouke.sandbox.web.Trouble;
import cn.huitouke.sandbox.wechat.PushedCallback.End;
import cn.huitouke.sandbox.wechat.WeChatAccount.Mode;
import cn.huitouke.sandbox.world.ScreenMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallbacksTest {
  private static final String SORRY = "该公众号暂时无法提供服务，请稍后再试";
  private WeChatStage stage;

  @BeforeEach
  void build() throws IOException {
    stage = new WeChatStage();
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  private void inMode(Mode mode) throws IOException {
    stage.close();
    stage = new WeChatStage(mode);
  }

  private List<String> screen() {
    stage.settle();
    return stage.weChat.screenOf("mei").stream().map(ScreenMessage::text).toList();
  }

  private PushedCallback end() {
    stage.settle();
    return stage.weChat.callbacks().getLast();
  }

  @Test
  void aSecureCallbackIsSealedAndSignedWithTheClocksTime() throws Exception {
    String id = stage.weChat.says("mei", "我的快递到哪了]]>😀\n急");
    Received request = stage.gateway.next();
    String now = Long.toString(stage.clock.instant().getEpochSecond());
    assertThat(request.query())
        .containsEntry("timestamp", now)
        .containsEntry("openid", "mei")
        .containsEntry("encrypt_type", "aes");
    Xml.Element outside = Xml.read(request.body()).orElseThrow();
    assertThat(outside.children()).extracting("name").containsOnly("ToUserName", "Encrypt");
    String nonce = request.query().get("nonce");
    assertThat(request.query().get("signature")).isEqualTo(stage.seal.sign(now, nonce));
    assertThat(request.query().get("msg_signature"))
        .isEqualTo(stage.seal.sign(now, nonce, outside.at("Encrypt")));
    Xml.Element inside = stage.opened(request);
    assertThat(inside.at("Content")).isEqualTo("我的快递到哪了]]>😀\n急");
    assertThat(inside.at("MsgId")).isEqualTo(id);
    assertThat(inside.at("CreateTime")).isEqualTo(now);
    assertThat(inside.at("ToUserName")).isEqualTo(stage.account.originalId());
    assertThat(end().end()).isEqualTo(End.ACCEPTED);
  }

  @Test
  void plainAndCompatibleCallbacksShowTheirFields() throws Exception {
    inMode(Mode.PLAIN);
    stage.weChat.says("mei", "你好");
    Received plain = stage.gateway.next();
    assertThat(plain.query()).doesNotContainKey("msg_signature");
    assertThat(Xml.read(plain.body()).orElseThrow().at("Content")).isEqualTo("你好");
    inMode(Mode.COMPATIBLE);
    stage.weChat.says("mei", "你好");
    Received both = stage.gateway.next();
    assertThat(Xml.read(both.body()).orElseThrow().at("Content")).isEqualTo("你好");
    assertThat(stage.opened(both).at("Content")).isEqualTo("你好");
  }

  @Test
  void aSealedReplyComesOnTheScreen() {
    stage.gateway.answers(stage.sealedReply(stage.reply("mei", "到杭州了")));
    stage.weChat.says("mei", "到哪了");
    assertThat(screen()).containsExactly("到哪了", "到杭州了");
    assertThat(stage.weChat.screenOf("mei").getLast().wire()).isEqualTo("passive-reply");
    assertThat(end()).extracting("attempts", "end").containsExactly(1, End.REPLIED);
  }

  @Test
  void aCompatibleAccountMayAnswerInPlainWords() throws Exception {
    inMode(Mode.COMPATIBLE);
    stage.gateway.answers(stage.reply("mei", "到杭州了"));
    stage.weChat.says("mei", "到哪了");
    assertThat(screen()).containsExactly("到哪了", "到杭州了");
  }

  @Test
  void invalidAnswersAreAskedForAgainAndThenApologisedFor() {
    List<String> invalid =
        List.of(
            "{\"ok\":true}",
            stage.reply("mei", "plain on a secure account"),
            stage.sealedReply(stage.reply("lan", "to somebody else")),
            stage.sealedReply(stage.reply("mei", "x").replace("</xml>", "")),
            stage.sealedReply(stage.reply("mei", "")),
            stage.sealedReply(stage.reply("mei", "x")).replace("<MsgSignature><![CDATA[", "$0a"));
    for (String answer : invalid) {
      stage.gateway.answers(answer);
      stage.weChat.says("mei", "到哪了");
      assertThat(screen()).as(answer).endsWith("到哪了", SORRY);
      assertThat(end()).extracting("attempts", "end").containsExactly(4, End.FAILED);
    }
    assertThat(stage.weChat.ledger()).isEmpty();
  }

  @Test
  void aServerErrorOrSilenceIsRetriedWithTheSamePayload() throws Exception {
    var replies =
        List.of(new Reply(500, "oops"), new Reply(503, ""), new Reply(200, "success")).iterator();
    stage.gateway.answers(
        request -> {
          synchronized (replies) {
            return replies.next();
          }
        });
    stage.weChat.says("mei", "到哪了");
    assertThat(end()).extracting("attempts", "end").containsExactly(3, End.ACCEPTED);
    String first = stage.nextCallback().at("MsgId");
    assertThat(stage.nextCallback().at("MsgId")).isEqualTo(first);
    assertThat(stage.nextCallback().at("MsgId")).isEqualTo(first);
  }

  @Test
  void whenOurAnswerIsLostThePlatformAsksAgain() {
    stage.weChat.trouble(Trouble.dropResponse().times(2));
    stage.gateway.answers(stage.sealedReply(stage.reply("mei", "到杭州了")));
    stage.weChat.says("mei", "到哪了");
    assertThat(screen()).containsExactly("到哪了", "到杭州了");
    assertThat(end().attempts()).isEqualTo(3);
  }

  @Test
  void aDuplicateIsTheSameByteForByteAndShownOnce() throws Exception {
    stage.weChat.trouble(Trouble.duplicate());
    stage.gateway.answers(stage.sealedReply(stage.reply("mei", "到杭州了")));
    stage.weChat.says("mei", "到哪了");
    assertThat(screen()).containsExactly("到哪了", "到杭州了");
    assertThat(stage.gateway.next()).isEqualTo(stage.gateway.next());
  }

  @Test
  void aForgedAndAStaleCallbackCanBeMade() throws Exception {
    stage.weChat.trouble(Trouble.badSignature());
    stage.weChat.says("mei", "一");
    Received forged = stage.gateway.next();
    assertThat(forged.query().get("msg_signature"))
        .isNotEqualTo(
            stage.seal.sign(
                forged.query().get("timestamp"),
                forged.query().get("nonce"),
                Xml.read(forged.body()).orElseThrow().at("Encrypt")));
    stage.weChat.trouble(Trouble.staleTimestamp(Duration.ofHours(24)));
    stage.weChat.says("mei", "二");
    long sent = Long.parseLong(stage.gateway.next().query().get("timestamp"));
    assertThat(stage.clock.instant().getEpochSecond() - sent).isEqualTo(86_400);
  }

  @Test
  void followScanTapAndLeaveAreEvents() throws Exception {
    stage.weChat.follows("lan", Optional.of("ref_42"));
    Xml.Element follow = stage.nextCallback();
    assertThat(follow.at("Event")).isEqualTo("subscribe");
    assertThat(follow.at("EventKey")).isEqualTo("qrscene_ref_42");
    assertThat(follow.at("Ticket")).isNotEmpty();
    stage.weChat.scans("lan", "shop_1");
    Xml.Element scan = stage.nextCallback();
    assertThat(scan.at("Event") + scan.at("EventKey")).isEqualTo("SCANshop_1");
    stage.weChat.tapsMenu("lan", "PARCELS");
    Xml.Element tap = stage.nextCallback();
    assertThat(tap.at("Event") + tap.at("EventKey")).isEqualTo("CLICKPARCELS");
    stage.weChat.unfollows("lan");
    assertThat(stage.nextCallback().at("Event")).isEqualTo("unsubscribe");
    assertThat(stage.weChat.isFollowing("lan")).isFalse();
  }

  @Test
  void theUrlIsVerifiedByItsEcho() throws Exception {
    stage.gateway.answers(
        request -> new Reply(200, request.query().getOrDefault("echostr", "none")));
    assertThat(stage.weChat.verifyUrl()).isTrue();
    Received asked = stage.gateway.next();
    assertThat(asked.query().get("signature"))
        .isEqualTo(stage.seal.sign(asked.query().get("timestamp"), asked.query().get("nonce")));
    stage.gateway.answers("something else");
    assertThat(stage.weChat.verifyUrl()).isFalse();
  }

  @Test
  void everyOtherKindOfMessageAndEventCanBeMade() throws Exception {
    stage.weChat.sends("mei", "location", Map.of("Label", "杭州"));
    Xml.Element place = stage.nextCallback();
    assertThat(place.at("MsgType") + place.at("Label")).isEqualTo("location杭州");
    assertThat(place.at("MsgId")).isNotEmpty();
    assertThat(stage.text("mei", "收到")).as("a message opens the window").isZero();
    stage.weChat.happens("mei", "user_authorization_revoke", Map.of("RevokeInfo", "1"));
    assertThat(stage.nextCallback().at("Event")).isEqualTo("user_authorization_revoke");
    stage.weChat.answersConsent("mei", List.of("S1", "S2"), true);
    stage.nextCallback();
    stage.weChat.withdrawsConsent("mei", List.of("S1"));
    Xml.Element change = stage.nextCallback();
    assertThat(change.at("Event")).isEqualTo("subscribe_msg_change_event");
    assertThat(change.at("SubscribeMsgPopupEvent", "List", "SubscribeStatusString"))
        .isEqualTo("reject");
  }
}
