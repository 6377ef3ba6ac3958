package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.wechat.Bubble.Content;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads what an account answers in the response to a callback. */
final class PassiveReplies {
  private static final int LONGEST_TEXT = 2048;

  private PassiveReplies() {}

  static Optional<Content> read(Xml.Element xml) {
    String type = xml.at("MsgType");
    return switch (type) {
      case "text" -> text(xml.child("Content").map(e -> e.text().toString()).orElse(""));
      case "image" -> media(type, xml.at("Image", "MediaId"));
      case "voice" -> media(type, xml.at("Voice", "MediaId"));
      case "video" -> media(type, xml.at("Video", "MediaId"));
      case "music" ->
          Optional.of(
              Content.card(
                  type,
                  xml.at("Music", "Title"),
                  xml.at("Music", "Description"),
                  xml.at("Music", "MusicUrl")));
      case "news" -> news(xml);
      default -> Optional.empty();
    };
  }

  private static Optional<Content> text(String words) {
    int length = words.getBytes(StandardCharsets.UTF_8).length;
    return length == 0 || length > LONGEST_TEXT
        ? Optional.empty()
        : Optional.of(Content.plain("text", words));
  }

  private static Optional<Content> media(String type, String id) {
    return id.isEmpty() ? Optional.empty() : Optional.of(Content.plain(type, id));
  }

  /** Of several articles the customer sees the first. */
  private static Optional<Content> news(Xml.Element xml) {
    boolean counted = xml.at("ArticleCount").matches("[1-8]");
    return xml.child("Articles")
        .flatMap(articles -> articles.child("item"))
        .filter(item -> counted)
        .map(
            item -> Content.card("news", item.at("Title"), item.at("Description"), item.at("Url")));
  }
}
