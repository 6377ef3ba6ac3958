package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /cgi-bin/tags/…}. */
final class Tags {
  private static final int MOST = 100;
  private static final int MOST_A_PERSON = 20;
  private static final int MOST_A_CALL = 50;

  private final World world;
  private final Map<Integer, String> names = new LinkedHashMap<>();
  private int nextId = 100;

  Tags(World world) {
    this.world = world;
  }

  boolean exists(int id) {
    return names.containsKey(id);
  }

  Answer create(Call call) {
    String name = Json.text(call.json().path("tag"), "name");
    if (name.isEmpty() || name.length() > 30 || names.containsValue(name)) {
      return Errors.of(45157);
    }
    if (names.size() >= MOST) {
      return Errors.of(45056);
    }
    names.put(nextId, name);
    ObjectNode tag = Json.object().put("id", nextId++).put("name", name);
    return Answer.json(Json.object().set("tag", tag));
  }

  Answer get() {
    ObjectNode answer = Json.object();
    ArrayNode tags = answer.putArray("tags");
    names.forEach(
        (id, name) ->
            tags.addObject().put("id", id).put("name", name).put("count", holders(id).size()));
    return Answer.json(answer);
  }

  Answer update(Call call) {
    JsonNode tag = call.json().path("tag");
    int id = tag.path("id").asInt(-1);
    if (!exists(id)) {
      return Errors.of(45159);
    }
    names.put(id, Json.text(tag, "name"));
    return Errors.of(0);
  }

  Answer delete(Call call) {
    int id = call.json().path("tag").path("id").asInt(-1);
    if (names.remove(id) == null) {
      return Errors.of(45159);
    }
    world.people.all().forEach(person -> person.tags.remove(id));
    return Errors.of(0);
  }

  Answer tag(Call call) {
    return mark(call, true);
  }

  Answer untag(Call call) {
    return mark(call, false);
  }

  private Answer mark(Call call, boolean on) {
    int id = call.json().path("tagid").asInt(-1);
    JsonNode list = call.json().path("openid_list");
    if (!exists(id)) {
      return Errors.of(45159);
    }
    if (list.isEmpty() || list.size() > MOST_A_CALL) {
      return Errors.of(40032, "invalid openid list size");
    }
    List<Person> people = new ArrayList<>();
    for (JsonNode openid : list) {
      Optional<Person> person = world.people.find(openid.asString());
      if (person.isEmpty()) {
        return Errors.of(40003);
      }
      if (on && person.get().tags.size() >= MOST_A_PERSON) {
        return Errors.of(45059);
      }
      people.add(person.get());
    }
    people.forEach(person -> mark(person, id, on));
    return Errors.of(0);
  }

  private static void mark(Person person, int id, boolean on) {
    if (on) {
      person.tags.add(id);
    } else {
      person.tags.remove(id);
    }
  }

  Answer ofPerson(Call call) {
    Optional<Person> person = world.people.find(Json.text(call.json(), "openid"));
    if (person.isEmpty()) {
      return Errors.of(40003);
    }
    ObjectNode answer = Json.object();
    ArrayNode ids = answer.putArray("tagid_list");
    person.get().tags.forEach(ids::add);
    return Answer.json(answer);
  }

  Answer people(Call call) {
    List<Person> holders = holders(call.json().path("tagid").asInt(-1));
    ObjectNode answer = Json.object().put("count", holders.size());
    ArrayNode ids = answer.putObject("data").putArray("openid");
    holders.forEach(person -> ids.add(person.openid));
    answer.put("next_openid", holders.isEmpty() ? "" : holders.getLast().openid);
    return Answer.json(answer);
  }

  private List<Person> holders(int id) {
    return world.people.followers().stream().filter(person -> person.tags.contains(id)).toList();
  }
}
