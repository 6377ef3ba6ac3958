package cn.huitouke.adapter.wecom;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import java.time.Instant;
import java.util.Optional;
import me.chanjar.weixin.cp.bean.kf.WxCpKfMsgListResp.WxCpKfMsgItem;
import me.chanjar.weixin.cp.bean.kf.msg.WxCpKfEventMsg;
import org.jspecify.annotations.Nullable;

/** What the customer-service interface hands out, as events. */
final class KfDecoder {

  private static final int FROM_CUSTOMER = 3;

  private final ChannelId channel;

  KfDecoder(ChannelId channel) {
    this.channel = channel;
  }

  /** Empty for what our own people said in the client. */
  Optional<InboundEvent> decode(WxCpKfMsgItem item) {
    Instant at = Instant.ofEpochSecond(item.getSendTime());
    EventId id = new EventId(item.getMsgId());
    if ("event".equals(item.getMsgType())) {
      return Optional.of(event(id, item.getEvent(), at));
    }
    if (item.getOrigin() != FROM_CUSTOMER) {
      return Optional.empty();
    }
    Peer peer = Peer.person(channel, item.getExternalUserId());
    Optional<String> choice =
        item.getText() == null ? Optional.empty() : given(item.getText().getMenuId());
    return Optional.of(
        new InboundEvent.MessageReceived(
            id, peer, peer.address(), at, Message.of(segment(item)), choice));
  }

  private static Segment segment(WxCpKfMsgItem item) {
    return switch (item.getMsgType()) {
      case "text" -> new Segment.Text(item.getText().getContent());
      case "image" -> new Segment.Image(item.getImage().getMediaId(), Optional.empty());
      case "voice" -> new Segment.Voice(item.getVoice().getMediaId(), "amr", Optional.empty());
      case "video" -> new Segment.Video(item.getVideo().getMediaId(), "");
      case "link" ->
          new Segment.Link(
              item.getLink().getTitle(), item.getLink().getDesc(), item.getLink().getUrl());
      case "location" ->
          new Segment.Location(
              item.getLocation().getLatitude(),
              item.getLocation().getLongitude(),
              given(item.getLocation().getName()).orElse(""));
      default -> new Segment.Unsupported(item.getMsgType());
    };
  }

  private InboundEvent event(EventId id, WxCpKfEventMsg event, Instant at) {
    String type = given(event.getEventType()).orElse("event");
    Peer peer = Peer.person(channel, given(event.getExternalUserId()).orElse("unknown"));
    return switch (type) {
      case "enter_session" -> {
        Optional<String> scene = given(event.getSceneParam()).or(() -> given(event.getScene()));
        yield scene.isPresent()
            ? new InboundEvent.Scanned(id, peer, at, scene.get())
            : new InboundEvent.Unsupported(id, peer, at, type);
      }
      case "msg_send_fail" ->
          new InboundEvent.DeliveryReported(
              id,
              peer,
              at,
              given(event.getFailMsgId()).map(KfMessageId::whole).orElse(""),
              false,
              "fail_type " + event.getFailType());
      default -> new InboundEvent.Unsupported(id, peer, at, type);
    };
  }

  private static Optional<String> given(@Nullable String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }
}
