package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.world.PhoneNetwork.MenuItem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The account's menu. */
final class Menus {
  private static final int TOP = 3;
  private static final int BELOW = 5;
  private static final int LONGEST_KEY = 128;

  private JsonNode menu = Json.object();

  Answer create(Call call) {
    JsonNode ask = call.json();
    JsonNode top = ask.path("button");
    if (!top.isArray() || top.isEmpty() || top.size() > TOP) {
      return Errors.of(ask.isObject() ? 40016 : 47001);
    }
    for (JsonNode button : top) {
      int refusal = button.path("sub_button").size() > BELOW ? 40023 : refusal(button);
      for (JsonNode sub : button.path("sub_button")) {
        refusal = refusal == 0 ? refusal(sub) : refusal;
      }
      if (refusal != 0) {
        return Errors.of(refusal);
      }
    }
    menu = ask;
    return Errors.of(0);
  }

  private static int refusal(JsonNode button) {
    if (Json.text(button, "name").isEmpty()) {
      return 40018;
    }
    boolean opens = !button.path("sub_button").isEmpty() || !Json.text(button, "url").isEmpty();
    int length = Json.text(button, "key").getBytes(StandardCharsets.UTF_8).length;
    return opens || (length > 0 && length <= LONGEST_KEY) ? 0 : 40019;
  }

  Answer get() {
    return menu.isEmpty() ? Errors.of(46003) : Answer.json(Json.object().set("menu", menu));
  }

  Answer delete() {
    menu = Json.object();
    return Errors.of(0);
  }

  /** What can be tapped, in its order; of a page the key is its address. */
  List<MenuItem> items() {
    List<MenuItem> items = new ArrayList<>();
    for (JsonNode button : menu.path("button")) {
      if (button.path("sub_button").isEmpty()) {
        items.add(item(button));
      }
      for (JsonNode sub : button.path("sub_button")) {
        items.add(item(sub));
      }
    }
    return items;
  }

  boolean opensPage(String key) {
    return items().stream().anyMatch(item -> item.key().equals(key)) && key.startsWith("http");
  }

  private static MenuItem item(JsonNode button) {
    String key = Json.text(button, "key");
    return new MenuItem(key.isEmpty() ? Json.text(button, "url") : key, Json.text(button, "name"));
  }
}
