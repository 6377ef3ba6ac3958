package cn.huitouke.adapter.wechatmp;

import cn.huitouke.adapter.wechatmp.WeChatMpAccount.FormTemplate;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome.Reason;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A form filled in: which template, and a value for each of its fields.
 *
 * @param values by the platform's names
 */
record Notice(String templateId, Map<String, String> values, Optional<String> url) {

  /** How long a value may be, by the kind of field that the name begins with. */
  private static final Map<String, Integer> LONGEST =
      Map.of("thing", 20, "character_string", 32, "phone_number", 17, "car_number", 8, "phrase", 5);

  /** Why a form cannot be sent. */
  record Fault(Reason reason, String detail) {}

  /** Puts the values where the shop's template wants them. */
  static Notice of(Segment.Form form, FormTemplate template) {
    Map<String, String> values = new LinkedHashMap<>();
    new TreeMap<>(template.fields())
        .forEach((field, name) -> values.put(field, form.values().getOrDefault(name, "")));
    Optional<String> page =
        form.url().or(() -> Optional.of(template.url()).filter(url -> !url.isEmpty()));
    return new Notice(template.templateId(), values, page);
  }

  /**
   * What the platform would not take. It cuts nothing and neither do we: the library's own
   * convenience would shorten a value in silence.
   */
  Optional<Fault> fault() {
    for (Map.Entry<String, String> value : values.entrySet()) {
      String field = value.getKey();
      int length = value.getValue().codePointCount(0, value.getValue().length());
      int most = LONGEST.getOrDefault(field.replaceAll("\\d+$", ""), Integer.MAX_VALUE);
      if (value.getValue().isBlank()) {
        return Optional.of(new Fault(Reason.CONTENT_REJECTED, field + " has no value"));
      }
      if (length > most) {
        return Optional.of(
            new Fault(Reason.TOO_LONG, field + " takes " + most + " characters, not " + length));
      }
    }
    return Optional.empty();
  }

  /**
   * The platform's JSON.
   *
   * @param page the name that the wire has for the page behind the notice
   */
  JsonObject json(String openId, String page) {
    JsonObject json = new JsonObject();
    json.addProperty("touser", openId);
    json.addProperty("template_id", templateId);
    url.ifPresent(address -> json.addProperty(page, address));
    JsonObject data = new JsonObject();
    values.forEach(
        (field, value) -> {
          JsonObject held = new JsonObject();
          held.addProperty("value", value);
          data.add(field, held);
        });
    json.add("data", data);
    return json;
  }
}
