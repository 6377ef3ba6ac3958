package cn.huitouke.adapter.onebot;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.tck.FarEnd.Recorded;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Frames after the standard's documents, and the events they must become. */
final class OneBotRecordings {

  private OneBotRecordings() {}

  static List<Recorded> of(ChannelId channel, long selfId) {
    Instant at = Instant.ofEpochSecond(1_515_204_254L);
    return List.of(
        recorded(
            "the standard's private message, a string",
            """
            {"time":1515204254,"self_id":10001000,"post_type":"message","message_type":"private",\
            "sub_type":"friend","message_id":12,"user_id":12345678,"message":"你好～ &#91;a&#93;",\
            "raw_message":"你好～","font":456,"sender":{"nickname":"小不点"}}\
            """,
            new InboundEvent.MessageReceived(
                new EventId("m12@1515204254"),
                Peer.person(channel, "12345678"),
                "12345678",
                at,
                Message.text("你好～ [a]"),
                Optional.empty())),
        recorded(
            "a mention in a group, ids larger than 32 bits, numbers as strings",
            """
            {"time":1515204254,"self_id":27313407006,"post_type":"message","message_type":"group",\
            "message_id":"98765432101","group_id":20000000001,"user_id":"30000000003",\
            "message":[{"type":"at","data":{"qq":%d}},{"type":"text","data":{"text":" 查快递"}}]}\
            """
                .formatted(selfId),
            new InboundEvent.MessageReceived(
                new EventId("m98765432101@1515204254"),
                Peer.group(channel, "20000000001"),
                "30000000003",
                at,
                Message.of(new Segment.Mention(Long.toString(selfId)), new Segment.Text(" 查快递")),
                Optional.empty())),
        recorded(
            "a new friend",
            """
            {"time":1515204254,"self_id":1,"post_type":"notice","notice_type":"friend_add",\
            "user_id":4}\
            """,
            new InboundEvent.Followed(
                new EventId("friend_add::4@1515204254"),
                Peer.person(channel, "4"),
                at,
                Optional.empty())),
        recorded(
            "a poke",
            """
            {"time":1515204254,"self_id":1,"post_type":"notice","notice_type":"notify",\
            "sub_type":"poke","user_id":4,"target_id":5}\
            """,
            new InboundEvent.Unsupported(
                new EventId("notify::4@1515204254"), Peer.person(channel, "4"), at, "notify")));
  }

  private static Recorded recorded(String name, String payload, InboundEvent expected) {
    return new Recorded(name, payload.getBytes(UTF_8), expected);
  }
}
