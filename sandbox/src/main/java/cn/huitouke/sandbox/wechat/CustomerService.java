package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.wechat.Bubble.Content;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** {@code /cgi-bin/message/custom/send} and {@code typing}. */
final class CustomerService {
  private static final int LONGEST_TEXT = 2048;

  private final World world;

  CustomerService(World world) {
    this.world = world;
  }

  Answer send(Call call) {
    JsonNode ask = call.json();
    if (!ask.isObject()) {
      return Errors.of(47001);
    }
    Optional<Person> found = world.people.find(Json.text(ask, "touser"));
    if (found.isEmpty()) {
      return Errors.of(40003);
    }
    Person person = found.get();
    String kind = Json.text(ask, "msgtype");
    int refusal = person.following ? person.blocking ? 48002 : contentRefusal(kind, ask) : 43004;
    if (refusal == 0) {
      refusal = person.window.take(world.now());
    }
    if (refusal != 0) {
      return Errors.of(refusal);
    }
    person.typingUntil = Instant.EPOCH;
    Content content = content(kind, ask.path(kind));
    world.deliver(person, Bubble.CUSTOMER_SERVICE, content, 0, "");
    return Errors.of(0);
  }

  Answer typing(Call call) {
    JsonNode ask = call.json();
    Optional<Person> found = world.people.find(Json.text(ask, "touser"));
    if (found.isEmpty()) {
      return Errors.of(40003);
    }
    Person person = found.get();
    Instant now = world.now();
    return switch (Json.text(ask, "command")) {
      case "Typing" -> {
        if (now.isAfter(person.interactedAt.plus(Duration.ofSeconds(30)))) {
          yield Errors.of(45080);
        }
        if (now.isBefore(person.typingUntil)) {
          yield Errors.of(45081);
        }
        person.typingUntil = now.plus(Duration.ofSeconds(15));
        yield Errors.of(0);
      }
      case "CancelTyping" -> {
        person.typingUntil = Instant.EPOCH;
        yield Errors.of(0);
      }
      default -> Errors.of(47001);
    };
  }

  private int contentRefusal(String kind, JsonNode ask) {
    JsonNode body = ask.path(kind);
    return switch (kind) {
      case "text" -> {
        int length = Json.text(body, "content").getBytes(StandardCharsets.UTF_8).length;
        yield length == 0 ? 44004 : length > LONGEST_TEXT ? 45002 : 0;
      }
      case "image", "voice", "video" ->
          world.media.knows(Json.text(body, "media_id"), kind) ? 0 : 40007;
      case "news" -> body.path("articles").size() == 1 ? 0 : 45008;
      case "msgmenu" -> body.path("list").isEmpty() ? 44004 : 0;
      case "music", "miniprogrampage" ->
          world.media.knows(Json.text(body, "thumb_media_id"), "thumb", "image") ? 0 : 40007;
      case "mpnews", "mpnewsarticle", "wxcard" -> body.isObject() ? 0 : 47001;
      default -> 40008;
    };
  }

  private Content content(String kind, JsonNode body) {
    return switch (kind) {
      case "text" -> Content.plain(kind, Json.text(body, "content"));
      case "news" -> {
        JsonNode article = body.path("articles").path(0);
        yield Content.card(
            kind,
            Json.text(article, "title"),
            Json.text(article, "description"),
            Json.text(article, "url"));
      }
      case "msgmenu" -> menu(body);
      case "music" ->
          Content.card(
              kind,
              Json.text(body, "title"),
              Json.text(body, "description"),
              Json.text(body, "musicurl"));
      case "miniprogrampage" ->
          Content.card(kind, Json.text(body, "title"), "", Json.text(body, "pagepath"));
      case "mpnewsarticle" -> Content.plain(kind, Json.text(body, "article_id"));
      case "wxcard" -> Content.plain(kind, Json.text(body, "card_id"));
      default -> world.media.shown(kind, Json.text(body, "media_id"));
    };
  }

  private static Content menu(JsonNode body) {
    List<Map.Entry<String, String>> choices = new ArrayList<>();
    for (JsonNode item : body.path("list")) {
      choices.add(Map.entry(Json.text(item, "id"), Json.text(item, "content")));
    }
    String head = Json.text(body, "head_content");
    String tail = Json.text(body, "tail_content");
    String text = tail.isEmpty() ? head : head + "\n" + tail;
    return new Content("msgmenu", "", text, choices, Map.of(), "");
  }
}
