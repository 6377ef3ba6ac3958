package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.wechat.Bubble.Content;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code /cgi-bin/message/mass/…}: four a customer and calendar month, the rest falls away unsaid. */
final class MassSends {
  private static final int A_MONTH = 4;
  private static final int LARGEST_LIST = 10_000;
  private static final int LONGEST_ID = 32;
  private static final int CALLS_A_MINUTE = 60;
  private static final Duration REMEMBERED = Duration.ofHours(24);
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
  private static final List<String> KINDS =
      List.of("text", "mpnews", "voice", "image", "images", "mpvideo", "wxcard");

  private final World world;
  private final Tags tags;
  private final Map<String, Job> jobsByKey = new HashMap<>();
  private final Map<Long, Job> jobs = new HashMap<>();
  private final Set<Long> deleted = new HashSet<>();
  private final List<Instant> calls = new ArrayList<>();
  private @Nullable LocalDate sentToAll;

  private record Job(long id, String kind, Instant at) {}

  MassSends(World world, Tags tags) {
    this.world = world;
    this.tags = tags;
  }

  Answer toAll(Call call) {
    JsonNode filter = call.json().path("filter");
    boolean everybody = filter.path("is_to_all").asBoolean(false);
    int tag = filter.path("tag_id").asInt(-1);
    if (!filter.isObject() || (!everybody && !tags.exists(tag))) {
      return Errors.of(filter.isObject() ? 45159 : 47001);
    }
    LocalDate today = LocalDate.ofInstant(world.now(), CHINA);
    if (everybody && today.equals(sentToAll)) {
      return Errors.of(45028);
    }
    List<Person> people =
        world.people.followers().stream()
            .filter(person -> everybody || person.tags.contains(tag))
            .toList();
    return send(call, people, everybody ? today : null);
  }

  Answer toList(Call call) {
    JsonNode list = call.json().path("touser");
    if (!list.isArray() || list.size() < 2 || list.size() > LARGEST_LIST) {
      return Errors.of(40130);
    }
    List<Person> people = new ArrayList<>();
    for (JsonNode openid : list) {
      world.people.find(openid.asString()).filter(p -> p.following).ifPresent(people::add);
    }
    return send(call, people, null);
  }

  private Answer send(Call call, List<Person> people, @Nullable LocalDate everybodyToday) {
    JsonNode ask = call.json();
    Optional<Content> content = content(ask);
    String own = Json.text(ask, "clientmsgid");
    if (refusal(content) != 0) {
      return Errors.of(refusal(content));
    }
    if (own.length() > LONGEST_ID) {
      return Errors.of(45067);
    }
    if (tooOften()) {
      return Errors.of(45011);
    }
    // Without an id of the sender's, the same words to the same people count as the same.
    String range = ask.path("filter").toString() + ask.path("touser");
    String key = own.isEmpty() ? range + ask.path(content.get().kind()) : own;
    Job before = jobsByKey.get(key);
    if (before != null && world.now().isBefore(before.at().plus(REMEMBERED))) {
      return repeated(before);
    }
    Job job = new Job(world.nextId(), content.get().kind(), world.now());
    jobsByKey.put(key, job);
    jobs.put(job.id(), job);
    sentToAll = everybodyToday == null ? sentToAll : everybodyToday;
    int reached = deliver(people, content.get(), job.id(), own);
    call.afterwards(() -> finished(job.id(), people.size(), reached));
    return Answer.json(
        Errors.fine().put("msg_id", job.id()).put("msg_data_id", job.id() % 1_000_000_000));
  }

  private int deliver(List<Person> people, Content content, long id, String own) {
    YearMonth month = YearMonth.from(world.now().atZone(CHINA));
    int reached = 0;
    for (Person person : people) {
      int had = person.massMessages.getOrDefault(month, 0);
      if (had < A_MONTH && !person.blocking) {
        person.massMessages.put(month, had + 1);
        world.deliver(person, Bubble.MASS, content, id, own);
        reached++;
      }
    }
    return reached;
  }

  private void finished(long id, int all, int reached) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("MsgID", id);
    event.put("Status", "send success");
    event.put("TotalCount", all);
    event.put("FilterCount", reached);
    event.put("SentCount", reached);
    event.put("ErrorCount", 0);
    world.pushEvent("mphelper", "MASSSENDJOBFINISH", event);
  }

  private static Answer repeated(Job before) {
    var answer = Json.object().put("errcode", 45065).put("errmsg", "clientmsgid exist");
    return Answer.json(answer.put("msg_id", before.id()));
  }

  private boolean tooOften() {
    Instant minuteAgo = world.now().minusSeconds(60);
    calls.removeIf(at -> !at.isAfter(minuteAgo));
    calls.add(world.now());
    return calls.size() > CALLS_A_MINUTE;
  }

  /** A look for one's own eyes: does not count. */
  Answer preview(Call call) {
    JsonNode ask = call.json();
    String name = Json.text(ask, "touser") + Json.text(ask, "towxname");
    Optional<Person> person = world.people.find(name);
    Optional<Content> content = content(ask);
    if (person.isEmpty() || refusal(content) != 0) {
      return Errors.of(person.isEmpty() ? 40003 : refusal(content));
    }
    if (!person.get().following) {
      return Errors.of(43004);
    }
    long id = world.nextId();
    world.deliver(person.get(), Bubble.MASS, content.get(), id, "");
    return Answer.json(Errors.fine().put("msg_id", id));
  }

  Answer status(Call call) {
    Job job = jobs.get(call.json().path("msg_id").asLong(0));
    return job == null
        ? Errors.of(40059)
        : Answer.json(
            Json.object()
                .put("msg_id", job.id())
                .put("msg_status", deleted.contains(job.id()) ? "DELETE" : "SEND_SUCCESS"));
  }

  /** Only articles and videos can be taken back; for the rest there is no such message. */
  Answer delete(Call call) {
    Job job = jobs.get(call.json().path("msg_id").asLong(0));
    if (job == null || !List.of("mpnews", "mpvideo").contains(job.kind())) {
      return Errors.of(40059);
    }
    deleted.add(job.id());
    return Errors.of(0);
  }

  private Optional<Content> content(JsonNode ask) {
    String kind = Json.text(ask, "msgtype");
    boolean several = kind.equals("image") && ask.has("images");
    JsonNode body = ask.path(several ? "images" : kind);
    if (!KINDS.contains(kind) || !body.isObject()) {
      return Optional.empty();
    }
    String id = several ? body.path("media_ids").path(0).asString("") : Json.text(body, "media_id");
    return switch (kind) {
      case "text" ->
          Optional.of(Content.plain(kind, Json.text(body, "content")))
              .filter(content -> !content.text().isEmpty());
      case "image", "voice" ->
          Optional.of(titled(world.media.shown(kind, id), Json.text(body, "recommend")));
      case "wxcard" -> Optional.of(Content.plain(kind, Json.text(body, "card_id")));
      default -> Optional.of(Content.plain(kind, id));
    };
  }

  /** With the words that a phone shows above the picture. */
  private static Content titled(Content content, String words) {
    return new Content(
        content.kind(), words, content.text(), content.choices(), content.fields(), content.url());
  }

  /** 0, or why these words cannot go out. */
  private int refusal(Optional<Content> content) {
    if (content.isEmpty()) {
      return 40008;
    }
    String kind = content.get().kind();
    boolean media = kind.equals("image") || kind.equals("voice");
    return media && !world.media.knows(content.get().text(), kind) ? 40007 : 0;
  }
}
