package cn.huitouke.sandbox;

import cn.huitouke.sandbox.tracking.KdNiaoPlatform;
import cn.huitouke.sandbox.tracking.Kuaidi100Platform;
import cn.huitouke.sandbox.tracking.Oddity;
import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Door;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.web.Trouble;
import cn.huitouke.sandbox.web.Troubles;
import cn.huitouke.sandbox.wechat.Template;
import cn.huitouke.sandbox.wechat.WeChatPlatform;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Drives the sandbox from outside the JVM, from this machine only:
 *
 * <ul>
 *   <li>{@code POST /sandbox/trouble} with {@code {"platform":"wechat","kind":"ERRCODE",
 *       "errcode":45009,"path":"/custom/send","times":2}}; {@code times} 0 means until cleared;
 *       {@code delayMillis} and {@code delivered} where the kind needs them. {@code DELETE} clears.
 *   <li>{@code GET /sandbox/ledger}: what every platform took, refused, pushed and was called.
 *   <li>{@code POST /sandbox/wechat/says|chooses|follows|unfollows|scans|taps|consents} with {@code
 *       {"customer":…}} and {@code text}, {@code choice} and {@code label}, {@code scene}, {@code
 *       key}, or {@code templates} and {@code accept}.
 *   <li>{@code GET /sandbox/wechat/screen?customer=…}, {@code POST /sandbox/wechat/callback-url} with
 *       {@code {"url":…}}, {@code POST /sandbox/wechat/settle}, {@code POST /sandbox/wechat/template} with
 *       {@code {"id":…,"title":…,"subscription":false,"fields":{"thing1":"商品"}}}.
 * </ul>
 */
final class Controls implements HttpHandler {
  private final WeChatPlatform weChat;
  private final Map<String, Troubles> troubles;
  private final Kuaidi100Platform kuaidi100;
  private final KdNiaoPlatform kdNiao;

  Controls(WeChatPlatform weChat, Kuaidi100Platform kuaidi100, KdNiaoPlatform kdNiao) {
    this.weChat = weChat;
    this.kuaidi100 = kuaidi100;
    this.kdNiao = kdNiao;
    this.troubles =
        Map.of(
            "wechat", weChat.troubles(),
            "kuaidi100", kuaidi100.troubles(),
            "kdniao", kdNiao.troubles());
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRemoteAddress().getAddress().isLoopbackAddress()) {
        Door.write(exchange, Answer.text(403, "from this machine only"));
        return;
      }
      Door.write(exchange, answer(Call.read(exchange, "/sandbox")));
    }
  }

  private Answer answer(Call call) {
    try {
      return switch (call.method() + " " + call.path()) {
        case "POST /trouble" -> trouble(call.json());
        case "DELETE /trouble" -> cleared();
        case "GET /ledger" -> ledger();
        case "GET /wechat/screen" -> json(weChat.screenOf(call.query("customer")));
        case "GET /wechat/menu" -> json(weChat.menu());
        case "POST /wechat/callback-url" -> calling(Json.text(call.json(), "url"));
        case "POST /wechat/settle" ->
            json(Map.of("settled", weChat.settles(Duration.ofSeconds(30))));
        case "POST /wechat/template" -> registered(call.json());
        case "POST /advance" -> advanced();
        case "POST /kuaidi100/push" -> pushing(call.json());
        default -> act(call);
      };
    } catch (IllegalArgumentException | IllegalStateException wrong) {
      return Answer.text(409, String.valueOf(wrong.getMessage()));
    }
  }

  private Answer act(Call call) {
    JsonNode ask = call.json();
    String customer = Json.text(ask, "customer");
    String scene = Json.text(ask, "scene");
    if (!call.method().equals("POST") || customer.isEmpty()) {
      return Answer.text(404, "no such thing to do, or nobody to do it");
    }
    switch (call.path()) {
      case "/wechat/says" -> {
        return json(Map.of("id", weChat.says(customer, Json.text(ask, "text"))));
      }
      case "/wechat/chooses" -> {
        var id = weChat.chooses(customer, Json.text(ask, "choice"), Json.text(ask, "label"));
        return json(Map.of("id", id));
      }
      case "/wechat/follows" ->
          weChat.follows(customer, Optional.of(scene).filter(given -> !given.isEmpty()));
      case "/wechat/unfollows" -> weChat.unfollows(customer);
      case "/wechat/scans" -> weChat.scans(customer, scene);
      case "/wechat/taps" -> weChat.tapsMenu(customer, Json.text(ask, "key"));
      case "/wechat/consents" ->
          weChat.answersConsent(customer, templates(ask), ask.path("accept").asBoolean(true));
      default -> {
        return Answer.text(404, "no such thing to do");
      }
    }
    return json(Map.of("done", true));
  }

  private static List<String> templates(JsonNode ask) {
    List<String> ids = new ArrayList<>();
    ask.path("templates").forEach(id -> ids.add(id.asString()));
    return ids;
  }

  private Answer registered(JsonNode ask) {
    Map<String, String> fields = new LinkedHashMap<>();
    ask.path("fields")
        .properties()
        .forEach(field -> fields.put(field.getKey(), field.getValue().asString()));
    boolean subscription = ask.path("subscription").asBoolean(false);
    weChat.register(
        new Template(Json.text(ask, "id"), Json.text(ask, "title"), subscription, fields));
    return json(Map.of("done", true));
  }

  private Answer trouble(JsonNode ask) {
    Troubles ahead = troubles.get(Json.text(ask, "platform"));
    if (ahead == null) {
      return Answer.text(409, "platform has to be one of " + troubles.keySet());
    }
    int times = ask.path("times").asInt(1);
    ahead.add(
        new Trouble(
            Trouble.Kind.valueOf(Json.text(ask, "kind")),
            Json.text(ask, "path"),
            times == 0 ? Integer.MAX_VALUE : times,
            Duration.ofMillis(ask.path("delayMillis").asLong(0)),
            ask.path("errcode").asInt(-1),
            ask.path("delivered").asBoolean(false)));
    return json(Map.of("done", true));
  }

  private Answer cleared() {
    troubles.values().forEach(Troubles::clear);
    return json(Map.of("done", true));
  }

  private Answer calling(String url) {
    weChat.callTo(URI.create(url));
    return json(Map.of("done", true));
  }

  private Answer pushing(JsonNode ask) {
    kuaidi100.push(Json.text(ask, "number"), Oddity.valueOf(Json.text(ask, "oddity")));
    return json(Map.of("done", true));
  }

  private Answer advanced() {
    kuaidi100.advance();
    kdNiao.advance();
    return json(Map.of("done", true));
  }

  private Answer ledger() {
    return json(
        Map.of(
            "wechat", weChat.everything(),
            "kuaidi100", kuaidi100.everything(),
            "kdniao", kdNiao.everything()));
  }

  private static Answer json(Object value) {
    return Answer.json(Json.read(Json.write(value)));
  }
}
