package cn.huitouke.server;

import cn.huitouke.adapter.wechatmp.WeChatMp;
import cn.huitouke.adapter.wechatmp.WeChatMpAccount.FormTemplate;
import cn.huitouke.channel.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of the platform's templates one of our forms is, as an owner writes it on one line: the
 * template's id, and what goes into each of its fields, {@code ngqIpbwh8bUfcSsECm thing1=商品 time2=时间}.
 */
final class WrittenForm {

  /** By what customers allow once, on the platform's subscribe button. */
  private static final List<String> ALLOWED = List.of("care", "care-later");

  /** What the engine fills in, by the owner's words for it and ours. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("商品", "title"),
          Map.entry("进度", "status"),
          Map.entry("快递", "carrier"),
          Map.entry("地点", "place"),
          Map.entry("时间", "time"),
          Map.entry("单号", "number"),
          Map.entry("预计", "arrival"),
          Map.entry("备注", "remark"),
          Map.entry("内容", "content"),
          Map.entry("店名", "shop"));

  /** The forms that the program sends, named as in the settings file. */
  static final List<String> FORMS =
      List.of("parcel-shipped", "parcel-progress", "parcel-arrival", "care", "care-later");

  private static final String BETWEEN = "[\\s,，、;；]+";

  /** Says what can be read; an owner's words and ours may be mixed. */
  static final String SHAPE =
      "[0-9A-Za-z_-]{8,64}(?:"
          + BETWEEN
          + "[a-z]+(?:_[a-z]+)*[0-9]*[=＝](?:"
          + String.join("|", VALUES.keySet())
          + "|"
          + String.join("|", VALUES.values())
          + ")){1,12}";

  private WrittenForm() {}

  /** Those that are written among an account's values, by our name of the form. */
  static Map<String, FormTemplate> all(Map<String, String> values) {
    Map<String, FormTemplate> forms = new LinkedHashMap<>();
    for (String form : FORMS) {
      String written = values.getOrDefault(form, "");
      if (!written.isEmpty()) {
        forms.put(form, read(form, written));
      }
    }
    return forms;
  }

  private static FormTemplate read(String form, String written) {
    String[] parts = written.split(BETWEEN);
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      String[] field = parts[i].split("[=＝]", 2);
      fields.put(field[0], VALUES.getOrDefault(field[1], field[1]));
    }
    Wire wire = ALLOWED.contains(form) ? WeChatMp.SUBSCRIPTION : WeChatMp.TEMPLATE;
    return new FormTemplate(parts[0], wire, fields, "");
  }
}
