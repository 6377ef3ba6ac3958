package cn.huitouke.sandbox.phone;

import cn.huitouke.sandbox.world.ScreenMessage;
import java.util.List;
import java.util.Map;

/**
 * A message as the page draws it.
 *
 * @param app on which of the phone's apps
 */
record Bubble(
    String app,
    long sequence,
    String customer,
    boolean mine,
    String at,
    String wire,
    String kind,
    String title,
    String text,
    List<Pair> choices,
    List<Pair> fields,
    String url) {

  /** Two words that belong together, in the order the platform gave them. */
  record Pair(String key, String value) {}

  static Bubble of(String app, ScreenMessage message) {
    return new Bubble(
        app,
        message.sequence(),
        message.customer(),
        message.fromCustomer(),
        Replies.time(message.at()),
        message.wire(),
        message.kind(),
        message.title(),
        message.text(),
        pairs(message.choices()),
        pairs(List.copyOf(message.fields().entrySet())),
        message.url());
  }

  private static List<Pair> pairs(List<Map.Entry<String, String>> entries) {
    return entries.stream().map(entry -> new Pair(entry.getKey(), entry.getValue())).toList();
  }
}
