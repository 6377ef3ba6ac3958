package cn.huitouke.sandbox.qq;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.web.Platform;
import cn.huitouke.sandbox.web.Postman;
import cn.huitouke.sandbox.web.Trouble;
import cn.huitouke.sandbox.web.Troubles;
import cn.huitouke.sandbox.world.Conversations;
import cn.huitouke.sandbox.world.ScreenMessage;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The simulated bot platform: signed webhooks, replies counted by message, de-duplication by {@code
 * msg_seq}. A group's screen is named {@code group:} and its openid. Thread-safe.
 */
public final class QqPlatform implements Platform, AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final int LONGEST_TEXT = 4000;
  private static final int TEXT = 0;
  private static final int MEDIA = 7;
  private static final Pattern CALLS =
      Pattern.compile("/v2/(users|groups)/([^/]+)/(messages|files)");
  private static final Pattern AT_USER = Pattern.compile("<qqbot-at-user id=\"([^\"]+)\" ?/>");

  private final BotAccount account;
  private final InstantSource clock;
  private final BotSeal seal;
  private final BotTokens tokens;
  private final Troubles troubles = new Troubles();
  private final Conversations screens = new Conversations();
  private final Map<String, Talk> users = new HashMap<>();
  private final Map<String, Talk> groups = new HashMap<>();
  private final Map<String, String> askers = new HashMap<>();
  private final Postman postman;
  private final Files files;
  private long sequence;

  public QqPlatform(BotAccount account, InstantSource clock) {
    this.account = account;
    this.clock = clock;
    this.seal = new BotSeal(account.secret());
    this.tokens = new BotTokens(account, clock);
    this.postman = new Postman(account.patience(), ATTEMPTS);
    this.files = new Files(clock);
  }

  @Override
  public Answer answer(Call call) {
    if (call.path().equals(Files.SHOWN)) {
      return files.shown(call);
    }
    Matcher asked = CALLS.matcher(call.path());
    boolean known = asked.matches() && call.method().equals("POST");
    synchronized (this) {
      if (call.path().equals("/app/getAppAccessToken")) {
        return tokens.give(call.json());
      }
      if (!tokens.knows(call.authorization())) {
        return BotErrors.of(11244);
      }
      if (known && asked.group(3).equals("messages")) {
        return send(asked.group(1).equals("groups"), asked.group(2), call.json());
      }
    }
    // A file may have to be fetched first: nobody else waits for it.
    return known
        ? file(asked.group(1).equals("groups"), asked.group(2), call.json())
        : Answer.html(404, "<html><body>404</body></html>");
  }

  private Answer file(boolean group, String id, JsonNode ask) {
    boolean known;
    synchronized (this) {
      known = (group ? groups : users).containsKey(id);
    }
    return known ? files.take(group, ask) : BotErrors.of(group ? 40054003 : 40054004);
  }

  @Override
  public Answer refuse(Call call, int code) {
    return BotErrors.of(code);
  }

  @Override
  public synchronized void revokeTokens() {
    tokens.revoke();
  }

  private Answer send(boolean group, String id, JsonNode ask) {
    Talk talk = (group ? groups : users).get(id);
    if (talk == null) {
      return BotErrors.of(group ? 40054003 : 40054004);
    }
    int unfit = unfit(group, ask);
    if (unfit != 0) {
      return BotErrors.of(unfit);
    }
    String message = Json.text(ask, "msg_id");
    String event = Json.text(ask, "event_id");
    int number = ask.path("msg_seq").asInt(1);
    int refusal =
        message.isEmpty() && event.isEmpty()
            ? talk.unprompted(clock.instant())
            : talk.reply(
                message.isEmpty() ? event : message, message.isEmpty(), number, clock.instant());
    if (refusal != 0) {
      return BotErrors.of(refusal);
    }
    boolean prompted = !message.isEmpty() || !event.isEmpty();
    show(group, id, prompted ? "passive" : "proactive", ask);
    ObjectNode told = Json.object().put("id", messageId()).put("timestamp", time());
    told.putObject("ext_info").put("ref_idx", "REFIDX_" + sequence + "==");
    return Answer.json(told);
  }

  /** 0, or the code of what is wrong with its content. */
  private int unfit(boolean group, JsonNode ask) {
    String text = Json.text(ask, "content");
    return switch (ask.path("msg_type").asInt(-1)) {
      case TEXT -> text.isBlank() ? 50006 : text.length() > LONGEST_TEXT ? 40054018 : 0;
      case MEDIA -> files.knows(group, Json.text(ask.path("media"), "file_info")) ? 0 : 304080;
      default -> 22006;
    };
  }

  /** Whether phones show words that come with a picture, nobody says: these do not. */
  private void show(boolean group, String id, String wire, JsonNode ask) {
    String screen = group ? "group:" + id : id;
    if (ask.path("msg_type").asInt() == MEDIA) {
      String picture = Files.address(Json.text(ask.path("media"), "file_info"));
      screens.saw(screen, clock.instant(), wire, picture);
      return;
    }
    String text = Json.text(ask, "content");
    String asker = askers.getOrDefault(Json.text(ask, "msg_id"), "");
    String shown = group ? inGroup(text, asker) : text;
    screens.heard(screen, clock.instant(), wire, "text", shown, List.of());
  }

  /** Mentions are shown as such; an answer that has none is given the asker's by the platform. */
  private static String inGroup(String text, String asker) {
    Matcher mention = AT_USER.matcher(text);
    boolean without = !mention.find() && !asker.isEmpty();
    return (without ? "@" + asker + " " : "") + mention.replaceAll("@$1");
  }

  private String messageId() {
    return "ROBOT1.0_" + ++sequence + UUID.randomUUID().toString().substring(0, 8) + "!";
  }

  private String time() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.ofHours(8))
        .truncatedTo(ChronoUnit.SECONDS)
        .toString();
  }

  public Troubles troubles() {
    return troubles;
  }

  /** How many access tokens were given out. */
  public synchronized int tokensIssued() {
    return tokens.issued();
  }

  /** How many files it was given, taken or not. */
  public int uploads() {
    return files.uploads();
  }

  /** How long a file given from now on may be named; zero: for ever. */
  public void filesLast(Duration life) {
    files.last(life);
  }

  /** No file given before may be named any more. */
  public void forgetsFiles() {
    files.forget();
  }

  public boolean settles(Duration atMost) {
    return postman.settles(atMost);
  }

  public Conversations screens() {
    return screens;
  }

  public List<ScreenMessage> screenOf(String screen) {
    return screens.of(screen);
  }

  /** Makes somebody a friend of the bot who has said nothing yet. */
  public synchronized void meets(String user) {
    users.computeIfAbsent(user, _ -> new Talk(false));
  }

  /** The bot is in this group. */
  public synchronized void hosts(String group) {
    groups.computeIfAbsent(group, _ -> new Talk(true));
  }

  /** The user switches messages that answer nothing off or on; a group's owner likewise. */
  public synchronized void refusesUnprompted(String id, boolean group, boolean refusing) {
    (group ? groups : users).get(id).refusesUnprompted = refusing;
  }

  /** A user writes in private. */
  public String says(String user, String text) {
    return says(user, text, Json.object());
  }

  /**
   * A user writes in private.
   *
   * @param more further fields of the message, attachments for example
   */
  public String says(String user, String text, ObjectNode more) {
    ObjectNode data = more.deepCopy();
    String id;
    synchronized (this) {
      meets(user);
      id = messageId();
      users.get(user).happened(id, clock.instant());
      screens.said(user, clock.instant(), "text", text);
    }
    data.put("id", id).put("content", text).put("timestamp", time());
    data.putObject("author").put("id", user).put("user_openid", user);
    push("C2C_MESSAGE_CREATE", data);
    return id;
  }

  /** A member writes in a group. Unless the bot is mentioned, the bot does not hear of it. */
  public void saysInGroup(String group, String member, String text, boolean mentioningBot) {
    hosts(group);
    screens.said("group:" + group, clock.instant(), "text", member + "：" + text);
    if (mentioningBot) {
      mentions(group, member, text);
    }
  }

  /** The bot hears that a member mentioned it; the id of the message. */
  String mentions(String group, String member, String text) {
    String id;
    synchronized (this) {
      id = messageId();
      groups.get(group).happened(id, clock.instant());
      askers.put(id, member);
    }
    // The mention is cut out, the blank behind it is left.
    ObjectNode data =
        Json.object()
            .put("id", id)
            .put("content", " " + text)
            .put("group_openid", group)
            .put("timestamp", time());
    data.putObject("author")
        .put("id", member)
        .put("member_openid", member)
        .put("member_role", "member");
    push("GROUP_AT_MESSAGE_CREATE", data);
    return id;
  }

  Instant now() {
    return clock.instant();
  }

  /** Somebody adds the bot as a friend, by one of its links perhaps. */
  public void befriends(String user, Optional<String> parameter) {
    ObjectNode data = person(user).put("scene", parameter.isPresent() ? 2003 : 1000);
    parameter.ifPresent(value -> data.put("scene_param", value));
    String event = eventId("FRIEND_ADD");
    synchronized (this) {
      meets(user);
      users.get(user).happened(event, clock.instant());
    }
    push("FRIEND_ADD", data, event);
  }

  /** Somebody removes the bot. */
  public void unfriends(String user) {
    synchronized (this) {
      users.remove(user);
    }
    push("FRIEND_DEL", person(user));
  }

  private ObjectNode person(String user) {
    return Json.object().put("openid", user).put("timestamp", clock.instant().getEpochSecond());
  }

  /** A new member in a group. */
  public void joins(String group, String member) {
    synchronized (this) {
      hosts(group);
    }
    push(
        "GROUP_MEMBER_ADD",
        Json.object()
            .put("timestamp", clock.instant().getEpochSecond())
            .put("group_openid", group)
            .put("member_openid", member));
  }

  private static String eventId(String type) {
    return type + ":" + UUID.randomUUID();
  }

  private void push(String type, ObjectNode data) {
    push(type, data, eventId(type));
  }

  private void push(String type, ObjectNode data, String id) {
    ObjectNode event = Json.object().put("id", id).put("op", 0);
    synchronized (this) {
      event.put("s", ++sequence);
    }
    event.put("t", type).set("d", data);
    String body = Json.write(event);
    postman.post(() -> letter(body), _ -> {});
  }

  private HttpRequest.Builder letter(String body) {
    Optional<Trouble.Kind> trouble = troubles.takeForCallback("event").map(Trouble::kind);
    long age = trouble.filter(Trouble.Kind.STALE_TIMESTAMP::equals).isPresent() ? 10_800 : 0;
    String timestamp = Long.toString(clock.instant().getEpochSecond() - age);
    boolean forged = trouble.filter(Trouble.Kind.BAD_SIGNATURE::equals).isPresent();
    String signature = (forged ? new BotSeal("somebody-else") : seal).sign(timestamp, body);
    return HttpRequest.newBuilder(account.callbackUrl())
        .header("User-Agent", "QQBot-Callback")
        .header("X-Bot-Appid", account.appId())
        .header("X-Signature-Ed25519", signature)
        .header("X-Signature-Timestamp", timestamp)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  /** The headers that a genuine event with this body has now. */
  public Map<String, String> signed(String body) {
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    return Map.of(
        "x-signature-timestamp", timestamp, "x-signature-ed25519", seal.sign(timestamp, body));
  }

  @Override
  public void close() {
    postman.close();
    files.close();
  }
}
