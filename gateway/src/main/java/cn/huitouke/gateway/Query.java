package cn.huitouke.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of the URL after the question mark, read strictly: what is ambiguous is refused. */
final class Query {

  private static final int MOST_PARAMETERS = 64;

  private Query() {}

  /** Decoded parameters, or null if it is malformed or has too many. */
  static @Nullable Map<String, List<String>> parse(String raw) {
    Map<String, List<String>> parameters = new HashMap<>();
    int count = 0;
    int start = 0;
    while (start < raw.length()) {
      int end = raw.indexOf('&', start);
      end = end < 0 ? raw.length() : end;
      if (end > start) {
        if (++count > MOST_PARAMETERS || !add(parameters, raw, start, end)) {
          return null;
        }
      }
      start = end + 1;
    }
    return parameters;
  }

  private static boolean add(Map<String, List<String>> parameters, String raw, int start, int end) {
    int equals = raw.indexOf('=', start);
    int nameEnd = equals < 0 || equals > end ? end : equals;
    String name = decode(raw, start, nameEnd);
    String value = nameEnd == end ? "" : decode(raw, nameEnd + 1, end);
    if (name == null || value == null) {
      return false;
    }
    List<String> known = parameters.get(name);
    if (known == null) {
      parameters.put(name, List.of(value));
    } else {
      List<String> all = new ArrayList<>(known);
      all.add(value);
      parameters.put(name, List.copyOf(all));
    }
    return true;
  }

  private static @Nullable String decode(String raw, int start, int end) {
    for (int at = start; at < end; at++) {
      char c = raw.charAt(at);
      if (c == '%' || c == '+') {
        return decodeEscapes(raw, start, end);
      }
    }
    return raw.substring(start, end);
  }

  private static @Nullable String decodeEscapes(String raw, int start, int end) {
    byte[] bytes = new byte[end - start];
    int length = 0;
    for (int at = start; at < end; at++) {
      char c = raw.charAt(at);
      if (c == '%') {
        if (at + 2 >= end) {
          return null;
        }
        int high = Character.digit(raw.charAt(at + 1), 16);
        int low = Character.digit(raw.charAt(at + 2), 16);
        if (high < 0 || low < 0) {
          return null;
        }
        bytes[length++] = (byte) (high << 4 | low);
        at += 2;
      } else {
        bytes[length++] = (byte) (c == '+' ? ' ' : c);
      }
    }
    return utf8(ByteBuffer.wrap(bytes, 0, length));
  }

  /** Null if the bytes are no UTF-8. */
  static @Nullable String utf8(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
