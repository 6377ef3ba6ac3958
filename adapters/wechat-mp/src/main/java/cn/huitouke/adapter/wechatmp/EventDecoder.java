package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.InboundEvent.AgentSessionChanged.Change;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says what the platform's message means.
 *
 * @see <a href="https://developers.weixin.qq.com/doc/service/guide/product/message/">the platform's
 *     list of messages and events</a>
 */
final class EventDecoder {

  private static final String SCENE = "qrscene_";

  private final ChannelId channel;

  EventDecoder(ChannelId channel) {
    this.channel = channel;
  }

  /**
   * Decodes one message. The first event is what happened; more follow only where the platform puts
   * several receipts into one message. Empty where sender, time or kind is missing or senseless.
   */
  List<InboundEvent> decode(FlatXml xml) {
    String from = xml.get("FromUserName");
    String type = xml.get("MsgType");
    Optional<Instant> at = instant(xml.get("CreateTime"));
    if (from.isEmpty() || from.length() > 128 || type.isEmpty() || at.isEmpty()) {
      return List.of();
    }
    return type.equals("event")
        ? event(xml, Peer.person(channel, from), at.get())
        : List.of(message(xml, type, Peer.person(channel, from), at.get()));
  }

  private static Optional<Instant> instant(String seconds) {
    return seconds.length() <= 11
            && !seconds.isEmpty()
            && seconds.chars().allMatch(EventDecoder::digit)
        ? Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)))
        : Optional.empty();
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  private InboundEvent message(FlatXml xml, String type, Peer peer, Instant at) {
    Optional<String> choice = Optional.of(xml.get("bizmsgmenuid")).filter(id -> !id.isEmpty());
    return new InboundEvent.MessageReceived(
        messageId(xml, peer, at), peer, peer.address(), at, Message.of(segment(xml, type)), choice);
  }

  private static EventId messageId(FlatXml xml, Peer peer, Instant at) {
    String id = xml.get("MsgId");
    return id.isEmpty()
        ? id(peer.address(), Long.toString(at.getEpochSecond()), xml.get("MsgType"))
        : id(id);
  }

  private static Segment segment(FlatXml xml, String type) {
    return switch (type) {
      case "text" -> new Segment.Text(xml.get("Content"));
      case "image" -> new Segment.Image(xml.get("MediaId"), some(xml.get("PicUrl")));
      case "voice" ->
          new Segment.Voice(xml.get("MediaId"), xml.get("Format"), some(xml.get("Recognition")));
      case "video", "shortvideo" -> new Segment.Video(xml.get("MediaId"), xml.get("ThumbMediaId"));
      case "location" ->
          new Segment.Location(
              degrees(xml.get("Location_X")), degrees(xml.get("Location_Y")), xml.get("Label"));
      case "link" -> new Segment.Link(xml.get("Title"), xml.get("Description"), xml.get("Url"));
      default -> new Segment.Unsupported(word(type));
    };
  }

  private List<InboundEvent> event(FlatXml xml, Peer peer, Instant at) {
    String name = xml.get("Event");
    String key = xml.get("EventKey");
    EventId id = eventId(xml, peer, at);
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "subscribe" -> List.of(new InboundEvent.Followed(id, peer, at, invitation(key)));
      case "unsubscribe" -> List.of(new InboundEvent.Unfollowed(id, peer, at));
      case "scan" -> List.of(new InboundEvent.Scanned(id, peer, at, key));
      case "click", "scancode_push", "scancode_waitmsg" ->
          List.of(new InboundEvent.MenuTapped(id, peer, at, key, true));
      case "view",
          "view_miniprogram",
          "pic_sysphoto",
          "pic_photo_or_album",
          "pic_weixin",
          "location_select" ->
          List.of(new InboundEvent.MenuTapped(id, peer, at, key, false));
      case "location" ->
          List.of(
              new InboundEvent.Located(
                  id, peer, at, degrees(xml.get("Latitude")), degrees(xml.get("Longitude"))));
      case "templatesendjobfinish" -> List.of(templateReceipt(xml, id, peer, at));
      case "masssendjobfinish" -> List.of(massReceipt(xml, id, at));
      case "subscribe_msg_popup_event", "subscribe_msg_change_event" ->
          List.of(consents(xml, name, id, peer, at));
      case "subscribe_msg_sent_event" -> noticeReceipts(xml, id, peer, at);
      case "kf_create_session" -> List.of(session(id, peer, at, Change.OPENED, xml, "KfAccount"));
      case "kf_close_session" -> List.of(session(id, peer, at, Change.CLOSED, xml, "KfAccount"));
      case "kf_switch_session" -> List.of(session(id, peer, at, Change.MOVED, xml, "ToKfAccount"));
      case "user_authorization_revoke", "user_authorization_cancellation" ->
          List.of(new InboundEvent.AuthorizationRevoked(id, named(xml, peer), at));
      default -> List.of(new InboundEvent.Unsupported(id, peer, at, word(name)));
    };
  }

  /**
   * Events have no id of their own: sender, time, kind and key name them, and for receipts the
   * message that they are about, of which several may end in the same second.
   */
  private static EventId eventId(FlatXml xml, Peer peer, Instant at) {
    String about =
        xml.groups().stream()
            .flatMap(group -> group.values().entrySet().stream())
            .filter(value -> value.getKey().equals("MsgID") || value.getKey().equals("TemplateId"))
            .map(java.util.Map.Entry::getValue)
            .collect(java.util.stream.Collectors.joining(","));
    return id(
        peer.address(),
        Long.toString(at.getEpochSecond()),
        xml.get("Event"),
        xml.get("EventKey"),
        xml.get("MsgID"),
        about);
  }

  /** Joins the parts that are there; what is too long for an id ends in a digest of the whole. */
  private static EventId id(String... parts) {
    List<String> present = new ArrayList<>(parts.length);
    for (String part : parts) {
      if (!part.isEmpty()) {
        present.add(part);
      }
    }
    String whole = String.join(":", present);
    return new EventId(
        whole.length() <= 200 ? whole : whole.substring(0, 160) + "#" + Digest.of(whole));
  }

  private static Optional<String> invitation(String key) {
    return key.startsWith(SCENE) && key.length() > SCENE.length()
        ? Optional.of(key.substring(SCENE.length()))
        : Optional.empty();
  }

  private static InboundEvent templateReceipt(FlatXml xml, EventId id, Peer peer, Instant at) {
    String status = xml.get("Status");
    return new InboundEvent.DeliveryReported(
        id, peer, at, xml.get("MsgID"), status.equals("success"), status);
  }

  private InboundEvent massReceipt(FlatXml xml, EventId id, Instant at) {
    String account = xml.get("ToUserName");
    return new InboundEvent.MassReported(
        id,
        Peer.person(channel, account.isEmpty() ? "account" : account),
        at,
        xml.get("MsgID"),
        xml.get("Status"),
        count(xml.get("TotalCount")),
        count(xml.get("FilterCount")),
        count(xml.get("SentCount")),
        count(xml.get("ErrorCount")));
  }

  /** The platform's own example of a change is wrapped in the popup's element: both are taken. */
  private static InboundEvent consents(
      FlatXml xml, String name, EventId id, Peer peer, Instant at) {
    List<InboundEvent.Consent> consents =
        java.util.stream.Stream.of(
                "SubscribeMsgPopupEvent/List", "SubscribeMsgChangeEvent/List", "List")
            .flatMap(path -> xml.groups(path).stream())
            .filter(group -> !group.get("TemplateId").isEmpty())
            .map(
                group ->
                    new InboundEvent.Consent(
                        group.get("TemplateId"),
                        group.get("SubscribeStatusString").equals("accept")))
            .toList();
    return consents.isEmpty()
        ? new InboundEvent.Unsupported(id, peer, at, word(name))
        : new InboundEvent.SubscriptionChanged(id, peer, at, consents);
  }

  private static List<InboundEvent> noticeReceipts(FlatXml xml, EventId id, Peer peer, Instant at) {
    List<InboundEvent> receipts = new ArrayList<>();
    for (FlatXml.Group group : xml.groups("SubscribeMsgSentEvent/List")) {
      EventId own = receipts.isEmpty() ? id : id(id.value(), Integer.toString(receipts.size()));
      boolean delivered = group.get("ErrorCode").equals("0");
      receipts.add(
          new InboundEvent.DeliveryReported(
              own, peer, at, group.get("MsgID"), delivered, group.get("ErrorStatus")));
    }
    return receipts.isEmpty()
        ? List.of(new InboundEvent.Unsupported(id, peer, at, "subscribe_msg_sent_event"))
        : receipts;
  }

  private static InboundEvent session(
      EventId id, Peer peer, Instant at, Change change, FlatXml xml, String agent) {
    return new InboundEvent.AgentSessionChanged(id, peer, at, change, xml.get(agent));
  }

  /** Events about privacy come from the platform itself and name the customer inside. */
  private Peer named(FlatXml xml, Peer sender) {
    String openId = xml.get("OpenID");
    return openId.isEmpty() || openId.length() > 128 ? sender : Peer.person(channel, openId);
  }

  private static Optional<String> some(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** A kind's name as it may stand in a log: short, and nothing but a word. */
  private static String word(String name) {
    StringBuilder word = new StringBuilder();
    name.chars()
        .limit(64)
        .map(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-') ? c : '?')
        .forEach(c -> word.append((char) c));
    return word.isEmpty() ? "unnamed" : word.toString();
  }

  private static double degrees(String number) {
    try {
      double value = Double.parseDouble(number);
      return Double.isFinite(value) ? value : 0;
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private static int count(String number) {
    try {
      return Integer.parseInt(number);
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
