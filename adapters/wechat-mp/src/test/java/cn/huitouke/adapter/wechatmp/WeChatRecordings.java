package cn.huitouke.adapter.wechatmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Peer;
import cn.huitouke.tck.FarEnd.Recorded;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the platform's documents say that it posts, and the events it must become. */
final class WeChatRecordings {

  private WeChatRecordings() {}

  static List<Recorded> of(ChannelId channel, String account) {
    Instant at = Instant.ofEpochSecond(1_348_831_860L);
    Peer mei = Peer.person(channel, "mei");
    String head =
        "<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[mei]]></FromUserName><CreateTime>1348831860</CreateTime>"
            .formatted(account);
    return List.of(
        new Recorded(
            "a text",
            (head
                    + "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[查物流]]></Content><MsgId>1234567890123456</MsgId><MsgDataId>xxxx</MsgDataId><Idx>1</Idx></xml>")
                .getBytes(UTF_8),
            new InboundEvent.MessageReceived(
                new EventId("1234567890123456"),
                mei,
                "mei",
                at,
                Message.text("查物流"),
                Optional.empty())),
        new Recorded(
            "a template's receipt",
            (head
                    + "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event><MsgID>200163836</MsgID><Status><![CDATA[failed:user"
                    + " block]]></Status></xml>")
                .getBytes(UTF_8),
            new InboundEvent.DeliveryReported(
                new EventId("mei:1348831860:TEMPLATESENDJOBFINISH:200163836"),
                mei,
                at,
                "200163836",
                false,
                "failed:user block")));
  }
}
