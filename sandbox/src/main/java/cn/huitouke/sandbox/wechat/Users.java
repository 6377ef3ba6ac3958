package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /cgi-bin/user/…}: no nickname and no picture, as since the end of 2021. */
final class Users {
  private static final int PAGE = 10_000;
  private static final int BATCH = 100;

  private final World world;

  Users(World world) {
    this.world = world;
  }

  Answer info(Call call) {
    return world
        .people
        .find(call.query("openid"))
        .map(person -> Answer.json(described(person)))
        .orElseGet(() -> Errors.of(40003));
  }

  Answer batch(Call call) {
    JsonNode asked = call.json().path("user_list");
    if (asked.isEmpty() || asked.size() > BATCH) {
      return Errors.of(40032, "invalid openid list size");
    }
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("user_info_list");
    for (JsonNode one : asked) {
      Optional<Person> person = world.people.find(Json.text(one, "openid"));
      if (person.isEmpty()) {
        return Errors.of(40003);
      }
      list.add(described(person.get()));
    }
    return Answer.json(answer);
  }

  Answer list(Call call) {
    List<String> all = world.people.followers().stream().map(person -> person.openid).toList();
    int begin =
        call.query("next_openid").isEmpty() ? 0 : all.indexOf(call.query("next_openid")) + 1;
    List<String> page = all.subList(begin, Math.min(all.size(), begin + PAGE));
    ObjectNode answer = Json.object().put("total", all.size()).put("count", page.size());
    if (!page.isEmpty()) {
      ArrayNode ids = answer.putObject("data").putArray("openid");
      page.forEach(ids::add);
    }
    return Answer.json(answer.put("next_openid", page.isEmpty() ? "" : page.getLast()));
  }

  private static ObjectNode described(Person person) {
    ObjectNode user =
        Json.object().put("subscribe", person.following ? 1 : 0).put("openid", person.openid);
    if (!person.following) {
      return user;
    }
    boolean scanned = !person.followedBy.isEmpty();
    user.put("language", "zh_CN")
        .put("subscribe_time", person.followedAt.getEpochSecond())
        .put("remark", "")
        .put("groupid", 0)
        .put("subscribe_scene", scanned ? "ADD_SCENE_QR_CODE" : "ADD_SCENE_SEARCH")
        .put("qr_scene", 0)
        .put("qr_scene_str", person.followedBy);
    ArrayNode tags = user.putArray("tagid_list");
    person.tags.forEach(tags::add);
    return user;
  }
}
