package cn.huitouke.logistics;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A carrier's line: cleaned of what machines left in it, and read for names and numbers. */
final class TraceText {

  private static final int LONGEST = 400;
  private static final Pattern TAG = Pattern.compile("<[^<>]{0,200}>");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d{1,2}}");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0\\u3000\\p{Cc}\\u200b]+");

  /** Where the courtesies begin, which say nothing of the parcel. */
  private static final Pattern COURTESY =
      Pattern.compile(
          "[，,。；;!！\\s（(]*"
              + "((如|若)(有|您|遇|需)(任何)?.{0,6}(疑问|问题|异常|投诉)"
              + "|感谢您?(的)?使用|投诉电话|期待再次|风里来雨里去|\\[?\\(?9\\d{4}为)"
              + ".*$");

  private static final Pattern COURIER =
      Pattern.compile(
          "(?:派(?:件|送)(?:人|员|业务员)?|快递员|业务员|投递员|配送员|小哥|交给|揽投员|的)"
              + "(?:姓名)?\\s*[：:是，,【（(]?\\s*(?:【)?(?<name>[\\u4e00-\\u9fa5]{1,3}(?:师傅|先生|女士)?|[\\u4e00-\\u9fa5]{2,4})"
              + "[\\s，,。;；:：（(】）)]{0,4}(?:正在派送途中)?[（(，,\\s]*"
              + "(?:手机号?|联系电话|电话)?[\\s：:，,]{0,3}(?<phone>1[3-9]\\d{9}|0\\d{2,3}-?\\d{7,8})");

  private static final Pattern MOBILE = Pattern.compile("(?<!\\d)1[3-9]\\d{9}(?!\\d)");
  private static final Pattern NEW_NUMBER =
      Pattern.compile("新(?:的)?(?:运)?单号(?:为|是)?\\s*[:：]?\\s*(?<number>[A-Za-z]{0,3}\\d{10,18})");

  private TraceText() {}

  /** Without HTML, entities, unfilled placeholders and double blanks. Never longer than 400. */
  static String clean(String raw) {
    String text = raw.length() > 4 * LONGEST ? raw.substring(0, 4 * LONGEST) : raw;
    text = unescape(TAG.matcher(text).replaceAll(""));
    // A tag may have been written in entities.
    text = TAG.matcher(text).replaceAll("");
    text = PLACEHOLDER.matcher(text).replaceAll("");
    text = BLANKS.matcher(text).replaceAll(" ").strip();
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  /** What the line says of the parcel, without the courtesies behind it. */
  static String brief(String cleaned) {
    String brief = COURTESY.matcher(cleaned).replaceFirst("").strip();
    return brief.length() < 4 ? cleaned : brief;
  }

  /** Who brings it, with the phone they can be reached at. */
  static Optional<Courier> courier(String cleaned) {
    Matcher named = COURIER.matcher(cleaned);
    if (named.find()) {
      return Optional.of(new Courier(named.group("name"), named.group("phone")));
    }
    Matcher phone = MOBILE.matcher(cleaned);
    return phone.find() ? Optional.of(new Courier("", phone.group())) : Optional.empty();
  }

  /** The number under which the parcel travels on. */
  static Optional<String> newNumber(String cleaned) {
    Matcher number = NEW_NUMBER.matcher(cleaned);
    return number.find() ? Optional.of(number.group("number").toUpperCase()) : Optional.empty();
  }

  private static String unescape(String text) {
    return text.replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  /**
   * The person who brings a parcel: shown to its owner, written to no log.
   *
   * @param name or empty
   */
  record Courier(String name, String phone) {

    @Override
    public String toString() {
      return "courier";
    }
  }
}
