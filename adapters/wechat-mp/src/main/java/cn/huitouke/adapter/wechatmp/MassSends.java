package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.MassSender.Audience;
import cn.huitouke.channel.MassSender.Progress;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.NoToken;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Optional;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.bean.tag.WxUserTag;
import me.chanjar.weixin.mp.enums.WxMpApiUrl.MassMessage;

/**
 * One message to many (群发). Each send bears a {@code clientmsgid} of ours, so that the same one is not
 * sent twice within a day.
 *
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/service/guide/product/message/Batch_Sends.html">mass
 *     sends</a>
 */
final class MassSends {

  static final int MOST_AT_ONCE = 10_000;

  private final WxMpService api;

  MassSends(WxMpService api) {
    this.api = api;
  }

  SendOutcome toList(OutboundId id, List<Peer> to, Message message) {
    List<String> openIds = to.stream().map(Peer::address).distinct().toList();
    if (openIds.size() < 2 || openIds.size() > MOST_AT_ONCE) {
      return refused("a mass send goes to 2-" + MOST_AT_ONCE + " followers");
    }
    Optional<JsonObject> content = content(message, false);
    if (content.isEmpty()) {
      return unsupported();
    }
    JsonArray list = new JsonArray();
    openIds.forEach(list::add);
    content.get().add("touser", list);
    return sent(id, content.get(), MassMessage.MESSAGE_MASS_SEND_URL);
  }

  SendOutcome toAudience(OutboundId id, Audience audience, Message message) {
    Optional<JsonObject> content = content(message, false);
    if (content.isEmpty()) {
      return unsupported();
    }
    JsonObject filter = new JsonObject();
    switch (audience) {
      case Audience.Everybody _ -> filter.addProperty("is_to_all", true);
      case Audience.Tagged(String tag) -> {
        Found found = tagNamed(tag);
        if (found.outcome().isPresent()) {
          return found.outcome().get();
        }
        filter.addProperty("is_to_all", false);
        filter.addProperty("tag_id", found.id());
      }
    }
    content.get().add("filter", filter);
    return sent(id, content.get(), MassMessage.MESSAGE_MASS_SENDALL_URL);
  }

  private record Found(long id, Optional<SendOutcome> outcome) {}

  private Found tagNamed(String name) {
    long[] id = {-1};
    SendOutcome asked =
        Sender.attempted(
            () -> {
              for (WxUserTag tag : api.getUserTagService().tagGet()) {
                id[0] = tag.getName().equals(name) ? tag.getId() : id[0];
              }
              return "{\"errcode\":0}";
            },
            "id");
    return switch (asked) {
      case SendOutcome.Accepted _ when id[0] >= 0 -> new Found(id[0], Optional.empty());
      case SendOutcome.Accepted _ ->
          new Found(
              -1, Optional.of(new SendOutcome.Refused(Reason.UNKNOWN_PEER, "no tag of that name")));
      case SendOutcome.Uncertain uncertain -> // of the question: nothing was sent
          new Found(
              -1,
              Optional.of(
                  new SendOutcome.Deferred(java.time.Duration.ofSeconds(10), uncertain.detail())));
      case SendOutcome.Refused _, SendOutcome.Deferred _ -> new Found(-1, Optional.of(asked));
    };
  }

  private SendOutcome sent(OutboundId id, JsonObject json, MassMessage address) {
    json.addProperty("send_ignore_reprint", 0);
    json.addProperty("clientmsgid", Digest.of(id.value()));
    return Sender.attempted(() -> api.post(address, json.toString()), "msg_id");
  }

  SendOutcome preview(Peer to, Message message) {
    Optional<JsonObject> content = content(message, true);
    if (content.isEmpty()) {
      return unsupported();
    }
    content.get().addProperty("touser", to.address());
    return Sender.attempted(
        () -> api.post(MassMessage.MESSAGE_MASS_PREVIEW_URL, content.get().toString()), "msg_id");
  }

  SendOutcome recall(String platformMessageId) {
    Optional<JsonObject> json = named(platformMessageId);
    if (json.isEmpty()) {
      return new SendOutcome.Refused(Reason.UNKNOWN_PEER, "not the id of a mass send");
    }
    json.get().addProperty("article_idx", 0); // every article of it
    return Sender.attempted(
        () -> api.post(MassMessage.MESSAGE_MASS_DELETE_URL, json.get().toString()), "msg_id");
  }

