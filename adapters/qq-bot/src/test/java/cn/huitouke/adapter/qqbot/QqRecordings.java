package cn.huitouke.adapter.qqbot;

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

/** What the platform's documents say that it posts, and the events it must become. */
final class QqRecordings {

  private QqRecordings() {}

  static List<Recorded> of(ChannelId channel) {
    Instant at = Instant.parse("2023-11-06T05:37:18Z");
    Peer group = Peer.group(channel, "B2C3D4");
    return List.of(
        recorded(
            "the documents' smallest private message",
            """
            {"id":"C2C_MESSAGE_CREATE:e1","op":0,"s":1,"t":"C2C_MESSAGE_CREATE","d":{"author":\
            {"user_openid":"E4F4AEA33253A2797FB897C50B81D7ED"},"content":"123",\
            "id":"ROBOT1.0_.b6nx!","timestamp":"2023-11-06T13:37:18+08:00"}}\
            """,
            new InboundEvent.MessageReceived(
                new EventId("ROBOT1.0_.b6nx!"),
                Peer.person(channel, "E4F4AEA33253A2797FB897C50B81D7ED"),
                "E4F4AEA33253A2797FB897C50B81D7ED",
                at,
                Message.text("123"),
                Optional.empty())),
        recorded(
            "a member mentions the bot",
            """
            {"id":"GROUP_AT_MESSAGE_CREATE:e2","op":0,"s":2,"t":"GROUP_AT_MESSAGE_CREATE","d":\
            {"id":"ROBOT1.0_x","author":{"id":"A1","member_openid":"A1","member_role":"member"},\
            "content":" /今日天气 ","group_openid":"B2C3D4","message_type":0,\
            "timestamp":"2023-11-06T13:37:18+08:00"}}\
            """,
            new InboundEvent.MessageReceived(
                new EventId("ROBOT1.0_x"),
                group,
                "A1",
                at,
                Message.of(new Segment.Mention("bot"), new Segment.Text("/今日天气")),
                Optional.empty())),
        recorded(
            "a friend by a link",
            """
            {"id":"FRIEND_ADD:e3","op":0,"s":3,"t":"FRIEND_ADD","d":{"openid":"A1B2",\
            "timestamp":1699249038,"scene":2003,"scene_param":"callback_abc123",\
            "author":{"union_openid":"DB85"}}}\
            """,
            new InboundEvent.Followed(
                new EventId("FRIEND_ADD:e3"),
                Peer.person(channel, "A1B2"),
                at,
                Optional.of("callback_abc123"))),
        recorded(
            "a kind of later days",
            """
            {"id":"GROUP_JOIN_REQUEST:e4","op":0,"s":4,"t":"GROUP_JOIN_REQUEST","d":\
            {"group_openid":"B2C3D4","timestamp":1699249038}}\
            """,
            new InboundEvent.Unsupported(
                new EventId("GROUP_JOIN_REQUEST:e4"), group, at, "GROUP_JOIN_REQUEST")));
  }

  private static Recorded recorded(String name, String payload, InboundEvent expected) {
    return new Recorded(name, payload.getBytes(UTF_8), expected);
  }
}
