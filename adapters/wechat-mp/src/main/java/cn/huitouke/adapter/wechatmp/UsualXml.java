package cn.huitouke.adapter.wechatmp;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads messages of the one form in which nearly all of them come: one root {@code <xml>}, in it named
 * values, each of CDATA or of bare letters and digits. A parser costs many times that. Whatever has any
 * other form, be it well or ill, is left to the parser.
 */
final class UsualXml {

  private static final String OPEN = "<xml>";
  private static final String CLOSE = "</xml>";
  private static final String CDATA = "<![CDATA[";
  private static final String CDATA_END = "]]>";
  private static final int MOST_VALUES = 64;

  private final String xml;
  private final Map<String, String> fields = new HashMap<>();
  private int at;

  private UsualXml(String xml) {
    this.xml = xml;
  }

  /** Empty where the form is another. */
  static Optional<FlatXml> read(byte[] bytes) {
    UsualXml usual = new UsualXml(new String(bytes, StandardCharsets.UTF_8));
    return usual.document() ? Optional.of(new FlatXml(usual.fields, List.of())) : Optional.empty();
  }

  private boolean document() {
    if (!isOrdinary() || !skip(OPEN)) {
      return false;
    }
    blanks();
    while (!xml.startsWith(CLOSE, at)) {
      if (fields.size() == MOST_VALUES || !value()) {
        return false;
      }
      blanks();
    }
    at += CLOSE.length();
    blanks();
    return at == xml.length();
  }

  /** No bytes that were no UTF-8, no control characters, no line ends that XML would change. */
  private boolean isOrdinary() {
    for (int i = 0; i < xml.length(); i++) {
      char c = xml.charAt(i);
      if (c < ' ' && c != '\n' && c != '\t' || c >= 0xFFFD) {
        return false;
      }
    }
    return true;
  }

  private boolean value() {
    if (!skip("<")) {
      return false;
    }
    int from = at;
    while (at < xml.length() && isLetter(xml.charAt(at))) {
      at++;
    }
    String name = xml.substring(from, at);
    if (name.isEmpty() || !skip(">")) {
      return false;
    }
    boolean wrapped = skip(CDATA);
    int begin = at;
    int end = wrapped ? xml.indexOf(CDATA_END, begin) : bareEnd(begin);
    if (end < 0) {
      return false;
    }
    at = wrapped ? end + CDATA_END.length() : end;
    return skip("</")
        && skip(name)
        && skip(">")
        && fields.putIfAbsent(name, xml.substring(begin, end)) == null;
  }

  private int bareEnd(int from) {
    int end = from;
    while (end < xml.length() && (isLetter(xml.charAt(end)) || isDigit(xml.charAt(end)))) {
      end++;
    }
    return end;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9' || c == '.' || c == '-';
  }

  private boolean skip(String text) {
    boolean there = xml.startsWith(text, at);
    at += there ? text.length() : 0;
    return there;
  }

  private void blanks() {
    while (at < xml.length() && xml.charAt(at) <= ' ') {
      at++;
    }
  }
}