  Progress progress(String platformMessageId) {
    Optional<JsonObject> json = named(platformMessageId);
    if (json.isEmpty()) {
      return Progress.UNKNOWN;
    }
    try {
      JsonObject answer =
          JsonParser.parseString(api.post(MassMessage.MESSAGE_MASS_GET_URL, json.get().toString()))
              .getAsJsonObject();
      return switch (answer.has("msg_status") ? answer.get("msg_status").getAsString() : "") {
        case "SENDING" -> Progress.UNDER_WAY;
        case "SEND_SUCCESS" -> Progress.SENT;
        case "SEND_FAIL" -> Progress.FAILED;
        case "DELETE" -> Progress.RECALLED;
        default -> Progress.UNKNOWN;
      };
    } catch (WxErrorException
        | NoToken
        | JsonParseException
        | IllegalStateException
        | UnsupportedOperationException _) {
      return Progress.UNKNOWN;
    }
  }

  private static Optional<JsonObject> named(String platformMessageId) {
    if (!platformMessageId.matches("\\d{1,18}")) {
      return Optional.empty();
    }
    JsonObject json = new JsonObject();
    json.addProperty("msg_id", Long.parseLong(platformMessageId));
    return Optional.of(json);
  }

  /** The platform's JSON of a message, or empty if the message is of no kind that one can be. */
  private static Optional<JsonObject> content(Message message, boolean preview) {
    List<Segment> segments = message.segments();
    List<Segment> pictures = segments.stream().filter(Segment.Image.class::isInstance).toList();
    if (!preview && pictures.size() == 1 && segments.size() > 1) {
      Optional<String> words =
          PlainText.within(message)
              .filter(said -> said.segments().size() == segments.size() - 1)
              .flatMap(PlainText::of);
      Optional<JsonObject> picture = words.flatMap(_ -> single(pictures.getFirst(), false));
      picture.ifPresent(
          json -> json.getAsJsonObject("images").addProperty("recommend", words.orElseThrow()));
      return picture; // a picture with words to it
    }
    Optional<JsonObject> single =
        segments.size() == 1 ? single(segments.getFirst(), preview) : Optional.empty();
    return single.or(() -> PlainText.of(message).map(text -> of("text", "text", "content", text)));
  }

  private static Optional<JsonObject> single(Segment segment, boolean preview) {
    return switch (segment) {
      case Segment.Image image when preview ->
          Optional.of(of("image", "image", "media_id", image.reference()));
      case Segment.Image image -> {
        JsonObject json = new JsonObject();
        JsonArray ids = new JsonArray();
        ids.add(image.reference());
        JsonObject images = new JsonObject();
        images.add("media_ids", ids);
        json.addProperty("msgtype", "image");
        json.add("images", images);
        yield Optional.of(json);
      }
      case Segment.Voice voice -> Optional.of(of("voice", "voice", "media_id", voice.reference()));
      case Segment.Article article ->
          Optional.of(of("mpnews", "mpnews", "media_id", article.mediaId()));
      case Segment.Coupon coupon ->
          Optional.of(of("wxcard", "wxcard", "card_id", coupon.couponId()));
      case Segment.Text _,
          Segment.Link _,
          Segment.Location _,
          Segment.Choices _,
          Segment.Mention _,
          Segment.Video _,
          Segment.Music _,
          Segment.Card _,
          Segment.MiniProgram _,
          Segment.Form _,
          Segment.Unsupported _ ->
          Optional.empty();
    };
  }

  private static JsonObject of(String type, String part, String name, String value) {
    JsonObject json = new JsonObject();
    json.addProperty("msgtype", type);
    JsonObject body = new JsonObject();
    body.addProperty(name, value);
    json.add(part, body);
    return json;
  }

  private static SendOutcome unsupported() {
    return refused("one mass message cannot carry these kinds");
  }

  private static SendOutcome refused(String detail) {
    return new SendOutcome.Refused(Reason.UNSUPPORTED, detail);
  }
}
