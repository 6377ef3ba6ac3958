package cn.huitouke.adapter.wecom;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.Segment;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes what the shop says as the platform's JSON.
 *
 * @see <a href="https://developer.work.weixin.qq.com/document/path/96427">send_msg</a>
 */
final class KfSpeech {

  private KfSpeech() {}

  /**
   * What this is on the platform, which shows words and a picture by a message each: the words, if
   * there are any, then every picture.
   */
  static List<Message> parts(Message message) {
    List<Segment> words = new ArrayList<>();
    List<Message> pictures = new ArrayList<>();
    for (Segment segment : message.segments()) {
      if (segment instanceof Segment.Image) {
        pictures.add(Message.of(segment));
      } else {
        words.add(segment);
      }
    }
    List<Message> parts = new ArrayList<>();
    if (!words.isEmpty()) {
      parts.add(new Message(words));
    }
    parts.addAll(pictures);
    return parts;
  }

  /** Kind and body, or empty if the message is of no kind that one can be. */
  static Optional<JsonObject> of(Message message) {
    if (message.segments().size() == 1) {
      switch (message.segments().getFirst()) {
        case Segment.Choices choices -> {
          return Optional.of(body("msgmenu", menu(choices)));
        }
        case Segment.Location place -> {
          return Optional.of(body("location", place(place)));
        }
        case Segment.Image image -> {
          JsonObject media = new JsonObject();
          media.addProperty("media_id", image.reference());
          return Optional.of(body("image", media));
        }
        default -> {}
      }
    }
    return text(message)
        .map(
            words -> {
              JsonObject text = new JsonObject();
              text.addProperty("content", words);
              return body("text", text);
            });
  }

  /** The whole message as one text, or empty if some of it cannot be said in text. */
  static Optional<String> text(Message message) {
    List<String> lines = new ArrayList<>();
    for (Segment segment : message.segments()) {
      Optional<String> words = segment.inWords();
      if (words.isEmpty()) {
        return Optional.empty();
      }
      lines.add(words.get());
    }
    return Optional.of(String.join("\n", lines));
  }

  private static JsonObject body(String kind, JsonObject body) {
    JsonObject json = new JsonObject();
    json.addProperty("msgtype", kind);
    json.add(kind, body);
    return json;
  }

  private static JsonObject menu(Segment.Choices choices) {
    JsonArray list = new JsonArray();
    for (Segment.Choice choice : choices.choices()) {
      JsonObject click = new JsonObject();
      click.addProperty("id", choice.id());
      click.addProperty("content", choice.label());
      JsonObject item = new JsonObject();
      item.addProperty("type", "click");
      item.add("click", click);
      list.add(item);
    }
    JsonObject menu = new JsonObject();
    menu.addProperty("head_content", choices.head());
    menu.add("list", list);
    menu.addProperty("tail_content", choices.tail());
    return menu;
  }

  private static JsonObject place(Segment.Location place) {
    JsonObject json = new JsonObject();
    json.addProperty("name", place.label());
    json.addProperty("address", place.label());
    json.addProperty("latitude", place.latitude());
    json.addProperty("longitude", place.longitude());
    return json;
  }
}
