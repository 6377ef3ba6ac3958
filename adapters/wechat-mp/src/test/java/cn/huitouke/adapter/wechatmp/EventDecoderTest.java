package cn.huitouke.adapter.wechatmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.InboundEvent.AgentSessionChanged.Change;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventDecoderTest {

  private static final ChannelId SHOP = new ChannelId("wechat-mp", "shop");
  private static final Peer MEI = Peer.person(SHOP, "o1");
  private static final Instant AT = Instant.ofEpochSecond(1348831860);

  private final EventDecoder decoder = new EventDecoder(SHOP);

  private List<InboundEvent> all(String inner) {
    String xml =
        "<xml><ToUserName>gh_x</ToUserName><FromUserName>o1</FromUserName><CreateTime>1348831860</CreateTime>"
            + inner
            + "</xml>";
    return decoder.decode(FlatXml.read(xml.getBytes(UTF_8)).orElseThrow());
  }

  private InboundEvent message(String inner) {
    return all(inner + "<MsgId>1234567890123456</MsgId>").getFirst();
  }

  private InboundEvent event(String name, String inner) {
    return all("<MsgType>event</MsgType><Event>" + name + "</Event>" + inner).getFirst();
  }

  private static InboundEvent said(Optional<String> choice, Segment segment) {
    return new InboundEvent.MessageReceived(
        new EventId("1234567890123456"), MEI, "o1", AT, Message.of(segment), choice);
  }

  private static EventId id(String rest) {
    return new EventId("o1:1348831860:" + rest);
  }

  @Test
  void everyKindOfMessageIsUnderstood() {
    assertThat(message("<MsgType>text</MsgType><Content><![CDATA[查物流\n🐟]]></Content>"))
        .isEqualTo(said(Optional.empty(), new Segment.Text("查物流\n🐟")));
    assertThat(
            message("<MsgType>text</MsgType><Content>满意</Content><bizmsgmenuid>101</bizmsgmenuid>"))
        .isEqualTo(said(Optional.of("101"), new Segment.Text("满意")));
    assertThat(message("<MsgType>image</MsgType><PicUrl>http://p</PicUrl><MediaId>M</MediaId>"))
        .isEqualTo(said(Optional.empty(), new Segment.Image("M", Optional.of("http://p"))));
    assertThat(
            message(
                "<MsgType>voice</MsgType><MediaId>M</MediaId><Format>amr</Format><Recognition>到哪了</Recognition>"))
        .isEqualTo(said(Optional.empty(), new Segment.Voice("M", "amr", Optional.of("到哪了"))));
    for (String kind : List.of("video", "shortvideo")) {
      assertThat(
              message(
                  "<MsgType>%s</MsgType><MediaId>M</MediaId><ThumbMediaId>T</ThumbMediaId>"
                      .formatted(kind)))
          .isEqualTo(said(Optional.empty(), new Segment.Video("M", "T")));
    }
    assertThat(
            message(
                "<MsgType>location</MsgType><Location_X>23.134521</Location_X><Location_Y>113.358803</Location_Y><Scale>20</Scale><Label>广州</Label>"))
        .isEqualTo(said(Optional.empty(), new Segment.Location(23.134521, 113.358803, "广州")));
    assertThat(
            message(
                "<MsgType>link</MsgType><Title>t</Title><Description>d</Description><Url>http://u</Url>"))
        .isEqualTo(said(Optional.empty(), new Segment.Link("t", "d", "http://u")));
    assertThat(message("<MsgType>hologram</MsgType>"))
        .isEqualTo(said(Optional.empty(), new Segment.Unsupported("hologram")));
  }

  @Test
  void followingScanningAndTappingAreUnderstood() {
    assertThat(event("subscribe", "<EventKey></EventKey>"))
        .isEqualTo(new InboundEvent.Followed(id("subscribe"), MEI, AT, Optional.empty()));
    assertThat(event("subscribe", "<EventKey>qrscene_ref_42</EventKey><Ticket>T</Ticket>"))
        .isEqualTo(
            new InboundEvent.Followed(
                id("subscribe:qrscene_ref_42"), MEI, AT, Optional.of("ref_42")));
    assertThat(event("subscribe", "<EventKey>last_trade_no_1</EventKey>"))
        .isEqualTo(
            new InboundEvent.Followed(id("subscribe:last_trade_no_1"), MEI, AT, Optional.empty()));
    assertThat(event("unsubscribe", ""))
        .isEqualTo(new InboundEvent.Unfollowed(id("unsubscribe"), MEI, AT));
    assertThat(event("SCAN", "<EventKey>ref_42</EventKey><Ticket>T</Ticket>"))
        .isEqualTo(new InboundEvent.Scanned(id("SCAN:ref_42"), MEI, AT, "ref_42"));
    for (String kind : List.of("CLICK", "scancode_push", "scancode_waitmsg")) {
      assertThat(event(kind, "<EventKey>my-parcel</EventKey>"))
          .isEqualTo(
              new InboundEvent.MenuTapped(id(kind + ":my-parcel"), MEI, AT, "my-parcel", true));
    }
    for (String kind :
        List.of(
            "VIEW",
            "view_miniprogram",
            "pic_sysphoto",
            "pic_photo_or_album",
            "pic_weixin",
            "location_select")) {
      assertThat(event(kind, "<EventKey>k</EventKey>"))
          .isEqualTo(new InboundEvent.MenuTapped(id(kind + ":k"), MEI, AT, "k", false));
    }
    assertThat(
            event(
                "LOCATION",
                "<Latitude>23.137466</Latitude><Longitude>113.352425</Longitude><Precision>119</Precision>"))
        .isEqualTo(new InboundEvent.Located(id("LOCATION"), MEI, AT, 23.137466, 113.352425));
  }

  @Test
  void receiptsAreUnderstood() {
    for (String status : List.of("success", "failed:user block", "failed: system failed")) {
      assertThat(
              event(
                  "TEMPLATESENDJOBFINISH",
                  "<MsgID>200163836</MsgID><Status><![CDATA[" + status + "]]></Status>"))
          .isEqualTo(
              new InboundEvent.DeliveryReported(
                  id("TEMPLATESENDJOBFINISH:200163836"),
                  MEI,
                  AT,
                  "200163836",
                  status.equals("success"),
                  status));
    }
    assertThat(
            event(
                "MASSSENDJOBFINISH",
                "<MsgID>34182</MsgID><Status>send"
                    + " success</Status><TotalCount>100</TotalCount><FilterCount>80</FilterCount><SentCount>75</SentCount><ErrorCount>5</ErrorCount>"
                    + "<CopyrightCheckResult><Count>1</Count><ResultList><item><ArticleIdx>1</ArticleIdx></item></ResultList></CopyrightCheckResult>"))
        .isEqualTo(
            new InboundEvent.MassReported(
                id("MASSSENDJOBFINISH:34182"),
                Peer.person(SHOP, "gh_x"),
                AT,
                "34182",
                "send success",
                100,
                80,
                75,
                5));
    List<InboundEvent> notices =
        all(
            "<MsgType>event</MsgType><Event>subscribe_msg_sent_event</Event><SubscribeMsgSentEvent>"
                + "<List><TemplateId>T1</TemplateId><MsgID>9</MsgID><ErrorCode>0</ErrorCode><ErrorStatus>success</ErrorStatus></List>"
                + "<List><TemplateId>T2</TemplateId><MsgID>10</MsgID><ErrorCode>43101</ErrorCode><ErrorStatus>refused</ErrorStatus></List>"
                + "</SubscribeMsgSentEvent>");
    assertThat(notices).extracting(InboundEvent::id).doesNotHaveDuplicates();
    assertThat(notices)
        .map(InboundEvent.DeliveryReported.class::cast)
        .extracting(
            InboundEvent.DeliveryReported::platformMessageId,
            InboundEvent.DeliveryReported::delivered)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("9", true),
            org.assertj.core.groups.Tuple.tuple("10", false));
  }

  @Test
  void consentsAreCountedEachByItself() {
    String lists =
        "<List><TemplateId>T1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString><PopupScene>1</PopupScene></List>"
            + "<List><TemplateId>T2</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List>";
    List<InboundEvent.Consent> both =
        List.of(new InboundEvent.Consent("T1", true), new InboundEvent.Consent("T2", false));
    for (String wrap : List.of("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent")) {
      for (String name : List.of("subscribe_msg_popup_event", "subscribe_msg_change_event")) {
        assertThat(event(name, "<%s>%s</%s>".formatted(wrap, lists, wrap)))
            .isEqualTo(new InboundEvent.SubscriptionChanged(id(name + ":T1,T2"), MEI, AT, both));
      }
    }
  }

  @Test
  void sessionsAndPrivacyAreUnderstood() {
    assertThat(event("kf_create_session", "<KfAccount>a@s</KfAccount>"))
        .isEqualTo(
            new InboundEvent.AgentSessionChanged(
                id("kf_create_session"), MEI, AT, Change.OPENED, "a@s"));
    assertThat(event("kf_close_session", "<KfAccount>a@s</KfAccount>"))
        .isEqualTo(
            new InboundEvent.AgentSessionChanged(
                id("kf_close_session"), MEI, AT, Change.CLOSED, "a@s"));
    assertThat(
            event(
                "kf_switch_session",
                "<FromKfAccount>a@s</FromKfAccount><ToKfAccount>b@s</ToKfAccount>"))
        .isEqualTo(
            new InboundEvent.AgentSessionChanged(
                id("kf_switch_session"), MEI, AT, Change.MOVED, "b@s"));
    assertThat(event("user_authorization_revoke", "<OpenID>o9</OpenID>"))
        .isEqualTo(
            new InboundEvent.AuthorizationRevoked(
                id("user_authorization_revoke"), Peer.person(SHOP, "o9"), AT));
  }

  @Test
  void anUnknownEventIsKeptAndItsNameIsHarmless() {
    assertThat(event("moon_landing", ""))
        .isEqualTo(new InboundEvent.Unsupported(id("moon_landing"), MEI, AT, "moon_landing"));
    assertThat(event("<![CDATA[a\nERROR forged]]>", ""))
        .extracting(event -> ((InboundEvent.Unsupported) event).platformType())
        .isEqualTo("a?ERROR?forged");
  }

  @Test
  void aLongKeyStillMakesAnIdAndKeepsItApart() {
    String long1 = "<EventKey>https://shop/" + "x".repeat(400) + "1</EventKey>";
    String long2 = "<EventKey>https://shop/" + "x".repeat(400) + "2</EventKey>";
    assertThat(event("VIEW", long1).id())
        .isEqualTo(event("VIEW", long1).id())
        .isNotEqualTo(event("VIEW", long2).id());
  }

  @Test
  void whatHasNoSenderTimeOrKindIsNoEvent() {
    for (String xml :
        List.of(
            "<xml><A>1</A></xml>",
            "<xml><FromUserName>o</FromUserName><MsgType>text</MsgType><CreateTime>x</CreateTime></xml>",
            "<xml><FromUserName>o</FromUserName><CreateTime>1</CreateTime></xml>",
            "<xml><MsgType>text</MsgType><CreateTime>1</CreateTime></xml>")) {
      assertThat(decoder.decode(FlatXml.read(xml.getBytes(UTF_8)).orElseThrow())).isEmpty();
    }
  }
}
