package cn.huitouke.adapter.wechatmp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Finds the sealed part of a callback's body without parsing it: these bytes come from anybody, and
 * their signature can only be checked once the sealed part is found. One pass, no recursion, no
 * entities; a document type, a deep nest or a second sealed part is refused.
 */
final class Envelope {

  private static final int DEEPEST = 8;
  private static final byte[] NAME = ascii("Encrypt>");
  private static final byte[] CDATA = ascii("<![CDATA[");
  private static final byte[] CDATA_END = ascii("]]>");

  private Envelope() {}

  /** The text of the one {@code Encrypt} element below the root, if the body is an envelope. */
  static Optional<String> sealedPart(byte[] body) {
    return (body.length > 0 && body[0] == '{' ? inJson(body) : inXml(body))
        .filter(text -> !text.isEmpty());
  }

  /** The text behind the one name {@code "Encrypt"}; a quote inside a text is escaped, so no name. */
  private static Optional<String> inJson(byte[] body) {
    String json = new String(body, StandardCharsets.ISO_8859_1);
    int name = json.indexOf("\"Encrypt\"");
    int from = name < 0 ? -1 : json.indexOf('"', name + 9);
    int to = from < 0 ? -1 : json.indexOf('"', from + 1);
    boolean plain =
        to >= 0
            && json.charAt(name - 1) != '\\'
            && json.substring(name + 9, from).strip().equals(":")
            && json.indexOf("\"Encrypt\"", to) < 0;
    return plain ? Optional.of(json.substring(from + 1, to).replace("\\/", "/")) : Optional.empty();
  }

  private static Optional<String> inXml(byte[] body) {
    String found = null;
    int depth = 0;
    int at = 0;
    while ((at = next(body, at)) >= 0) {
      if (matches(body, at, CDATA)) {
        at = after(body, at, CDATA_END);
      } else if (at + 1 < body.length && body[at + 1] == '/') {
        depth--;
        at += 2;
      } else if (at + 1 < body.length && body[at + 1] == '?') {
        at = after(body, at, ascii("?>"));
      } else if (at + 1 >= body.length || body[at + 1] == '!' || ++depth > DEEPEST) {
        return Optional.empty();
      } else if (depth == 2 && matches(body, at + 1, NAME)) {
        if (found != null) {
          return Optional.empty();
        }
        found = text(body, at + 1 + NAME.length);
        at += NAME.length;
      } else {
        at = tagEnd(body, at);
        depth -= at > 1 && body[at - 2] == '/' ? 1 : 0;
      }
    }
    return depth == 0 ? Optional.ofNullable(found) : Optional.empty();
  }

  private static int next(byte[] body, int from) {
    if (from < 0) {
      return -1;
    }
    for (int i = from; i < body.length; i++) {
      if (body[i] == '<') {
        return i;
      }
    }
    return -1;
  }

  /** Behind the first {@code end} at or after {@code from}; the end of the body if there is none. */
  private static int after(byte[] body, int from, byte[] end) {
    for (int i = from; i <= body.length - end.length; i++) {
      if (matches(body, i, end)) {
        return i + end.length;
      }
    }
    return body.length;
  }

  private static int tagEnd(byte[] body, int from) {
    return after(body, from, ascii(">"));
  }

  /** The text up to the next tag, out of its CDATA section if it is in one. */
  private static String text(byte[] body, int from) {
    boolean wrapped = matches(body, from, CDATA);
    int begin = wrapped ? from + CDATA.length : from;
    int end = wrapped ? after(body, begin, CDATA_END) - CDATA_END.length : next(body, begin);
    return end < begin
        ? ""
        : new String(body, begin, end - begin, StandardCharsets.ISO_8859_1).strip();
  }

  private static boolean matches(byte[] body, int at, byte[] word) {
    if (at + word.length > body.length) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (body[at + i] != word[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
