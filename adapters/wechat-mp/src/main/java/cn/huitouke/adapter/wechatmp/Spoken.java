package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import me.chanjar.weixin.mp.bean.kefu.WxMpKefuMessage;

/** Writes what the shop says as the platform's JSON, to one customer. */
final class Spoken {

  private Spoken() {}

  /**
   * What this is on the platform, whose messages hold text or one thing: the words, if there are any,
   * then each thing.
   */
  static List<Message> parts(Message message) {
    List<Message> parts = new ArrayList<>();
    PlainText.within(message).ifPresent(parts::add);
    for (Segment segment : message.segments()) {
      if (PlainText.of(Message.of(segment)).isEmpty()) {
        parts.add(Message.of(segment));
      }
    }
    return parts;
  }

  /** A customer-service message, or empty if the message is of no kind that one can be. */
  static Optional<WxMpKefuMessage> toOne(String openId, Message message) {
    Optional<WxMpKefuMessage> spoken =
        message.segments().size() == 1 ? single(message.segments().getFirst()) : Optional.empty();
    spoken =
        spoken.or(
            () -> PlainText.of(message).map(text -> WxMpKefuMessage.TEXT().content(text).build()));
    spoken.ifPresent(kefu -> kefu.setToUser(openId));
    return spoken;
  }

  private static Optional<WxMpKefuMessage> single(Segment segment) {
    return switch (segment) {
      case Segment.Image image ->
          Optional.of(WxMpKefuMessage.IMAGE().mediaId(image.reference()).build());
      case Segment.Voice voice ->
          Optional.of(WxMpKefuMessage.VOICE().mediaId(voice.reference()).build());
      case Segment.Video video ->
          Optional.of(
              WxMpKefuMessage.VIDEO()
                  .mediaId(video.reference())
                  .thumbMediaId(video.thumbnail())
                  .build());
      case Segment.Music music ->
          Optional.of(
              WxMpKefuMessage.MUSIC()
                  .title(music.title())
                  .description(music.description())
                  .musicUrl(music.url())
                  .hqMusicUrl(music.url())
                  .thumbMediaId(music.thumbnail())
                  .build());
      case Segment.Card card ->
          Optional.of(
              WxMpKefuMessage.NEWS()
                  .addArticle(
                      new WxMpKefuMessage.WxArticle(
                          card.title(), card.description(), card.url(), card.imageUrl()))
                  .build());
      case Segment.Article article ->
          Optional.of(WxMpKefuMessage.MPNEWS().mediaId(article.mediaId()).build());
      case Segment.MiniProgram mini ->
          Optional.of(
              WxMpKefuMessage.MINIPROGRAMPAGE()
                  .title(mini.title())
                  .appId(mini.appId())
                  .pagePath(mini.page())
                  .thumbMediaId(mini.thumbnail())
                  .build());
      case Segment.Coupon coupon ->
          Optional.of(WxMpKefuMessage.WXCARD().cardId(coupon.couponId()).build());
      case Segment.Choices choices -> Optional.of(menu(choices));
      case Segment.Text _,
          Segment.Link _,
          Segment.Location _,
          Segment.Mention _,
          Segment.Form _,
          Segment.Unsupported _ ->
          Optional.empty();
    };
  }

  private static WxMpKefuMessage menu(Segment.Choices choices) {
    return WxMpKefuMessage.MSGMENU()
        .headContent(choices.head())
        .msgMenus(
            choices.choices().stream()
                .map(choice -> new WxMpKefuMessage.MsgMenu(choice.id(), choice.label()))
                .toList())
        .tailContent(choices.tail())
        .build();
  }
}
