package cn.huitouke.understanding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/** Writes a message plainly: half width, simplified, lower case, without quotes and mentions. */
final class Plain {

  /** Longer messages are stories; their beginning says what they are about. */
  private static final int LONGEST = 500;

  /** WeChat puts U+2005 after a mention; people who type one put a space. */
  private static final Pattern MENTION = Pattern.compile("@[^@\\s\\u2005]{1,30}[\\s\\u2005]");

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final char[] SIMPLIFIED = simplified();

  private Plain() {}

  static String write(String text) {
    String own = withoutQuote(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
    StringBuilder plain = new StringBuilder(own.length());
    for (int i = 0; i < own.length(); i++) {
      plain.append(Character.toLowerCase(SIMPLIFIED[halfWidth(own.charAt(i))]));
    }
    String unmentioned =
        plain.indexOf("@") < 0 ? plain.toString() : MENTION.matcher(plain).replaceAll(" ");
    String digits = ofDigits(unmentioned);
    return isSpaced(digits) ? SPACES.matcher(digits).replaceAll(" ").strip() : digits.strip();
  }

  /** A quoted message stands above a line of dashes, or in 「」 at the beginning. */
  private static String withoutQuote(String text) {
    int dashes = text.indexOf("- - - -");
    if (dashes >= 0) {
      int end = text.indexOf('\n', dashes);
      return end < 0 ? text : text.substring(end + 1);
    }
    int close = text.startsWith("「") ? text.indexOf('」') : -1;
    return close > 0 && close < text.length() - 1 ? text.substring(close + 1) : text;
  }

  private static boolean isSpaced(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ') {
        return true;
      }
    }
    return false;
  }

  private static char halfWidth(char c) {
    if (c >= '\uFF01' && c <= '\uFF5E') {
      return (char) (c - 0xFEE0);
    }
    return c == '\u3000' || c == '\u00A0' ? ' ' : c;
  }

  /** Numbers that are spoken digit by digit (幺三八零零…): four in a row are a number. */
  private static String ofDigits(String text) {
    StringBuilder mended = new StringBuilder(text.length());
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      boolean spoken = i < text.length() && digit(text.charAt(i)) >= 0;
      if (!spoken) {
        boolean number = i - from >= 4;
        for (int j = from; j < i; j++) {
          mended.append(number ? (char) ('0' + digit(text.charAt(j))) : text.charAt(j));
        }
        if (i < text.length()) {
          mended.append(text.charAt(i));
        }
        from = i + 1;
      }
    }
    return mended.toString();
  }

  private static int digit(char c) {
    return switch (c) {
      case '〇' -> 0;
      case '幺' -> 1;
      default -> "零一二三四五六七八九".indexOf(c);
    };
  }

  private static char[] simplified() {
    char[] table = new char[Character.MAX_VALUE + 1];
    for (int c = 0; c < table.length; c++) {
      table[c] = (char) c;
    }
    try (InputStream in = Plain.class.getResourceAsStream("/understanding/simplified.txt")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" "))
          .forEach(
              pair -> {
                for (int i = 0; i < pair[0].length(); i++) {
                  table[pair[0].charAt(i)] = pair[1].charAt(i);
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
  }
}
