package cn.huitouke.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * The letters of one document: Noto Sans SC, of which the document keeps those that it uses. Parsed
 * anew for each document, a second's work, because it cannot be shared between threads.
 */
final class Lettering implements AutoCloseable {

  private static final String FONT = "/fonts/ttf/NotoSansSC/NotoSansSC-Regular.ttf";
  private static final String UNKNOWN = "□";

  private final TrueTypeFont letters;
  private final CmapLookup known;
  private final PDType0Font font;
  private final Map<Integer, Float> widths = new HashMap<>();

  Lettering(PDDocument document) throws IOException {
    try (InputStream in = Objects.requireNonNull(Lettering.class.getResourceAsStream(FONT), FONT)) {
      letters = new TTFParser().parse(new RandomAccessReadBuffer(in));
    }
    known = letters.getUnicodeCmapLookup();
    font = PDType0Font.load(document, letters, true);
  }

  PDType0Font font() {
    return font;
  }

  /** What can be drawn of it, and nothing that is not seen or turns the line around. */
  private String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .limit(1_000)
        .forEach(
            letter -> {
              int type = Character.getType(letter);
              if (Character.isWhitespace(letter) || Character.isSpaceChar(letter)) {
                plain.append(' ');
              } else if (known.getGlyphId(letter) != 0 && type != Character.FORMAT) {
                plain.appendCodePoint(letter);
              } else if (type != Character.CONTROL
                  && type != Character.FORMAT
                  && type != Character.NON_SPACING_MARK
                  && plain.lastIndexOf(UNKNOWN) != plain.length() - 1) {
                plain.append(UNKNOWN); // one for a run of them
              }
            });
    return plain.toString().strip();
  }

  /** In points. */
  double wide(String text, double size) throws IOException {
    double wide = 0;
    for (int letter : text.codePoints().toArray()) {
      wide += wide(letter);
    }
    return wide * size / 1000;
  }

  private float wide(int letter) throws IOException {
    Float found = widths.get(letter);
    if (found == null) {
      found = font.getStringWidth(Character.toString(letter));
      widths.put(letter, found);
    }
    return found;
  }

  /**
   * Broken into lines no wider than this, between words where there are words.
   *
   * @param wide in points
   * @param most lines; what is over is cut off, with a sign that it is
   */
  List<String> lines(String text, double wide, double size, int most) throws IOException {
    List<String> lines = new ArrayList<>();
    String rest = plain(text);
    while (!rest.isEmpty()) {
      int end = fits(rest, wide, size);
      if (end < rest.length() && lines.size() == most - 1) {
        int shorter = fits(rest, wide - wide("…", size), size);
        lines.add(rest.substring(0, shorter).strip() + "…");
        return lines;
      }
      lines.add(rest.substring(0, end).strip());
      rest = rest.substring(end).strip();
    }
    return lines;
  }

  /** How much of it fits: at least one letter, and where it can be, whole words. */
  private int fits(String text, double wide, double size) throws IOException {
    double used = 0;
    int end = 0;
    int word = 0;
    while (end < text.length()) {
      int letter = text.codePointAt(end);
      used += wide(letter) * size / 1000;
      if (used > wide && end > 0) {
        boolean within = letter < 0x2E80 && letter != ' ' && text.codePointBefore(end) < 0x2E80;
        return within && word > 0 ? word : end;
      }
      end += Character.charCount(letter);
      if (letter == ' ' || letter >= 0x2E80) {
        word = end;
      }
    }
    return end;
  }

  @Override
  public void close() throws IOException {
    letters.close();
  }
}
