package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.wechat.Bubble.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Template messages and subscription notices. */
final class Notices {
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final World world;
  private final Map<String, Template> templates = new LinkedHashMap<>();
  private final Map<String, Earlier> earlier = new HashMap<>();

  Notices(World world) {
    this.world = world;
  }

  private record Earlier(long id, Instant at) {}

  void register(Template template) {
    templates.put(template.id(), template);
  }

  /** {@code /cgi-bin/message/template/send}. */
  Answer template(Call call) {
    JsonNode ask = call.json();
    Optional<Person> found = world.people.find(Json.text(ask, "touser"));
    Optional<Answer> refusal = refusal(ask, found, false);
    if (refusal.isPresent() || found.isEmpty()) {
      return refusal.orElseGet(() -> Errors.of(40003));
    }
    Person person = found.get();
    if (!person.following) {
      return Errors.of(43004);
    }
    String own = Json.text(ask, "client_msg_id");
    String key = person.openid + "\n" + own;
    Earlier before = own.isEmpty() ? null : earlier.get(key);
    if (before != null && world.now().isBefore(before.at().plus(REMEMBERED))) {
      return sent(before.id());
    }
    long id = world.nextId();
    earlier.put(key, new Earlier(id, world.now()));
    if (!person.blocking) {
      world.deliver(person, Bubble.TEMPLATE, content(ask), id, own);
    }
    String status = person.blocking ? "failed:user block" : "success";
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("MsgID", id);
    event.put("Status", status);
    call.afterwards(() -> world.pushEvent(person.openid, "TEMPLATESENDJOBFINISH", event));
    return sent(id);
  }

  /** {@code /cgi-bin/message/subscribe/bizsend}: each consent carries one message. */
  Answer subscription(Call call) {
    JsonNode ask = call.json();
    Optional<Person> found = world.people.find(Json.text(ask, "touser"));
    Optional<Answer> refusal = refusal(ask, found, true);
    if (refusal.isPresent() || found.isEmpty()) {
      return refusal.orElseGet(() -> Errors.of(40003));
    }
    Person person = found.get();
    String template = Json.text(ask, "template_id");
    int left = person.consents.getOrDefault(template, 0);
    if (left == 0) {
      return Errors.of(43101);
    }
    person.consents.put(template, left - 1);
    long id = world.nextId();
    world.deliver(person, Bubble.SUBSCRIPTION, content(ask), id, "");
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("TemplateId", template);
    item.put("MsgID", id);
    item.put("ErrorCode", 0);
    item.put("ErrorStatus", "success");
    var event = Map.of("SubscribeMsgSentEvent", Map.of("List", item));
    call.afterwards(() -> world.pushEvent(person.openid, "subscribe_msg_sent_event", event));
    return sent(id);
  }

  /** The templates of one kind, as their listing shows them. */
  Answer list(boolean subscription) {
    List<ObjectNode> listed =
        templates.values().stream()
            .filter(template -> template.subscription() == subscription)
            .map(template -> listed(template, subscription))
            .toList();
    ObjectNode answer = Errors.fine();
    answer.putArray(subscription ? "data" : "template_list").addAll(listed);
    return Answer.json(answer);
  }

  private static ObjectNode listed(Template template, boolean subscription) {
    String content =
        template.fields().entrySet().stream()
            .map(field -> field.getValue() + ":{{" + field.getKey() + ".DATA}}\n")
            .collect(Collectors.joining());
    return Json.object()
        .put(subscription ? "priTmplId" : "template_id", template.id())
        .put("title", template.title())
        .put("content", content);
  }

  private Optional<Answer> refusal(JsonNode ask, Optional<Person> to, boolean subscription) {
    if (!ask.isObject()) {
      return Optional.of(Errors.of(47001));
    }
    if (to.isEmpty()) {
      return Optional.of(Errors.of(40003));
    }
    Template template = templates.get(Json.text(ask, "template_id"));
    if (template == null || template.subscription() != subscription) {
      return Optional.of(Errors.of(40037));
    }
    return template.fields().keySet().stream()
        .map(name -> FieldRules.complaint(name, Json.text(ask.path("data").path(name), "value")))
        .flatMap(Optional::stream)
        .findFirst()
        .map(complaint -> Errors.of(47003, complaint));
  }

  private Content content(JsonNode ask) {
    Template template = templates.get(Json.text(ask, "template_id"));
    if (template == null) {
      throw new IllegalStateException("an unknown template passed the check");
    }
    Map<String, String> shown = new LinkedHashMap<>();
    template
        .fields()
        .forEach(
            (name, label) -> shown.put(label, Json.text(ask.path("data").path(name), "value")));
    String text =
        shown.entrySet().stream()
            .map(field -> field.getKey() + "：" + field.getValue())
            .collect(Collectors.joining("\n"));
    String page = Json.text(ask, "url") + Json.text(ask, "page");
    return new Content("template", template.title(), text, List.of(), shown, page);
  }

  private static Answer sent(long id) {
    return Answer.json(Errors.fine().put("msgid", id));
  }
}
