package cn.huitouke.adapter.qqbot;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The platform's dispatches as events. Message times are RFC 3339, all others Unix seconds. */
final class QqEventDecoder {

  private final ChannelId channel;

  QqEventDecoder(ChannelId channel) {
    this.channel = channel;
  }

  /**
   * Decodes one dispatch (op 0).
   *
   * @param now used where the platform gives no time
   */
  InboundEvent decode(JsonNode dispatch, Instant now) {
    String type = dispatch.path("t").asString("");
    JsonNode data = dispatch.path("d");
    String outer = dispatch.path("id").asString("");
    Instant at = time(data.path("timestamp"), now);
    return switch (type) {
      case "C2C_MESSAGE_CREATE" -> {
        String openid = data.path("author").path("user_openid").asString("");
        yield message(data, Peer.person(channel, openid), openid, at, false);
      }
      case "GROUP_AT_MESSAGE_CREATE" -> group(data, at, true);
      case "GROUP_MESSAGE_CREATE" -> group(data, at, false);
      case "FRIEND_ADD" ->
          new InboundEvent.Followed(
              id(outer, data, type),
              person(data),
              at,
              Optional.of(data.path("scene_param").asString("")).filter(s -> !s.isEmpty()));
      case "FRIEND_DEL" -> new InboundEvent.Unfollowed(id(outer, data, type), person(data), at);
      case "GROUP_MEMBER_ADD" ->
          new InboundEvent.MemberJoined(
              id(outer, data, type),
              Peer.group(channel, data.path("group_openid").asString("unknown")),
              at,
              data.path("member_openid").asString(""),
              Optional.empty());
      default -> new InboundEvent.Unsupported(id(outer, data, type), anyone(data), at, type);
    };
  }

  private InboundEvent group(JsonNode data, Instant at, boolean mentioned) {
    Peer group = Peer.group(channel, data.path("group_openid").asString(""));
    String member = data.path("author").path("member_openid").asString("");
    return message(data, group, member, at, mentioned);
  }

  private InboundEvent message(
      JsonNode data, Peer peer, String sender, Instant at, boolean mentioned) {
    List<Segment> segments = new ArrayList<>();
    if (mentioned) {
      segments.add(new Segment.Mention("bot"));
    }
    // The mention of the bot is cut out, the blank behind it is left.
    String text = data.path("content").asString("").strip();
    if (!text.isEmpty()) {
      segments.add(new Segment.Text(text));
    }
    data.path("attachments").forEach(attachment -> segments.add(attachment(attachment)));
    if (segments.stream().allMatch(Segment.Mention.class::isInstance)) {
      segments.add(new Segment.Unsupported("message_type " + data.path("message_type").asInt(-1)));
    }
    return new InboundEvent.MessageReceived(
        new EventId(data.path("id").asString("")),
        peer,
        sender,
        at,
        new Message(segments),
        Optional.empty());
  }

  private static Segment attachment(JsonNode attachment) {
    String type = attachment.path("content_type").asString("");
    String url = attachment.path("url").asString("");
    if (type.startsWith("image/")) {
      return new Segment.Image(url, Optional.of(url));
    }
    if (type.equals("voice")) {
      return new Segment.Voice(
          url,
          type,
          Optional.of(attachment.path("asr_refer_text").asString("")).filter(s -> !s.isEmpty()));
    }
    return type.startsWith("video/") ? new Segment.Video(url, "") : new Segment.Unsupported(type);
  }

  private Peer person(JsonNode data) {
    return Peer.person(channel, data.path("openid").asString("unknown"));
  }

  private Peer anyone(JsonNode data) {
    String group = data.path("group_openid").asString("");
    return group.isEmpty() ? person(data) : Peer.group(channel, group);
  }

  private static EventId id(String outer, JsonNode data, String type) {
    return new EventId(
        outer.isEmpty()
            ? type + ":" + data.path("openid").asString("") + data.path("timestamp").asString("")
            : outer);
  }

  private static Instant time(JsonNode value, Instant now) {
    try {
      if (value.isNumber()) {
        return Instant.ofEpochSecond(value.asLong());
      }
      return value.isMissingNode() ? now : OffsetDateTime.parse(value.asString("")).toInstant();
    } catch (DateTimeException e) {
      return now;
    }
  }
}
