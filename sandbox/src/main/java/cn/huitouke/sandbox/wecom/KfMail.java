package cn.huitouke.sandbox.wecom;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code sync_msg}: what customers said and what happened, from a cursor on. Without a cursor the last
 * three days come again. Whoever asks without the callback's token is soon asked to wait.
 */
final class KfMail {
  private static final Duration KEPT = Duration.ofDays(3);
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);
  private static final int LARGEST_PAGE = 1000;

  /** The platform hands out fewer than asked for when it likes. */
  private static final int USUAL_PAGE = 20;

  private static final int TOKENLESS_A_MINUTE = 10;

  private final KfAccount account;
  private final InstantSource clock;
  private final List<ObjectNode> items = new ArrayList<>();
  private final Map<String, Instant> tokens = new HashMap<>();
  private final List<Instant> tokenless = new ArrayList<>();

  KfMail(KfAccount account, InstantSource clock) {
    this.account = account;
    this.clock = clock;
  }

  /** A customer's message; its id. */
  synchronized String arrived(String customer, String type, ObjectNode body) {
    ObjectNode item = item(type, 3).put("external_userid", customer);
    item.set(type, body);
    items.add(item);
    return Json.text(item, "msgid");
  }

  synchronized void happened(ObjectNode event) {
    ObjectNode item = item("event", 4);
    item.set("event", event);
    items.add(item);
  }

  private ObjectNode item(String type, int origin) {
    return Json.object()
        .put("msgid", "kf" + UUID.randomUUID().toString().replace("-", ""))
        .put("open_kfid", account.openKfId())
        .put("send_time", clock.instant().getEpochSecond())
        .put("origin", origin)
        .put("msgtype", type);
  }

  /** For one callback. */
  synchronized String token() {
    String token = "ENC" + UUID.randomUUID().toString().replace("-", "");
    tokens.put(token, clock.instant().plus(TOKEN_LIFE));
    return token;
  }

  synchronized Answer sync(JsonNode ask) {
    if (!Json.text(ask, "open_kfid").equals(account.openKfId())) {
      return KfErrors.of(95000);
    }
    int limit = ask.path("limit").asInt(LARGEST_PAGE);
    if (limit < 1 || limit > LARGEST_PAGE) {
      return KfErrors.of(40058);
    }
    Instant good = tokens.getOrDefault(Json.text(ask, "token"), Instant.EPOCH);
    if (!clock.instant().isBefore(good) && tooOften()) {
      return KfErrors.of(45009);
    }
    int from = from(Json.text(ask, "cursor"));
    int to = Math.min(items.size(), from + Math.min(limit, USUAL_PAGE));
    ArrayNode list = Json.object().putArray("msg_list");
    items.subList(from, to).forEach(list::add);
    ObjectNode answer =
        Json.object()
            .put("errcode", 0)
            .put("errmsg", "ok")
            .put("next_cursor", "cursor" + to)
            .put("has_more", to < items.size() ? 1 : 0);
    answer.set("msg_list", list);
    return Answer.json(answer);
  }

  private boolean tooOften() {
    Instant minuteAgo = clock.instant().minusSeconds(60);
    tokenless.removeIf(at -> !at.isAfter(minuteAgo));
    tokenless.add(clock.instant());
    return tokenless.size() > TOKENLESS_A_MINUTE;
  }

  private int from(String cursor) {
    if (cursor.matches("cursor\\d{1,9}")) {
      return Math.min(items.size(), Integer.parseInt(cursor.substring(6)));
    }
    long since = clock.instant().minus(KEPT).getEpochSecond();
    int from = 0;
    while (from < items.size() && items.get(from).path("send_time").asLong() < since) {
      from++;
    }
    return from;
  }
}
