package cn.huitouke.sandbox.onebot;

import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.web.Trouble;
import cn.huitouke.sandbox.web.Troubles;
import cn.huitouke.sandbox.world.Conversations;
import cn.huitouke.sandbox.world.ScreenMessage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A simulated QQ account behind OneBot v11: friends and groups, events that nobody repeats, actions
 * answered by their echo. Screens are named by QQ numbers, a group's by {@code group:} and its number.
 * Thread-safe.
 */
public final class OneBotPlatform implements AutoCloseable {
  private static final Pattern CODE = Pattern.compile("\\[CQ:([a-z_]+)((?:,[^,\\]]*)*)\\]");

  private final QqAccount account;
  private final InstantSource clock;
  private final Troubles troubles = new Troubles();
  private final Conversations screens = new Conversations();
  private final Set<Long> friends = new HashSet<>();
  private final Set<Long> groups = new HashSet<>();
  private final AtomicLong ids = new AtomicLong(98_765_432_100L);
  private final Line line;

  public OneBotPlatform(QqAccount account, InstantSource clock) {
    this.account = account;
    this.clock = clock;
    this.line = new Line(account, this::asked, this::greeted);
  }

  /** Connects to the shop, and again whenever the line is lost. */
  public void connect() {
    line.keep();
  }

  /** Whether the line stands. */
  public boolean connected() {
    return line.stands();
  }

  /** Drops the line without a word. */
  public void drop(boolean comingBack) {
    line.drop(comingBack);
  }

  /** Tries to connect with a token; 0 if it was let in, else the HTTP status. */
  public int tries(String token) {
    return line.attempt(token);
  }

  private void greeted() {
    ObjectNode event = event("meta_event");
    event.put("meta_event_type", "lifecycle").put("sub_type", "connect");
    line.send(Json.write(event));
  }

  public Troubles troubles() {
    return troubles;
  }

  public Conversations screens() {
    return screens;
  }

  public List<ScreenMessage> screenOf(String screen) {
    return screens.of(screen);
  }

  public long selfId() {
    return account.selfId();
  }

  /** A friend who has said nothing yet. */
  public synchronized void meets(long user) {
    friends.add(user);
  }

  /** A group that the account is in. */
  public synchronized void hosts(long group) {
    groups.add(group);
  }

  private ObjectNode event(String type) {
    return Json.object()
        .put("time", clock.instant().getEpochSecond())
        .put("self_id", account.selfId())
        .put("post_type", type);
  }

  /** A friend writes; the frame that was sent. Nothing is repeated if the shop does not hear it. */
  public String says(long user, String text) {
    return says(user, segment("text", "text", text), text);
  }

  /** A friend writes something of these segments. */
  public String says(long user, List<ObjectNode> message, String shown) {
    meets(user);
    long id = ids.incrementAndGet();
    screens.said(Long.toString(user), clock.instant(), "text", shown);
    String frame = Json.write(message(id, "private", "friend", user, message));
    line.send(frame);
    return frame;
  }

  /** A member writes in a group, to the account perhaps. */
  public void saysInGroup(long group, long member, String text, boolean mentioning) {
    hosts(group);
    long id = ids.incrementAndGet();
    screens.said("group:" + group, clock.instant(), "text", member + "：" + text);
    List<ObjectNode> segments = new ArrayList<>();
    if (mentioning) {
      segments.addAll(segment("at", "qq", Long.toString(account.selfId())));
    }
    segments.addAll(segment("text", "text", (mentioning ? " " : "") + text));
    ObjectNode event = message(id, "group", "normal", member, segments).put("group_id", group);
    line.send(Json.write(event));
  }

  private ObjectNode message(
      long id, String type, String sub, long user, List<ObjectNode> segments) {
    ObjectNode event =
        event("message")
            .put("message_type", type)
            .put("sub_type", sub)
            .put("message_id", id)
            .put("user_id", user)
            .put("font", 14);
    var list = event.putArray("message");
    segments.forEach(list::add);
    event.putObject("sender").put("user_id", user).put("nickname", "qq" + user);
    return event;
  }

  /** One segment, for {@link #says(long, List, String)}. */
  public static List<ObjectNode> segment(String type, String name, String value) {
    ObjectNode segment = Json.object().put("type", type);
    segment.putObject("data").put(name, value);
    return List.of(segment);
  }

  /** Somebody becomes a friend. */
  public void befriends(long user) {
    meets(user);
    line.send(Json.write(event("notice").put("notice_type", "friend_add").put("user_id", user)));
  }

