package cn.huitouke.adapter.onebot;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** OneBot's events as ours. Heartbeats and the like are not events of the shop. */
final class OneBotDecoder {

  private final ChannelId channel;
  private final OneBotAccount account;

  OneBotDecoder(ChannelId channel, OneBotAccount account) {
    this.channel = channel;
    this.account = account;
  }

  Optional<InboundEvent> decode(JsonNode event) {
    Instant at = Instant.ofEpochSecond(event.path("time").asLong(0));
    return switch (event.path("post_type").asString("")) {
      case "message" ->
          Optional.of(message(event, at)).filter(this::meansUs).map(InboundEvent.class::cast);
      case "notice" -> Optional.of(notice(event, at));
      case "meta_event", "message_sent" -> Optional.empty();
      default -> Optional.of(unsupported(event, at, event.path("post_type").asString("?")));
    };
  }

  /** In a group people talk with one another; the shop is asked where it is mentioned. */
  private boolean meansUs(InboundEvent.MessageReceived message) {
    return message.peer().kind() == Peer.Kind.PERSON
        || account.hearsAll()
        || message.message().segments().contains(new Segment.Mention(account.selfId()));
  }

  private InboundEvent.MessageReceived message(JsonNode event, Instant at) {
    List<Segment> segments = CqCode.read(event.path("message"));
    String sender = number(event, "user_id");
    return new InboundEvent.MessageReceived(
        new EventId("m" + number(event, "message_id") + "@" + event.path("time").asLong(0)),
        peer(event),
        sender,
        at,
        new Message(
            segments.isEmpty() ? List.of(new Segment.Unsupported("empty message")) : segments),
        Optional.empty());
  }

  private InboundEvent notice(JsonNode event, Instant at) {
    String type = event.path("notice_type").asString("?");
    return switch (type) {
      case "friend_add" ->
          new InboundEvent.Followed(id(event, type), peer(event), at, Optional.empty());
      case "group_increase" ->
          new InboundEvent.MemberJoined(
              id(event, type), peer(event), at, number(event, "user_id"), Optional.empty());
      default -> unsupported(event, at, type);
    };
  }

  private InboundEvent unsupported(JsonNode event, Instant at, String type) {
    return new InboundEvent.Unsupported(id(event, type), peer(event), at, type);
  }

  private static EventId id(JsonNode event, String type) {
    return new EventId(
        type
            + ":"
            + number(event, "group_id")
            + ":"
            + number(event, "user_id")
            + "@"
            + event.path("time").asLong(0));
  }

  private Peer peer(JsonNode event) {
    String group = number(event, "group_id");
    if (!group.isEmpty()) {
      return Peer.group(channel, group);
    }
    String user = number(event, "user_id");
    return Peer.person(channel, user.isEmpty() ? "unknown" : user);
  }

  /** Ids come as numbers or as strings of digits, and may exceed 32 bits. */
  private static String number(JsonNode event, String field) {
    return event.path(field).asString("");
  }
}
