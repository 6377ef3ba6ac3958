package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.Segment;
import java.time.Instant;
import java.util.Optional;

/**
 * Writes an answer as the body of the callback's response.
 *
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/service/guide/product/message/Passive_user_reply_message.html">passive
 *     replies</a>
 */
final class PassiveReply {

  private PassiveReply() {}

  /** Whether the message can be one reply. */
  static boolean carries(Message message) {
    return PlainText.of(message).isPresent()
        || message.segments().size() == 1
            && body(new FlatXml.Writer(), message.segments().getFirst()).isPresent();
  }

  /** The reply, or empty if the message is of no kind that a reply can be. */
  static Optional<String> write(Message message, ReplySlots.Parties parties, Instant at) {
    FlatXml.Writer xml = head(parties, at);
    Optional<String> text = PlainText.of(message);
    if (text.isPresent()) {
      return Optional.of(xml.text("MsgType", "text").text("Content", text.get()).done());
    }
    return message.segments().size() == 1
        ? body(xml, message.segments().getFirst()).map(FlatXml.Writer::done)
        : Optional.empty();
  }

  /** Hands the conversation to a human agent of the platform's own customer service. */
  static String handOver(ReplySlots.Parties parties, Optional<String> agent, Instant at) {
    FlatXml.Writer xml = head(parties, at).text("MsgType", "transfer_customer_service");
    agent.ifPresent(name -> xml.open("TransInfo").text("KfAccount", name).close("TransInfo"));
    return xml.done();
  }

  private static FlatXml.Writer head(ReplySlots.Parties parties, Instant at) {
    return new FlatXml.Writer()
        .text("ToUserName", parties.customer())
        .text("FromUserName", parties.account())
        .number("CreateTime", at.getEpochSecond());
  }

  private static Optional<FlatXml.Writer> body(FlatXml.Writer xml, Segment segment) {
    return switch (segment) {
      case Segment.Image image ->
          Optional.of(media(xml, "image", "Image", image.reference()).close("Image"));
      case Segment.Voice voice ->
          Optional.of(media(xml, "voice", "Voice", voice.reference()).close("Voice"));
      case Segment.Video video ->
          Optional.of(media(xml, "video", "Video", video.reference()).close("Video"));
      case Segment.Music music ->
          Optional.of(
              xml.text("MsgType", "music")
                  .open("Music")
                  .text("Title", music.title())
                  .text("Description", music.description())
                  .text("MusicUrl", music.url())
                  .text("HQMusicUrl", music.url())
                  .text("ThumbMediaId", music.thumbnail())
                  .close("Music"));
      case Segment.Card card ->
          Optional.of(
              xml.text("MsgType", "news")
                  .number("ArticleCount", 1)
                  .open("Articles")
                  .open("item")
                  .text("Title", card.title())
                  .text("Description", card.description())
                  .text("PicUrl", card.imageUrl())
                  .text("Url", card.url())
                  .close("item")
                  .close("Articles"));
      case Segment.Text _,
          Segment.Mention _,
          Segment.Location _,
          Segment.Link _,
          Segment.Article _,
          Segment.MiniProgram _,
          Segment.Coupon _,
          Segment.Choices _,
          Segment.Form _,
          Segment.Unsupported _ ->
          Optional.empty();
    };
  }

  private static FlatXml.Writer media(FlatXml.Writer xml, String type, String element, String id) {
    return xml.text("MsgType", type).open(element).text("MediaId", id);
  }
}