  /** A new member in a group. */
  public void joins(long group, long member) {
    hosts(group);
    line.send(
        Json.write(
            event("notice")
                .put("notice_type", "group_increase")
                .put("sub_type", "approve")
                .put("group_id", group)
                .put("operator_id", member)
                .put("user_id", member)));
  }

  /** Sends any frame as it is. */
  public boolean sends(String frame) {
    return line.send(frame);
  }

  private void asked(Line from, String frame) {
    JsonNode ask = Json.read(frame);
    String action = Json.text(ask, "action");
    Optional<Trouble> trouble = troubles.takeFor(action);
    if (trouble.isPresent()) {
      switch (trouble.get().kind()) {
        case ERRCODE -> from.send(failed(trouble.get().errcode(), "sandbox", ask.path("echo")));
        case SILENCE_AFTER_READ -> {
          if (trouble.get().delivered()) {
            answered(action, ask);
          }
          from.drop(true);
        }
        default -> from.send(failed(1200, "Timeout: NTEvent sendMsg", ask.path("echo")));
      }
      return;
    }
    from.send(answered(action, ask));
  }

  /** What an action is answered with. */
  synchronized String answered(String action, JsonNode ask) {
    JsonNode params = ask.path("params");
    return switch (action) {
      case "send_private_msg" -> sent(params, false, ask.path("echo"));
      case "send_group_msg" -> sent(params, true, ask.path("echo"));
      case "send_msg" -> sent(params, params.has("group_id"), ask.path("echo"));
      case "get_login_info" ->
          fine(
              Json.object().put("user_id", account.selfId()).put("nickname", "云朵山货"),
              ask.path("echo"));
      case "get_status" ->
          fine(Json.object().put("online", true).put("good", true), ask.path("echo"));
      default -> failed(1404, "unknown action", ask.path("echo"));
    };
  }

  private String sent(JsonNode params, boolean group, JsonNode echo) {
    long id = params.path(group ? "group_id" : "user_id").asLong(0);
    if (id == 0 || params.path("message").isMissingNode()) {
      return failed(1400, "bad params", echo);
    }
    if (!(group ? groups : friends).contains(id)) {
      return failed(1200, group ? "not in this group" : "not a friend", echo);
    }
    Shown shown = shown(params.path("message"), params.path("auto_escape").asBoolean(false));
    if (shown == null || shown.text().isEmpty()) {
      return failed(1400, "empty or unknown message", echo);
    }
    String screen = group ? "group:" + id : Long.toString(id);
    screens.heard(screen, clock.instant(), "message", shown.kind(), shown.text(), List.of());
    return fine(Json.object().put("message_id", ids.incrementAndGet()), echo);
  }

  private record Shown(String kind, String text) {}

  /** A string is read for CQ codes, whoever wrote them. */
  private static @Nullable Shown shown(JsonNode message, boolean escaped) {
    if (message.isString()) {
      String text = message.asString();
      Matcher code = CODE.matcher(text);
      return new Shown("text", escaped ? text : code.replaceAll("⟦$1⟧"));
    }
    List<String> words = new ArrayList<>();
    String kind = "text";
    for (JsonNode segment : message.isArray() ? message : List.of(message)) {
      JsonNode data = segment.path("data");
      String type = Json.text(segment, "type");
      switch (type) {
        case "text" -> words.add(Json.text(data, "text"));
        case "at" -> words.add("@" + Json.text(data, "qq"));
        case "image", "record", "video" -> words.add("[" + type + "]" + file(data));
        default -> {
          return null;
        }
      }
      kind = message.size() == 1 ? type : "text";
    }
    return new Shown(kind, String.join("", words));
  }

  private static String file(JsonNode data) {
    String file = Json.text(data, "file");
    return file.startsWith("base64://") ? "base64" : file;
  }

  private static String fine(ObjectNode data, JsonNode echo) {
    ObjectNode answer = Json.object().put("status", "ok").put("retcode", 0);
    answer.set("data", data);
    return Json.write(withEcho(answer, echo));
  }

  private static String failed(int code, String words, JsonNode echo) {
    ObjectNode answer =
        Json.object()
            .put("status", "failed")
            .put("retcode", code)
            .put("message", words)
            .put("wording", words);
    answer.putNull("data");
    return Json.write(withEcho(answer, echo));
  }

  private static ObjectNode withEcho(ObjectNode answer, JsonNode echo) {
    if (!echo.isMissingNode()) {
      answer.set("echo", echo);
    }
    return answer;
  }

  @Override
  public void close() {
    line.close();
  }
}
