package cn.huitouke.adapter.qqbot;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.Segment;
import java.util.List;

/** Writes what the shop says as the platform's text, and names the pictures in it. */
final class QqSpeech {

  private QqSpeech() {}

  /** What customers wrote is not read as the platform's tags: {@code <} is written wide. */
  static String text(Message message, boolean group) {
    StringBuilder text = new StringBuilder();
    for (Segment segment : message.segments()) {
      String words =
          segment instanceof Segment.Mention(String who) && !group
              ? "@" + who
              : segment.inWords().orElse("");
      boolean before = !text.isEmpty() && text.charAt(text.length() - 1) != ' ';
      if (group && segment instanceof Segment.Mention(String who)) {
        text.append(before ? "\n" : "").append(mention(who));
      } else if (!words.isEmpty()) {
        text.append(before ? "\n" : "").append(words.replace('<', '＜'));
      }
    }
    return text.toString();
  }

  /** The references of its pictures. */
  static List<String> pictures(Message message) {
    return message.segments().stream()
        .filter(Segment.Image.class::isInstance)
        .map(segment -> ((Segment.Image) segment).reference())
        .toList();
  }

  private static String mention(String member) {
    return member.matches("[A-Za-z0-9_-]{1,128}") ? "<qqbot-at-user id=\"" + member + "\" /> " : "";
  }
}
