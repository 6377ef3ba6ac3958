package cn.huitouke.sandbox.wecom;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.world.Conversations;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** {@code send_msg}. Guarded by the platform's lock. */
final class KfSends {
  private static final int LONGEST_TEXT = 2048;
  private static final int REJECTED = 10;

  private final KfAccount account;
  private final InstantSource clock;
  private final Map<String, Session> sessions;
  private final Conversations screens;
  private final KfMedia media;
  private final Failure failure;
  private final Set<String> used = new HashSet<>();

  /** Hears of messages that were taken and not delivered. */
  interface Failure {
    void happened(String customer, String msgId, int type);
  }

  KfSends(
      KfAccount account,
      InstantSource clock,
      Map<String, Session> sessions,
      Conversations screens,
      KfMedia media,
      Failure failure) {
    this.account = account;
    this.clock = clock;
    this.sessions = sessions;
    this.screens = screens;
    this.media = media;
    this.failure = failure;
  }

  Answer send(JsonNode ask) {
    String customer = Json.text(ask, "touser");
    Session session = sessions.get(customer);
    if (!Json.text(ask, "open_kfid").equals(account.openKfId())) {
      return KfErrors.of(95000);
    }
    if (session == null) {
      return KfErrors.of(40096);
    }
    String id = Json.text(ask, "msgid");
    int refusal =
        !id.matches("[0-9a-zA-Z_-]{0,32}")
            ? 40058
            : used.contains(id) ? KfErrors.MSGID_USED : contentRefusal(ask);
    refusal = refusal == 0 ? session.take(clock.instant()) : refusal;
    if (refusal != 0) {
      return KfErrors.of(refusal);
    }
    String name = id.isEmpty() ? UUID.randomUUID().toString().replace("-", "") : id;
    used.add(name);
    if (session.rejecting) {
      failure.happened(customer, name, REJECTED);
    } else {
      show(customer, Json.text(ask, "msgtype"), ask);
    }
    return Answer.json(Json.object().put("errcode", 0).put("errmsg", "ok").put("msgid", name));
  }

  private int contentRefusal(JsonNode ask) {
    String kind = Json.text(ask, "msgtype");
    JsonNode body = ask.path(kind);
    return switch (kind) {
      case "text" -> {
        int length = Json.text(body, "content").getBytes(StandardCharsets.UTF_8).length;
        yield length == 0 ? 40058 : length > LONGEST_TEXT ? 45002 : 0;
      }
      case "msgmenu" -> body.path("list").isEmpty() ? 40058 : 0;
      case "location" -> body.has("latitude") && body.has("longitude") ? 0 : 40058;
      case "image" -> media.knows(Json.text(body, "media_id")) ? 0 : 40007;
      default -> 40008;
    };
  }

  private void show(String customer, String kind, JsonNode ask) {
    JsonNode body = ask.path(kind);
    if (kind.equals("image")) {
      String picture = KfMedia.address(Json.text(body, "media_id"));
      screens.saw(customer, clock.instant(), "kf-message", picture);
      return;
    }
    List<Map.Entry<String, String>> choices = new ArrayList<>();
    String text = Json.text(body, "content");
    if (kind.equals("msgmenu")) {
      for (JsonNode item : body.path("list")) {
        JsonNode click = item.path("click");
        choices.add(Map.entry(Json.text(click, "id"), Json.text(click, "content")));
      }
      String tail = Json.text(body, "tail_content");
      text = Json.text(body, "head_content") + (tail.isEmpty() ? "" : "\n" + tail);
    } else if (kind.equals("location")) {
      text = Json.text(body, "name");
    }
    screens.heard(customer, clock.instant(), "kf-message", kind, text, choices);
  }
}
